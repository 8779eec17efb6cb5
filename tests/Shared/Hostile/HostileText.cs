using System.Text;

namespace Carillon.Tests.Hostile;

/// <summary>Text that breaks readers, and mutations of good text. Everything follows from the random numbers given.</summary>
internal static class HostileText
{
    /// <summary>Pieces that mean something to some reader.</summary>
    public static readonly string[] Pieces =
    [
        "\0", "\u0001", "\u001b[31m", "\u007f", "\u0085", "\u00a0", "\u200b", "\u200f", "\u202e", "\u2028", "\u2029", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\ud800", "\udc00", "\udc00\ud800",
        "٣", "１", "五", "\ud835\udfd9", "é", "e\u0301", "İ", "ß", "\ud83d\ude80", "\t", "\r", "\r\n", "\n", "\n\n", " ", "  ",
        "NaN", "Infinity", "-Infinity", ".nan", ".inf", "∞", "-0", "0", "-1", "1e308", "1e999", "-1e999", "1e-999", "1E+2147483648", "0x7fffffff", "2147483648", "9223372036854775808", "99999999999999999999999999999",
        "79228162514264337593543950336", "0.0000000000000000000000000000001", "1_000", "1,000", "0b1", "0o7", "+1", "--1", "1.2.3",
        "null", "~", "true", "yes", "''", "\"\"", "'", "\"", "\\", "{", "}", "[", "]", "{}", "[]", ":", ": ", "- ", ",", "#", "&", "*", "!", "|", ">", "%", "@", "`", "?", "<<", "=",
        "${{", "}}", "${{ }}", "$${{ x }}", "${{ input }}", "${{ 1 / 0 }}", "${{ '", "../", "..\\", "/etc/passwd", "C:\\", "\\\\host\\share", "%00", "%2e%2e%2f", "%s%n%x", "$(id)", "`id`", "; id", "' or 1=1 --",
        "<script>", "<!--", "]]>", "{{7*7}}", "javascript:", "data:", "file:///etc/passwd", "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59-18:00", "-9998-01-01T00:00:00+18:00", "0000-00-00", "2026-02-30", "2026-03-08T02:30:00", "24:00", "23:59:60", "99999999999d", "1e9h", "-5m",
        "P1Y", "Nowhere/Zone", "Etc/GMT+14", "UTC+25", "CON", "nul", "__proto__", "constructor", "System.String",
    ];

    /// <summary>One of them.</summary>
    public static T Any<T>(this Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];

    /// <summary>True once in so many times.</summary>
    public static bool Once(this Random random, int @in) => random.Next(@in) == 0;

    /// <summary>A length that is mostly small, and seldom as large as <paramref name="most"/>.</summary>
    public static int Size(this Random random, int most) => (int)Math.Exp(random.NextDouble() * Math.Log(most + 1));

    /// <summary>Characters of every kind, half surrogates included.</summary>
    public static string Noise(Random random, int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
            text.Append(random.Next(4) switch { 0 => (char)random.Next(0x10000), 1 => (char)random.Next(0x100), _ => (char)random.Next(' ', 0x7f) });
        return text.ToString();
    }

    /// <summary>Some mutations of a good text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="random">What decides.</param>
    /// <param name="own">Pieces of its own language, beside those that are anybody's.</param>
    public static string Mutate(string text, Random random, IReadOnlyList<string>? own = null)
    {
        for (var left = random.Next(1, 6); left > 0; left--)
            text = One(text, random, own ?? Pieces);
        return text;
    }

    private static string One(string text, Random random, IReadOnlyList<string> own)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(random.Size(60), text.Length - at);
        switch (random.Next(12))
        {
            case 0:
                return text.Remove(at, length);
            case 1:
                return text.Insert(at, text.Substring(at, length));
            case 2:
                return text.Insert(random.Next(text.Length + 1), text.Substring(at, length));
            case 3:
                return text[..at];
            case 4:
                return text.Insert(at, Noise(random, random.Size(20)));
            case 5:
                return text.Insert(at, string.Concat(Enumerable.Repeat(random.Any(own), random.Once(20) ? 10_000 : random.Size(200))));
            case 6:
                return Lines(text, random);
            case 7 or 8:
                return text.Insert(at, random.Any(Pieces));
            case 9:
                return at < text.Length ? string.Concat(text.AsSpan(0, at), random.Any(Pieces), text.AsSpan(at + 1)) : text + random.Any(own);
            default:
                return string.Concat(text.AsSpan(0, at), random.Any(own), text.AsSpan(at + length));
        }
    }

    private static string Lines(string text, Random random)
    {
        List<string> lines = [.. text.Split('\n')];
        var at = random.Next(lines.Count);
        switch (random.Next(5))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(random.Next(lines.Count + 1), lines[at]);
                break;
            case 2:
                lines[at] = new string(' ', random.Next(9)) + lines[at].TrimStart();
                break;
            case 3:
                lines[at] = "\t" + lines[at];
                break;
            default:
                (lines[at], lines[^1]) = (lines[^1], lines[at]);
                break;
        }

        return string.Join('\n', lines);
    }
}
