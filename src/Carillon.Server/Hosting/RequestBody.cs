using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Carillon.Core;

namespace Carillon.Server.Hosting;

/// <summary>Reads request bodies and says where they are wrong.</summary>
internal static class RequestBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The JSON body, <paramref name="empty"/> for no body at all, or the problem with its place.</summary>
    public static async Task<Checked<T>> JsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type, T empty)
    {
        var text = await TextAsync(request);
        if (!text.IsOk)
            return Checked<T>.Bad(text.Problems);
        if (string.IsNullOrWhiteSpace(text.Value))
            return Checked<T>.Ok(empty);
        if (!request.HasJsonContentType())
            return Checked<T>.Bad(new Problem(ProblemCodes.InvalidRequest, $"The content type '{request.ContentType}' is not JSON.", Suggestion: "Send Content-Type: application/json."));
        try
        {
            // Documents of any shape take doubled members at first, and throw when they are looked at.
            using (JsonDocument.Parse(text.Value, Strict))
            {
            }

            return JsonSerializer.Deserialize(text.Value, type) is { } value
                ? Checked<T>.Ok(value)
                : Checked<T>.Bad(new Problem(ProblemCodes.InvalidRequest, "The body is null; a JSON object is expected.", new SourceLocation("request", 1, 1)));
        }
        catch (JsonException e)
        {
            return Checked<T>.Bad(new Problem(ProblemCodes.InvalidRequest, Words(e), Place(text.Value, e)));
        }
    }

    /// <summary>Where nothing is asked but the path: the answer to a body that says anything, or null.</summary>
    public static async Task<IResult?> RefusedAsync(HttpContext context)
    {
        var body = await JsonAsync(context.Request, ApiJson.Default.EmptyRequest, new EmptyRequest());
        return body.IsOk ? null : Reply.Failed(context, body.Problems);
    }

    /// <summary>Members of a body that belong together, or what is wrong with them.</summary>
    public static Checked<T> Part<T>(System.Text.Json.Nodes.JsonObject members, JsonTypeInfo<T> type)
    {
        try
        {
            return Checked<T>.Ok(members.Deserialize(type)!);
        }
        catch (JsonException e)
        {
            return Checked<T>.Bad(new Problem(ProblemCodes.InvalidRequest, Words(e)));
        }
    }

    /// <summary>The body as text, or the problem when it is not UTF-8.</summary>
    public static async Task<Checked<string>> TextAsync(HttpRequest request)
    {
        using var bytes = await ReadAsync(request);
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            return Checked<string>.Ok(text.TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException)
        {
            return Checked<string>.Bad(new Problem(ProblemCodes.InvalidRequest, "The body is not UTF-8 text."));
        }
    }

    /// <summary>The body as it is.</summary>
    /// <exception cref="BadHttpRequestException">It is not framed as HTTP asks for, or is too large.</exception>
    public static async Task<MemoryStream> ReadAsync(HttpRequest request)
    {
        var bytes = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
            return bytes;
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // A chunk whose size is beyond all numbers, for one, is not told as a bad request.
            throw new BadHttpRequestException($"The body cannot be read: {e.Message}", e);
        }
    }

    private static string Words(JsonException e)
    {
        var cut = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        var words = (cut < 0 ? e.Message : e.Message[..cut]).Replace("'$'", "the body", StringComparison.Ordinal);
        if (words.IndexOf("could not be mapped to any .NET member", StringComparison.Ordinal) >= 0)
            words = $"The member '{words.Split('\'')[1]}' is not known here.";
        else if (words.StartsWith("The JSON value could not be converted to", StringComparison.Ordinal))
            words = "The value is of the wrong kind.";
        return e.Path is null or "$" ? words : $"{words} At {e.Path}.";
    }

    // The reader counts bytes; people count characters.
    private static SourceLocation Place(string text, JsonException e)
    {
        var line = (int)(e.LineNumber ?? 0);
        var bytes = (int)(e.BytePositionInLine ?? 0);
        var row = text.Split('\n').ElementAtOrDefault(line) ?? "";
        var utf8 = Encoding.UTF8.GetBytes(row);
        return new SourceLocation("request", line + 1, Encoding.UTF8.GetCharCount(utf8, 0, Math.Min(bytes, utf8.Length)) + 1);
    }
}

/// <summary>A body that says nothing.</summary>
internal sealed record EmptyRequest;
