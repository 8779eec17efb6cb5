using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Carillon.Engine.History;

namespace Carillon.Server.Hosting;

/// <summary>Cursors as callers see them: opaque, and only good for the list that gave them. They carry a mark against mix-ups; they are no secret.</summary>
internal static class Cursor
{
    private const int Mark = 6;

    /// <summary>The page with its cursor as callers see it.</summary>
    public static RecordPage<T> Sealed<T>(this RecordPage<T> page, string list) => page with { NextCursor = page.NextCursor is { } raw ? Seal(list, raw) : null };

    /// <summary>What the list itself gave, or null when the text is not a cursor of this list.</summary>
    public static string? Open(string list, string text)
    {
        if (text.Length > 2000 || !Base64Url.IsValid(text))
            return null;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= Mark)
            return null;
        var raw = Encoding.UTF8.GetString(bytes.AsSpan(Mark));
        return Seal(list, raw) == text ? raw : null;
    }

    private static string Seal(string list, string raw) =>
        Base64Url.EncodeToString([.. SHA256.HashData(Encoding.UTF8.GetBytes(list + "\n" + raw)).AsSpan(0, Mark), .. Encoding.UTF8.GetBytes(raw)]);
}
