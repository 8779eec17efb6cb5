using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Carillon.Core;
using Microsoft.Net.Http.Headers;

namespace Carillon.Server.Hosting;

/// <summary>
/// Revisions of things that are edited, as <c>ETag</c>, <c>If-Match</c> and <c>If-None-Match</c> carry them: <c>"7"</c>, or <c>"7.hash"</c> where the answer holds more
/// than edits change, as a schedule's next run. Edits look at the number, readers at all of it.
/// </summary>
internal static class Revision
{
    /// <summary>Tells the reader which revision it has seen.</summary>
    public static void Tell(HttpContext context, long revision) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>200 with the value and the ETag of its revision and content, or 304 when the reader has just that.</summary>
    public static IResult Answer<T>(HttpContext context, long revision, T value, JsonTypeInfo<T> type) => Answer(context, revision.ToString(CultureInfo.InvariantCulture) + ".", value, type);

    /// <summary>200 with the value and the ETag of its content, or 304 when the reader has just that.</summary>
    public static IResult Answer<T>(HttpContext context, T value, JsonTypeInfo<T> type) => Answer(context, "", value, type);

    private static IResult Answer<T>(HttpContext context, string revision, T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var tag = new EntityTagHeaderValue($"\"{revision}{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8))}\"");
        context.Response.Headers.ETag = tag.ToString();
        var known = HttpMethods.IsGet(context.Request.Method) && EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var asked)
            && asked.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
        return known ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Bytes(json, "application/json; charset=utf-8");
    }

    /// <summary>The revision that <c>If-Match</c> asks for; null without the header and for <c>*</c>.</summary>
    public static Checked<long?> Asked(HttpRequest request)
    {
        var text = request.Headers.IfMatch.ToString();
        if (text is "" or "*")
            return Checked<long?>.Ok(null);
        var number = text.Length > 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Split('.')[0] : "";
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? Checked<long?>.Ok(revision)
            : Checked<long?>.Bad(new Problem(ProblemCodes.InvalidRequest, "If-Match must be one ETag as this server gave it, in quotes, or *."));
    }
}
