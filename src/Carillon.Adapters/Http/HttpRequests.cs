using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Carillon.Adapters.Tasks;
using Carillon.Core.Security;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Http;

/// <summary>Input to request messages. Pure.</summary>
internal static class HttpRequests
{
    /// <summary>What is wrong with the input as a whole.</summary>
    public static IEnumerable<string> Check(IHttpRequestInput input)
    {
        if (input.Connection is not null && !ConnectionName.IsValid(input.Connection)) yield return $"'connection' is no name. {ConnectionName.Rule}";
        if (input.Connection is not null && input.Auth is not null) yield return "'auth' comes from the connection; leave it out";
        if (input.Connection is null && !IsAddress(input.Url)) yield return "'url' must be an absolute http or https address";
        if (input.Method.Length == 0 || !input.Method.All(char.IsAsciiLetter)) yield return "'method' must be a word";
        if ((input.Body is not null ? 1 : 0) + (input.Json is not null ? 1 : 0) + (input.Form.Count > 0 ? 1 : 0) > 1) yield return "give only one of 'body', 'json' and 'form'";
        if (input.Auth is { } auth && (auth.Basic is null) == (auth.Bearer is null)) yield return "'auth' must have either 'basic' or 'bearer'";
        if (input.MaxRedirects is < 0 or > 50) yield return "'max_redirects' must be from 0 to 50";
        foreach (var (name, value) in input.Headers)
        {
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c))) yield return $"'headers' has the name '{name}', which cannot be one";
            else if (value.Text.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0) yield return $"header '{name}' has a line break";
        }
    }

    /// <summary>True for an absolute http or https address.</summary>
    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https");

    /// <summary>The address with the query added.</summary>
    public static Uri Address(IHttpRequestInput input)
    {
        var url = new UriBuilder(input.Url) { UserName = "", Password = "", Fragment = "" };
        var added = string.Join('&', input.Query.Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value.Text)}"));
        if (added.Length > 0) url.Query = url.Query.Length > 1 ? $"{url.Query}&{added}" : added;
        return url.Uri;
    }

    /// <summary>The request. Credentials and the user's headers go only to the host the input names.</summary>
    public static HttpRequestMessage Create(IHttpRequestInput input, HttpMethod method, Uri address, string idempotencyKey, bool withBody, bool trusted)
    {
        var request = new HttpRequestMessage(method, address);
        if (withBody) request.Content = Content(input);
        var given = new HashSet<string>(input.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        if ((method == HttpMethod.Post || method == HttpMethod.Patch) && !given.Contains("Idempotency-Key"))
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (!given.Contains("User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", "Carillon");
        if (trusted && input.OwnHeader is { } own && given.Add(own.Name)) request.Headers.TryAddWithoutValidation(own.Name, own.Value);
        if (trusted && !given.Contains("Authorization")) request.Headers.Authorization = Authorization(input);
        foreach (var (name, value) in input.Headers)
        {
            if (!trusted && (name.ToLowerInvariant() is "authorization" or "cookie" or "proxy-authorization")) continue;
            if (request.Headers.TryAddWithoutValidation(name, value.Text) || request.Content is null) continue;
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value.Text);
        }

        return request;
    }

    /// <summary>An address for messages: without its query, which may hold a secret.</summary>
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Where a redirect leads and by which method, or null when it is none.</summary>
    /// <exception cref="TaskFailedException">It leads to what is no address.</exception>
    public static (Uri Address, HttpMethod Method, bool WithBody)? Redirect(HttpResponseMessage response, Uri from, HttpMethod method)
    {
        if (response.Headers.Location is not { } location) return null;
        if (!Uri.TryCreate(from, location, out var to)) throw TaskFailures.Client($"{Shown(from)} redirects to what is no address");
        return response.StatusCode switch
        {
            HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => (to, method, true),
            HttpStatusCode.SeeOther => (to, method == HttpMethod.Head ? method : HttpMethod.Get, false),
            HttpStatusCode.MovedPermanently or HttpStatusCode.Found => method == HttpMethod.Post ? (to, HttpMethod.Get, false) : (to, method, true),
            _ => null,
        };
    }

    private static AuthenticationHeaderValue? Authorization(IHttpRequestInput input) => input.Auth switch
    {
        { Basic: { } basic } => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.Username}:{basic.Password}"))),
        { Bearer: { } token } => new("Bearer", token),
        _ => null,
    };

    private static HttpContent? Content(IHttpRequestInput input) =>
        input.Json is { } json ? new StringContent(JsonSerializer.Serialize(json), Encoding.UTF8, "application/json")
        : input.Form.Count > 0 ? new FormUrlEncodedContent(input.Form.Select(f => KeyValuePair.Create(f.Key, f.Value.Text)))
        : input.Body is { } text ? new StringContent(text, Encoding.UTF8, "text/plain")
        : null;
}
