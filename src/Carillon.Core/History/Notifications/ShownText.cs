using System.Text;

namespace Carillon.Core.History.Notifications;

/// <summary>Text as messages can carry it. Pure.</summary>
public static class ShownText
{
    private const string More = "…";

    /// <summary>At most so many UTF-16 units, the cut marked; never half a character.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        if (most < More.Length)
            return "";
        var end = most - More.Length;
        return string.Concat(text.AsSpan(0, end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), More);
    }

    /// <summary>On one line: line breaks and other control characters become blanks, several blanks one; half characters become U+FFFD.</summary>
    public static string Line(string text) => Clean(text, keepsLines: false);

    /// <summary>With its line breaks, without other control characters.</summary>
    public static string Lines(string text) => Clean(text.ReplaceLineEndings("\n"), keepsLines: true);

    private static string Clean(string text, bool keepsLines)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n' && keepsLines)
                clean.Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029')
                Blank(clean);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                clean.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c))
                clean.Append('\uFFFD');
            else
                clean.Append(c);
        }
        return clean.ToString().Trim();
    }

    private static void Blank(StringBuilder clean)
    {
        if (clean.Length > 0 && clean[^1] != ' ')
            clean.Append(' ');
    }
}
