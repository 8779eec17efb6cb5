namespace Carillon.Core.Definitions.Yaml;

/// <summary>Looks at the bare text before it is read as YAML.</summary>
internal static class YamlCharacters
{
    /// <summary>The problem that makes the text unreadable, or null.</summary>
    public static Problem? Check(string text, string file)
    {
        if (text.Length > YamlReader.MaxLength || (text.Length > YamlReader.MaxLength / 3 && System.Text.Encoding.UTF8.GetByteCount(text) > YamlReader.MaxLength))
            return new Problem(ProblemCodes.TooLarge, "The file is larger than 1 MiB.", new SourceLocation(file, 1, 1), "Split it into several workflows.");
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsSuspicious(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else
                return new Problem(ProblemCodes.InvalidYaml, Message(text[i]), Place(text, i, file), "Save the file as UTF-8 text.");
        }

        return null;
    }

    /// <summary>The place of an offset.</summary>
    public static SourceLocation Place(string text, int offset, string file)
    {
        var before = text.AsSpan(0, offset);
        return new SourceLocation(file, before.Count('\n') + 1, offset - before.LastIndexOf('\n'));
    }

    private static string Message(char c) => c switch
    {
        '\0' => "The file holds a NUL character.",
        '\uFFFD' => "The file is not UTF-8 here.",
        _ when char.IsSurrogate(c) => "The file holds half a character (an unpaired surrogate).",
        _ => $"The file holds the control character U+{(int)c:X4}.",
    };

    // What YAML forbids, half surrogate pairs, and the mark that a decoder leaves where bytes were no UTF-8.
    private static bool IsSuspicious(char c) => c is < ' ' or > '~' && IsUnusual(c);

    private static bool IsUnusual(char c) =>
        (c < ' ' && c is not ('\t' or '\n' or '\r')) || c is '\u007F' or '\uFFFD' or '\uFFFE' or '\uFFFF'
        || c is >= '\u0080' and <= '\u009F' and not '\u0085' || char.IsSurrogate(c);
}
