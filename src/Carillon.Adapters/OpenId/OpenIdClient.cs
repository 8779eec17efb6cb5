using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Security;
using NodaTime;

namespace Carillon.Adapters.OpenId;

/// <summary>Lets people sign in at an OpenID Connect issuer, by the code flow with PKCE. Thread safe.</summary>
public sealed class OpenIdClient : IDisposable
{
    private const int MaxAnswer = 1 << 20;
    private readonly HttpClient _http;
    private readonly OpenIdIssuer _issuer;
    private readonly OpenIdSettings _settings;
    private readonly TimeProvider _time;

    /// <summary>Makes it; nothing is asked of the issuer yet.</summary>
    public OpenIdClient(OpenIdSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = MaxAnswer,
        };
        _issuer = new OpenIdIssuer(settings, _http, time);
    }

    /// <summary>The issuer as people know it: its host.</summary>
    public string Name => new Uri(_settings.Issuer).Authority;

    /// <summary>The issuer as tokens name it.</summary>
    public string Issuer => _settings.Issuer;

    /// <summary>Where the browser is sent to sign in. Problems: SCH085.</summary>
    public async Task<Checked<string>> BeginAsync(OpenIdAttempt attempt, CancellationToken stop)
    {
        var issuer = await _issuer.DescribeAsync(stop);
        if (!issuer.IsOk)
            return Checked<string>.Bad([.. issuer.Problems]);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier)));
        (string Name, string Value)[] query =
        [
            ("response_type", "code"), ("client_id", _settings.ClientId), ("redirect_uri", attempt.RedirectUri), ("scope", _settings.Asks),
            ("state", attempt.State), ("nonce", attempt.Nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ];
        var address = Address(issuer.Value, "authorization_endpoint");
        return Checked<string>.Ok($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"))}");
    }

    /// <summary>
    /// What the issuer says of whoever has signed in: the claims of a token whose signature, issuer, audience, time and nonce hold, and those of its user page when the
    /// token alone does not satisfy <paramref name="isEnough"/>. Problems: SCH085, SCH086.
    /// </summary>
    public async Task<Checked<JsonObject>> FinishAsync(OpenIdAttempt attempt, string code, string? issuerSaid, Func<JsonObject, bool> isEnough, CancellationToken stop)
    {
        var issuer = await _issuer.DescribeAsync(stop);
        if (!issuer.IsOk)
            return issuer;
        var own = IdTokenRules.TextOf(issuer.Value["issuer"])!;
        // RFC 9207: an answer that another issuer gave is not taken to this one.
        if (issuerSaid is not null && issuerSaid != own)
            return Refused("another issuer answered");
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(issuer.Value, "token_endpoint"));
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", attempt.RedirectUri), new("code_verifier", attempt.Verifier),
        ];
        Prove(request, form, issuer.Value);
        request.Content = new FormUrlEncodedContent(form);
        var tokens = await SendAsync(request, stop);
        if (!tokens.IsOk)
            return tokens;
        if (IdTokenRules.TextOf(tokens.Value["id_token"]) is not { } text || SignedToken.Parse(text) is not { } token)
            return Refused("its token is none, or is signed in a way that is not allowed");
        var signed = await _issuer.HasSignedAsync(token, Address(issuer.Value, "jwks_uri"), stop);
        if (!signed.IsOk)
            return Checked<JsonObject>.Bad([.. signed.Problems]);
        if (!signed.Value)
            return Refused("its token is not signed by any of its keys");
        if (IdTokenRules.Wrong(token.Claims, own, _settings.ClientId, attempt.Nonce, Instant.FromDateTimeOffset(_time.GetUtcNow())) is { } wrong)
            return Refused($"its token does not hold: {wrong}");
        return isEnough(token.Claims) || IdTokenRules.TextOf(issuer.Value["userinfo_endpoint"]) is not { } page || !OpenIdSettings.IsSafe(page) || IdTokenRules.TextOf(tokens.Value["access_token"]) is not { } access
            ? Checked<JsonObject>.Ok(token.Claims)
            : await AskMoreAsync(token.Claims, page, access, stop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _issuer.Dispose();
        _http.Dispose();
    }

    private async Task<Checked<JsonObject>> AskMoreAsync(JsonObject claims, string page, string access, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        var more = await SendAsync(request, stop);
        if (!more.IsOk)
            return more;
        // Of somebody else it says nothing here.
        if (IdTokenRules.TextOf(more.Value["sub"]) != IdTokenRules.TextOf(claims["sub"]))
            return Refused("its user page is about somebody else");
        var all = (JsonObject)claims.DeepClone();
        foreach (var (name, value) in more.Value.Where(claim => !claims.ContainsKey(claim.Key)))
            all[name] = value?.DeepClone();
        return Checked<JsonObject>.Ok(all);
    }

    // The header unless the issuer takes only the form: RFC 6749, 2.3.1.
    private void Prove(HttpRequestMessage request, List<KeyValuePair<string, string>> form, JsonObject issuer)
    {
        var ways = IdTokenRules.TextsOf(issuer["token_endpoint_auth_methods_supported"]);
        if (_settings.Secret is { } secret && (ways.Count == 0 || ways.Contains("client_secret_basic", StringComparer.Ordinal)))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(_settings.ClientId)}:{Uri.EscapeDataString(secret)}")));
            return;
        }
        form.Add(new("client_id", _settings.ClientId));
        if (_settings.Secret is { } inForm)
            form.Add(new("client_secret", inForm));
    }

    private async Task<Checked<JsonObject>> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var answer = await _http.SendAsync(request, stop);
            var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync(stop), documentOptions: SignedToken.Strict) as JsonObject;
            return answer.IsSuccessStatusCode && said is not null
                ? Checked<JsonObject>.Ok(said)
                : Refused($"it answered {(int)answer.StatusCode} {Shown(IdTokenRules.TextOf(said?["error"]))} {Shown(IdTokenRules.TextOf(said?["error_description"]))}".TrimEnd());
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException or InvalidOperationException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return Checked<JsonObject>.Bad(new Problem(ProblemCodes.IssuerUnreachable, $"The issuer {_settings.Issuer} did not answer as it should: {e.GetBaseException().Message}"));
        }
    }

    /// <summary>What somebody else wrote, for a message: short and on one line.</summary>
    private static string Shown(string? text) => text is null ? "" : new string([.. text.Where(c => c is >= ' ' and <= '~').Take(200)]);

    private static string Address(JsonObject issuer, string name) => IdTokenRules.TextOf(issuer[name])!;

    private Checked<JsonObject> Refused(string why) => Checked<JsonObject>.Bad(new Problem(ProblemCodes.IssuerRefused, $"The sign-in by {_settings.Issuer} was refused: {why}."));
}
