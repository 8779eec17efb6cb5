using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Carillon.Adapters.Channels;

/// <summary>Signatures of Standard Webhooks 1.0.0: HMAC-SHA256 over <c>id.timestamp.body</c>. Pure. https://www.standardwebhooks.com</summary>
internal static class WebhookSignature
{
    /// <summary>One item of <c>webhook-signature</c>.</summary>
    /// <param name="key">The bytes of the key.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">Of this attempt, in seconds since 1970.</param>
    /// <param name="body">The bytes that are posted.</param>
    public static string Of(byte[] key, string id, long timestamp, byte[] body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }
}
