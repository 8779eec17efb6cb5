using YamlDotNet.Core;

namespace Carillon.Core.Definitions.Yaml;

/// <summary>Says what is wrong with text that is not YAML, in words for people.</summary>
internal static class YamlSyntax
{
    public static Problem Explain(YamlException e, string text, string file)
    {
        var line = Math.Max(1, (int)e.Start.Line);
        var column = Math.Max(1, (int)e.Start.Column);
        if (TabBefore(text, (int)e.End.Line) is { } tab)
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

    private static (int Line, int Column)? TabBefore(string text, int lastLine)
    {
        for (var (line, at) = (1, 0); line <= lastLine && at < text.Length; line++)
        {
            var start = at;
            while (at < text.Length && text[at] == ' ')
                at++;
            if (line >= lastLine - 1 && at < text.Length && text[at] == '\t')
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
