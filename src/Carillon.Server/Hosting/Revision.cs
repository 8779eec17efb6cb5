using System.Globalization;
using Carillon.Core;

namespace Carillon.Server.Hosting;

/// <summary>Revisions of things that are edited, as <c>ETag</c> and <c>If-Match</c> carry them.</summary>
internal static class Revision
{
    /// <summary>Tells the reader which revision it has seen.</summary>
    public static void Tell(HttpContext context, long revision) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>The revision that <c>If-Match</c> asks for; null without the header and for <c>*</c>.</summary>
    public static Checked<long?> Asked(HttpRequest request)
    {
        var text = request.Headers.IfMatch.ToString();
        if (text is "" or "*")
            return Checked<long?>.Ok(null);
        return text.Length > 2 && text[0] == '"' && text[^1] == '"' && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? Checked<long?>.Ok(revision)
            : Checked<long?>.Bad(new Problem(ProblemCodes.InvalidRequest, "If-Match must be one ETag as this server gave it, in quotes, or *."));
    }
}
