namespace Carillon.Engine.History.Notifications;

/// <summary>Keys that sign webhooks: <c>whsec_</c> with base64 of 24 to 64 bytes.</summary>
public static class WebhookKey
{
    private const string Prefix = "whsec_";
    private const int Size = 32;
    private const int Least = 24;
    private const int Most = 64;

    /// <summary>The bytes of a key, or null when it is none.</summary>
    public static byte[]? Parse(string? key)
    {
        if (key?.StartsWith(Prefix, StringComparison.Ordinal) != true)
            return null;
        var bytes = new byte[Most + 3];
        return Convert.TryFromBase64String(key[Prefix.Length..], bytes, out var count) && count is >= Least and <= Most ? bytes[..count] : null;
    }

    internal static string New(Action<Span<byte>> chance)
    {
        var bytes = new byte[Size];
        chance(bytes);
        return Prefix + Convert.ToBase64String(bytes);
    }
}
