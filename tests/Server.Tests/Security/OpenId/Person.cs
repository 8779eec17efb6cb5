using System.Net;
using System.Text.RegularExpressions;

namespace Carillon.Server.Tests.Security.OpenId;

/// <summary>Somebody with a browser of their own, who follows redirects one by one and fills in the issuer's forms.</summary>
public sealed partial class Person(string server) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { Timeout = TimeSpan.FromSeconds(30) };

    public HttpClient Http => _http;

    /// <summary>Signs in at the issuer as that login and comes back; gives where the server sends them in the end.</summary>
    /// <param name="login">Who: <c>subject|name|group,group</c>.</param>
    /// <param name="to">The page they wanted.</param>
    public async Task<string> SignInAsync(string login, string to = "/") => await EndAsync(await ComeBackAsync(login, to));

    /// <summary>Signs in at the issuer, and gives the address by which the browser comes back, not yet opened.</summary>
    public async Task<string> ComeBackAsync(string login, string to = "/")
    {
        var at = await BeginAsync(to);
        for (var step = 0; step < 20; step++)
        {
            if (at.StartsWith(server, StringComparison.Ordinal))
                return at;
            using var page = await _http.GetAsync(at);
            if (page.Headers.Location is { } next)
            {
                at = Absolute(at, next);
                continue;
            }
            var html = await page.Content.ReadAsStringAsync();
            var action = Action().Match(html);
            action.Success.ShouldBeTrue($"{at} answered {(int)page.StatusCode}: {html}");
            var prompt = Prompt().Match(html).Groups[1].Value;
            using var form = new FormUrlEncodedContent([new("prompt", prompt), new("login", login), new("password", "any")]);
            using var sent = await _http.PostAsync(Absolute(at, new Uri(WebUtility.HtmlDecode(action.Groups[1].Value), UriKind.RelativeOrAbsolute)), form);
            at = Absolute(at, sent.Headers.Location ?? throw new InvalidOperationException(await sent.Content.ReadAsStringAsync()));
        }
        throw new InvalidOperationException("The issuer leads nowhere: " + at);
    }

    /// <summary>Where the server sends a browser that wants to sign in by the issuer.</summary>
    public async Task<string> BeginAsync(string to = "/")
    {
        using var answer = await _http.GetAsync($"{server}/api/sign-in/openid?to={Uri.EscapeDataString(to)}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Opens the address by which the browser comes back; gives where the server sends it.</summary>
    public async Task<string> EndAsync(string back)
    {
        using var answer = await _http.GetAsync(back);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Whether the server knows them, and as whom.</summary>
    public async Task<string?> WhoAsync() => (string?)System.Text.Json.Nodes.JsonNode.Parse(await _http.GetStringAsync(server + "/api/account"))!["account"];

    public void Dispose() => _http.Dispose();

    private static string Absolute(string at, Uri next) => next.IsAbsoluteUri ? next.OriginalString : new Uri(new Uri(at), next).ToString();

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"prompt\" value=\"([^\"]+)\"")]
    private static partial Regex Prompt();
}
