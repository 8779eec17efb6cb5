using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;

namespace Carillon.Adapters.Http;

/// <summary>The body of an answer, read whole up to a limit.</summary>
/// <param name="Text">As text.</param>
/// <param name="Json">As JSON, when its type says that it is and it can be read.</param>
/// <param name="IsJson">True when it was read as JSON.</param>
/// <param name="Size">Bytes after decompression.</param>
internal sealed record HttpBody(string Text, JsonNode? Json, bool IsJson, long Size)
{
    private const int Limit = 1024 * 1024;

    public static async Task<HttpBody> ReadAsync(HttpResponseMessage response, string shown, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (bytes.Length + count > Limit) throw TaskFailures.TooLarge($"{shown} answered more than 1 MiB; keep it as a file with 'download'");
            bytes.Write(buffer, 0, count);
        }

        var text = EncodingOf(response).GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        var saysJson = type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
        return saysJson && TryParse(text, out var json) ? new(text, json, true, bytes.Length) : new(text, null, false, bytes.Length);
    }

    /// <summary>The start of the body for messages, on one line; never fails.</summary>
    public static async Task<string> StartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[300];
            var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            var text = Encoding.UTF8.GetString(buffer, 0, count).ReplaceLineEndings(" ").Trim();
            return text.Any(char.IsControl) ? "" : text;
        }
        catch (Exception bad) when (bad is HttpRequestException or IOException or InvalidOperationException)
        {
            return "";
        }
    }

    private static Encoding EncodingOf(HttpResponseMessage response)
    {
        try
        {
            return response.Content.Headers.ContentType?.CharSet?.Trim('"') is { Length: > 0 } name ? Encoding.GetEncoding(name) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    private static bool TryParse(string text, out JsonNode? json)
    {
        try
        {
            json = JsonNode.Parse(text);
            // Half a character is told only when its text is looked at.
            if (text.Contains("\\ud", StringComparison.OrdinalIgnoreCase)) _ = json?.ToJsonString();
            return true;
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            json = null;
            return false;
        }
    }
}
