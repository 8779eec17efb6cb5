using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Carillon.Engine.Security;

/// <summary>Secrets that this program makes itself: 32 random bytes behind a prefix that says what it is. Only their hash is kept, which for random bytes needs no salt and no slowness.</summary>
public static class SecretText
{
    /// <summary>The prefix of a program's token.</summary>
    public const string Token = "crl_";

    /// <summary>The prefix of a session's cookie.</summary>
    public const string Session = "crs_";

    /// <summary>The prefix of a link that is good once.</summary>
    public const string Link = "crk_";

    private const int Bytes = 32;

    /// <summary>A new one.</summary>
    public static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is kept of it: SHA-256 in hexadecimal.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
