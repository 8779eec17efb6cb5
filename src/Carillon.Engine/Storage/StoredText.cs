namespace Carillon.Engine.Storage;

/// <summary>
/// Text as the databases can keep it. PostgreSQL takes no <c>NUL</c>, SQLite's own functions end at one, and halves of a surrogate pair have no UTF-8: each becomes U+FFFD,
/// on both databases, so that the same text is stored whichever one it is.
/// </summary>
internal static class StoredText
{
    private const char Instead = '\uFFFD';

    /// <summary>The text itself, when it can be kept as it is.</summary>
    public static string Kept(string text)
    {
        var at = text.AsSpan().IndexOf('\0');
        var surrogate = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        return at < 0 && (surrogate < 0 || IsWhole(text.AsSpan(surrogate))) ? text : string.Create(text.Length, text, Replace);
    }

    private static bool IsWhole(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }

    private static void Replace(Span<char> kept, string text)
    {
        text.CopyTo(kept);
        for (var i = 0; i < kept.Length; i++)
        {
            if (i + 1 < kept.Length && char.IsSurrogatePair(kept[i], kept[i + 1]))
                i++;
            else if (kept[i] == '\0' || char.IsSurrogate(kept[i]))
                kept[i] = Instead;
        }
    }
}
