using System.Security.Cryptography;

namespace Carillon.Engine.Security;

/// <summary>A key that secrets are sealed with: 32 bytes for AES-256-GCM. Its id is the start of its hash, so that what is sealed can say which key opens it. Immutable.</summary>
public sealed class SealingKey
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    private SealingKey(byte[] bytes)
    {
        Bytes = bytes;
        Id = Convert.ToHexStringLower(SHA256.HashData(bytes))[..8];
    }

    /// <summary>Eight hexadecimal digits; not secret.</summary>
    public string Id { get; }

    internal byte[] Bytes { get; }

    /// <summary>A new one.</summary>
    public static SealingKey New() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads base64 of 32 bytes; null when it is anything else.</summary>
    public static SealingKey? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Size + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var count) && count == Size ? new SealingKey(bytes[..Size].ToArray()) : null;
    }

    /// <summary>As <see cref="Parse"/> reads it. Secret.</summary>
    public string ToText() => Convert.ToBase64String(Bytes);
}
