using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Carillon.Core.Security;

/// <summary>
/// What a secret looks like once it was written by something: as it is, in base64 at each of the three places it may begin, in hex, and escaped for JSON, URLs, HTML, shells and quotes.
/// Line breaks are left out throughout: whoever looks for these skips them.
/// </summary>
internal static class SecretVariants
{
    /// <summary>Characters of the shortest text that is looked for.</summary>
    public const int Shortest = 4;

    /// <summary>Lines of a value are looked for alone from this length on: shorter ones, such as a bracket, stand in texts that have nothing to do with it.</summary>
    private const int ShortestLine = 8;

    /// <summary>A value longer than this is looked for in the commonest forms only: all of them together would take hundreds of times its size.</summary>
    private const int Long = 512;

    private const string Url = "-._~";

    /// <summary>Every one, no two alike.</summary>
    public static IEnumerable<string> Of(string value) => Found(value).Concat(Lines(value))
        .Select(text => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)).Where(text => text.Length >= Shortest).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Found(string value)
    {
        if (value.Length > Long)
            return Common(value.Trim());
        return All(value);
    }

    private static IEnumerable<string> Common(string value)
    {
        var url = Percent(value, Url, "%20");
        return [value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value), JavaScriptEncoder.Default.Encode(value), url, Lower(url, "%", 2), .. Bytes(Encoding.UTF8.GetBytes(value))];
    }

    private static IEnumerable<string> All(string value)
    {
        foreach (var text in (string[])[value, value.Trim(), value.ReplaceLineEndings("\r\n"), value.ReplaceLineEndings("\n")])
        {
            foreach (var variant in Texts(text).Concat(Bytes(Encoding.UTF8.GetBytes(text))).Concat(Base64(Encoding.UTF8.GetBytes(text + "\n"))).Concat(Base64(Encoding.Unicode.GetBytes(text))))
                yield return variant;
        }
    }

    private static IEnumerable<string> Lines(string value) =>
        value.AsSpan().IndexOfAny('\r', '\n') < 0 ? [] : value.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= ShortestLine);

    private static IEnumerable<string> Texts(string text)
    {
        yield return text;
        foreach (var json in (string[])[JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text), JavaScriptEncoder.Default.Encode(text), Ascii(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text))])
        {
            yield return json;
            yield return Lower(json, "\\u", 4);
            yield return json.Replace("/", "\\/", StringComparison.Ordinal);
            yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(json);
        }
        foreach (var (safe, space) in ((string, string)[])[(Url, "%20"), (Url + "/", "%20"), ("-_.!~*'()", "%20"), ("-_.!~*'();,/?:@&=+$#", "%20"), (Url, "+"), ("-_.!*()", "+"), ("*-._", "+")])
        {
            var url = Percent(text, safe, space);
            yield return url;
            yield return Lower(url, "%", 2);
            yield return Percent(url, Url, "%20");
        }
        var all = Percent(text, "", "%20", everything: true);
        yield return all;
        yield return Lower(all, "%", 2);
        yield return WebUtility.HtmlEncode(text);
        yield return HtmlEncoder.Default.Encode(text);
        foreach (var (quote, apostrophe) in ((string, string)[])[("&quot;", "&#39;"), ("&quot;", "&#x27;"), ("&quot;", "&apos;"), ("&quot;", "'"), ("&#34;", "&#39;"), ("\"", "'")])
        {
            yield return text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
                .Replace("\"", quote, StringComparison.Ordinal).Replace("'", apostrophe, StringComparison.Ordinal);
        }
        // Quotes of sh, as set -x writes them and as printf %q does; of PowerShell and SQL, of CSV, of cmd.
        yield return text.Replace("'", "'\\''", StringComparison.Ordinal);
        yield return text.Replace("'", "'\"'\"'", StringComparison.Ordinal);
        yield return text.Replace("'", "''", StringComparison.Ordinal);
        yield return text.Replace("\"", "\"\"", StringComparison.Ordinal);
        yield return Behind('\\', text, c => !char.IsAsciiLetterOrDigit(c) && !"_./:=@%+,-".Contains(c, StringComparison.Ordinal) && c < 128);
        yield return Behind('\\', text, c => "\\\"$`".Contains(c, StringComparison.Ordinal));
        yield return Behind('\\', text, c => c is '\\' or '\'').ReplaceLineEndings("\\n").Replace("\t", "\\t", StringComparison.Ordinal);
        yield return Behind('`', text, c => "`\"$".Contains(c, StringComparison.Ordinal));
        yield return Behind('^', text, c => "&|<>^".Contains(c, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Bytes(byte[] bytes) => [Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes), .. Base64(bytes)];

    /// <summary>Where it begins in the middle of three bytes, the signs that depend on what stands beside it are left out.</summary>
    private static IEnumerable<string> Base64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var whole = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var begin = before == 0 ? 0 : before + 1;
            var sure = (before + bytes.Length) * 8 / 6;
            if (sure <= begin)
                continue;
            foreach (var text in (string[])[whole[begin..sure], whole[begin..], whole[begin..].TrimEnd('=')])
            {
                yield return text;
                yield return text.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    private static string Percent(string text, string safe, string space, bool everything = false)
    {
        var made = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (!everything && (char.IsAsciiLetterOrDigit((char)b) || safe.Contains((char)b, StringComparison.Ordinal)))
                made.Append((char)b);
            else if (!everything && b == ' ')
                made.Append(space);
            else
                made.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return made.ToString();
    }

    private static string Behind(char sign, string text, Func<char, bool> isSpecial) => string.Concat(text.Select(c => isSpecial(c) ? $"{sign}{c}" : c.ToString()));

    private static string Ascii(string text) => string.Concat(text.Select(c => c < 128 ? c.ToString() : "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture)));

    /// <summary>The digits after each mark in lower case.</summary>
    private static string Lower(string text, string mark, int digits)
    {
        var made = text.ToCharArray();
        for (var at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + mark.Length, StringComparison.Ordinal))
        {
            for (var i = at + mark.Length; i < Math.Min(made.Length, at + mark.Length + digits); i++)
                made[i] = char.ToLowerInvariant(made[i]);
        }
        return new string(made);
    }
}
