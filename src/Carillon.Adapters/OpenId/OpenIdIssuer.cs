using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Security;

namespace Carillon.Adapters.OpenId;

/// <summary>
/// What an issuer says of itself and its keys, asked for when somebody signs in first, kept for an hour, and asked for again a few seconds after it could not be read:
/// an issuer that is down keeps no server from starting. Thread safe.
/// </summary>
internal sealed class OpenIdIssuer(OpenIdSettings settings, HttpClient http, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(3);

    /// <summary>A token with an unknown key makes the keys be read again, but nobody can make it happen more often.</summary>
    private static readonly TimeSpan KeysAgainAfter = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private Kept<JsonObject>? _document;
    private Kept<IReadOnlyList<JsonObject>>? _keys;
    private Kept<Problem>? _failure;

    /// <summary>The issuer's own description (OpenID Connect Discovery 1.0). Problems: SCH085.</summary>
    public async Task<Checked<JsonObject>> DescribeAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (Fresh(_document, KeptFor) is { } known)
                return Checked<JsonObject>.Ok(known);
            if (Fresh(_failure, AgainAfter) is { } failed)
                return Checked<JsonObject>.Bad(failed);
            var read = await ReadAsync(settings.Issuer.TrimEnd('/') + "/.well-known/openid-configuration", stop);
            if (read.IsOk && Wrong(read.Value) is { } wrong)
                read = Checked<JsonObject>.Bad(Unusable(wrong));
            _document = read.IsOk ? Now(read.Value) : null;
            _failure = read.IsOk ? null : Now(read.Problems[0]);
            return read;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>True when one of the issuer's keys made the token's signature. Problems: SCH085.</summary>
    public async Task<Checked<bool>> HasSignedAsync(SignedToken token, string keysAt, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (Fresh(_keys, KeptFor)?.Any(token.IsSignedBy) == true)
                return Checked<bool>.Ok(true);
            if (Fresh(_keys, KeysAgainAfter) is not null)
                return Checked<bool>.Ok(false);
            var read = await ReadAsync(keysAt, stop);
            if (!read.IsOk)
                return Checked<bool>.Bad([.. read.Problems]);
            IReadOnlyList<JsonObject> keys = [.. (read.Value["keys"] as JsonArray ?? []).OfType<JsonObject>()];
            _keys = Now(keys);
            return Checked<bool>.Ok(keys.Any(token.IsSignedBy));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private string? Wrong(JsonObject document)
    {
        if (IdTokenRules.TextOf(document["issuer"]) is not { } issuer || issuer.TrimEnd('/') != settings.Issuer.TrimEnd('/'))
            return $"it calls itself '{IdTokenRules.TextOf(document["issuer"])}'";
        string[] needed = ["authorization_endpoint", "token_endpoint", "jwks_uri"];
        return needed.FirstOrDefault(name => IdTokenRules.TextOf(document[name]) is not { } address || !OpenIdSettings.IsSafe(address)) is { } missing ? $"its '{missing}' is missing or not https" : null;
    }

    private async Task<Checked<JsonObject>> ReadAsync(string address, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(address, stop);
            return !answer.IsSuccessStatusCode ? Checked<JsonObject>.Bad(Unusable($"{address} answered {(int)answer.StatusCode}"))
                : JsonNode.Parse(await answer.Content.ReadAsStringAsync(stop), documentOptions: SignedToken.Strict) is JsonObject value ? Checked<JsonObject>.Ok(value)
                : Checked<JsonObject>.Bad(Unusable($"{address} is no JSON object"));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException or InvalidOperationException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return Checked<JsonObject>.Bad(Unusable(e is OperationCanceledException ? $"{address} did not answer in time" : $"{address}: {e.GetBaseException().Message}"));
        }
    }

    private Problem Unusable(string why) => new(ProblemCodes.IssuerUnreachable, $"The issuer {settings.Issuer} cannot be used: {why}.", Suggestion: "Look whether its /.well-known/openid-configuration can be opened from the server's machine.");

    private T? Fresh<T>(Kept<T>? kept, TimeSpan most)
        where T : class => kept is not null && time.GetElapsedTime(kept.At) < most ? kept.Value : null;

    private Kept<T> Now<T>(T value) => new(value, time.GetTimestamp());

    private sealed record Kept<T>(T Value, long At);
}
