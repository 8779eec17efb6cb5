using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Carillon.Core.Definitions.Yaml;

/// <summary>Writes a tree as YAML that reads back as the same values.</summary>
internal static class YamlWriter
{
    private static readonly HashSet<string> Words = new(["yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The text, with a line break at its end.</summary>
    /// <param name="root">What to write.</param>
    /// <param name="head">Comment lines to begin with.</param>
    public static string Write(YamlMapping root, string head)
    {
        using var text = new StringWriter { NewLine = "\n" };
        text.Write(head);
        var emitter = new Emitter(text, new EmitterSettings().WithIndentedSequences());
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, YamlValue value)
    {
        switch (value)
        {
            case YamlMapping map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Entries.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var entry in map.Entries)
                {
                    Emit(emitter, entry.Key.Text, isText: true, isKey: true);
                    Emit(emitter, entry.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case YamlSequence list:
                var isShort = list.Items.TrueForAll(item => item is YamlScalar { Text.Length: < 20 });
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, isShort ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list.Items)
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case YamlScalar scalar:
                Emit(emitter, scalar.Text, scalar.ScalarKind == YamlScalarKind.Text, isKey: false);
                break;
        }
    }

    private static void Emit(Emitter emitter, string text, bool isText, bool isKey)
    {
        var style = !isText ? ScalarStyle.Plain : IsPlain(text) ? ScalarStyle.Plain : !isKey && IsLiteral(text) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted;
        // "~" and "null" are the same; an empty plain scalar is not one that every reader takes.
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, !isText && text.Length == 0 ? "null" : text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    /// <summary>Text that no reader takes for a number, a time or a word of YAML.</summary>
    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= 100 && char.IsAsciiLetter(text[0]) && !Words.Contains(text) && YamlScalars.KindOf(text) == YamlScalarKind.Text
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/' or '-' or '.');

    /// <summary>Several lines that can stand in the file as they are.</summary>
    private static bool IsLiteral(string text)
    {
        if (!text.Contains('\n') || text[0] is ' ' or '\n' || text.EndsWith("\n\n", StringComparison.Ordinal) || text.Contains(" \n", StringComparison.Ordinal) || text[^1] == ' ')
            return false;
        return text.All(c => c is '\n' or (>= ' ' and <= '~'));
    }
}
