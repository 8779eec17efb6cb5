using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Adapters.Channels;

/// <summary>Payloads as bytes: UTF-8, other letters as they are.</summary>
internal static class PayloadJson
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode payload) => JsonSerializer.SerializeToUtf8Bytes(payload, Plain);
}
