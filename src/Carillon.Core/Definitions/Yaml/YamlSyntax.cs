using YamlDotNet.Core;

namespace Carillon.Core.Definitions.Yaml;

/// <summary>Says what is wrong with text that is not YAML, in words for people.</summary>
internal static class YamlSyntax
{
    public static Problem Explain(YamlException e, string text, string file)
    {
        var line = Math.Max(1, (int)e.Start.Line);
        var column = Math.Max(1, (int)e.Start.Column);
        if (TabIn(text, e) is { } tab)
        {
            return new Problem(
                ProblemCodes.InvalidYaml, "A tab stands in the indentation.", new SourceLocation(file, tab.Line, tab.Column), "Indent with spaces.");
        }

        var message = e.InnerException is YamlException inner ? inner.Message : e.Message;
        return new Problem(
            ProblemCodes.InvalidYaml, $"This is not YAML: {Sentence(message)}", new SourceLocation(file, line, column), Suggest(text, line));
    }

    // Text such as { symbol: ${{ input.symbol }} } is the likeliest cause where there is an expression on the line.
    private static string? Suggest(string text, int line) =>
        LineOf(text, line).Contains("${{", StringComparison.Ordinal) ? "Put the expression in quotes: \"${{ … }}\"." : null;

    // The scanner complains about the line with the tab or about the next one; where it names the tab itself, it points at the whole mapping.
    private static (int Line, int Column)? TabIn(string text, YamlException e)
    {
        var named = e.Message.Contains("tab", StringComparison.Ordinal);
        var first = named ? (int)e.Start.Line : (int)e.End.Line - 1;
        var last = named ? int.MaxValue : (int)e.End.Line;
        for (var (line, at) = (1, 0); line <= last && at < text.Length; line++)
        {
            var start = at;
            while (at < text.Length && text[at] == ' ')
                at++;
            if (line >= first && at < text.Length && text[at] == '\t')
                return (line, at - start + 1);
            var end = text.IndexOf('\n', at);
            if (end < 0)
                return null;
            at = end + 1;
        }

        return null;
    }

    private static ReadOnlySpan<char> LineOf(string text, int line)
    {
        var rest = text.AsSpan();
        for (var i = 1; i < line; i++)
        {
            var end = rest.IndexOf('\n');
            if (end < 0)
                return [];
            rest = rest[(end + 1)..];
        }

        var stop = rest.IndexOf('\n');
        return stop < 0 ? rest : rest[..stop];
    }

    private static string Sentence(string message)
    {
        var text = message.Trim().TrimEnd('.');
        return text.Length == 0 ? "it cannot be read." : $"{char.ToLowerInvariant(text[0])}{text[1..]}.";
    }
}
