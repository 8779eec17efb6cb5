using System.Security.Cryptography;
using System.Text;

namespace Carillon.Engine.Security;

/// <summary>
/// Seals texts for the database: <c>v1.KEY.BASE64</c> of nonce, tag and cipher text, AES-256-GCM (NIST SP 800-38D). What a text is for is sealed with it, so that a row cannot be put in another's place. Thread safe.
/// </summary>
public sealed class Vault(KeyRing keys)
{
    private const string Version = "v1";
    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    /// <summary>The keys.</summary>
    public KeyRing Keys => keys;

    /// <summary>The id of the key that a sealed text needs.</summary>
    public static string KeyOf(string sealedText) => sealedText.Split('.') is [Version, var key, _] ? key : "";

    /// <summary>Seals.</summary>
    /// <param name="text">What is secret.</param>
    /// <param name="purpose">Where it belongs, for example <c>secret/API_KEY</c>; <see cref="Open"/> needs the same.</param>
    /// <exception cref="VaultException">There is no key.</exception>
    public string Seal(string text, string purpose)
    {
        var key = keys.Sealing();
        var plain = Encoding.UTF8.GetBytes(text);
        var all = new byte[NonceSize + TagSize + plain.Length];
        var nonce = all.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key.Bytes, TagSize);
        cipher.Encrypt(nonce, plain, all.AsSpan(NonceSize + TagSize), all.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(purpose));
        CryptographicOperations.ZeroMemory(plain);
        return $"{Version}.{key.Id}.{Convert.ToBase64String(all)}";
    }

    /// <summary>Opens what <see cref="Seal"/> made for the same purpose.</summary>
    /// <exception cref="VaultException">Its key is not here, or it was changed.</exception>
    public string Open(string sealedText, string purpose)
    {
        var id = KeyOf(sealedText);
        var key = keys.Find(id) ?? throw new VaultException(
            $"'{purpose}' was sealed with key {(id.Length > 0 ? id : "?")}, which is not in {keys.Source}.", "Give the server the key file (or CARILLON_KEYS) that the database's secrets were sealed with; where it is lost, delete it and set it anew.");
        try
        {
            var all = Convert.FromBase64String(sealedText.Split('.')[2]);
            var plain = new byte[all.Length - NonceSize - TagSize];
            using var cipher = new AesGcm(key.Bytes, TagSize);
            cipher.Decrypt(all.AsSpan(0, NonceSize), all.AsSpan(NonceSize + TagSize), all.AsSpan(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(purpose));
            var text = Encoding.UTF8.GetString(plain);
            CryptographicOperations.ZeroMemory(plain);
            return text;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or OverflowException)
        {
            throw new VaultException($"'{purpose}' cannot be opened: what is stored is not what was sealed.", "Set it anew.");
        }
    }
}

/// <summary>Something sealed cannot be opened, or nothing can be sealed. Never has a secret in its message.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="suggestion">What to do.</param>
public sealed class VaultException(string message, string suggestion) : Exception(message)
{
    /// <summary>What to do.</summary>
    public string Suggestion { get; } = suggestion;
}
