using System.CommandLine;
using Carillon.Adapters.OpenId;
using Carillon.Core;
using Carillon.Core.Security;
using Carillon.Server.Hosting;
using Carillon.Server.Security;

namespace Carillon.Server.Cli;

/// <summary>What <c>carillon serve</c> is told about signing in elsewhere: at an OpenID Connect issuer, or at a proxy in front.</summary>
internal sealed class OutsideOptions
{
    /// <summary>The variable that holds what the server proves itself with to the issuer.</summary>
    public const string SecretVariable = "CARILLON_OIDC_SECRET";

    private readonly Option<string?> _issuer = new("--oidc-issuer") { Description = "The OpenID Connect issuer by which people may sign in.", HelpName = "URL" };
    private readonly Option<string?> _client = new("--oidc-client-id") { Description = "What the issuer calls this server.", HelpName = "ID" };
    private readonly Option<string?> _secretFile = new("--oidc-secret-file") { Description = $"A file with what the server proves itself with to the issuer; or {SecretVariable}. Without either it is a public client.", HelpName = "FILE" };
    private readonly Option<string?> _asks = new("--oidc-ask") { Description = "The OpenID scopes that are asked for, separated by blanks. Default 'openid profile email'.", HelpName = "SCOPES" };
    private readonly Option<string?> _name = new("--oidc-name-claim") { Description = "The claim that holds the account's name. Default preferred_username, and without it a verified email.", HelpName = "CLAIM" };
    private readonly Option<string?> _scopes = new("--oidc-scopes") { Description = "Make an account at the first sign-in, which may do this. Default: accounts must be there.", HelpName = "SCOPES" };
    private readonly Option<string?> _groups = new("--oidc-groups") { Description = "What members of groups may do, set at each sign-in: ops=admin,dev=workflow:read,dev=run:execute.", HelpName = "RULES" };
    private readonly Option<string?> _groupClaim = new("--oidc-groups-claim") { Description = "The claim that lists groups. Default groups.", HelpName = "CLAIM" };
    private readonly Option<string?> _header = new("--proxy-user-header") { Description = "The header in which a proxy of --trusted-proxies names who has signed in to it, as X-Forwarded-User. Heard from those only.", HelpName = "HEADER" };

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [_issuer, _client, _secretFile, _asks, _name, _scopes, _groups, _groupClaim, _header];

    /// <summary>The header, when one is heard.</summary>
    public string? Header(ParseResult parsed) => parsed.GetValue(_header);

    /// <summary>How people sign in by an issuer, null when they do not; or everything that does not fit. Problems: SCH088.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="signIn">Whether anybody signs in at all.</param>
    /// <param name="hasProxies">Whether a proxy is trusted.</param>
    public Checked<OpenIdSignIn?> Read(ParseResult parsed, Func<string, string?> environment, bool signIn, bool hasProxies)
    {
        List<Problem> problems = [];
        var (issuer, client, scopes, groups) = (parsed.GetValue(_issuer), parsed.GetValue(_client), Scopes(parsed.GetValue(_scopes)), parsed.GetValue(_groups));
        Option[] more = [_client, _secretFile, _asks, _name, _scopes, _groups, _groupClaim];
        if (issuer is null && more.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } alone)
            problems.Add(Bad($"{alone.Name} says nothing without --oidc-issuer."));
        if (issuer is not null && client is null)
            problems.Add(Bad("--oidc-issuer needs --oidc-client-id."));
        if (issuer is not null && !OpenIdSettings.IsSafe(issuer))
            problems.Add(Bad($"--oidc-issuer must be an https address (http only on this machine), and '{issuer}' is none."));
        if (scopes is not null && Scope.Check(scopes) is { } unknown)
            problems.Add(unknown with { Field = "--oidc-scopes" });
        var rules = groups is null ? [] : ClaimRules.ParseGroups(groups);
        if (rules is null)
            problems.Add(Bad($"--oidc-groups must be GROUP=SCOPE, several with commas, and '{groups}' is not."));
        else if (rules.Count > 0 && Scope.Check([.. rules.Select(rule => rule.Scope)]) is { } strange)
            problems.Add(strange with { Field = "--oidc-groups" });
        if (parsed.GetValue(_asks) is { } asks && !asks.Split(' ').Contains("openid", StringComparer.Ordinal))
            problems.Add(Bad("--oidc-ask must name openid among its scopes."));
        if (!signIn && (issuer is not null || Header(parsed) is not null))
            problems.Add(Bad("With --sign-in off nobody signs in, by an issuer or a proxy neither."));
        if (Header(parsed) is { } header && (header.Length == 0 || !header.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
            problems.Add(Bad($"--proxy-user-header must be a header's name, and '{header}' is none."));
        if (Header(parsed) is not null && !hasProxies)
            problems.Add(Bad("--proxy-user-header needs --trusted-proxies: the header of anybody else is not heard, that of this machine neither.", "Name the proxy's address, for example --trusted-proxies 127.0.0.1/32."));
        var secret = Secret(parsed.GetValue(_secretFile), environment, problems);
        return problems.Count > 0 ? Checked<OpenIdSignIn?>.Bad([.. problems])
            : issuer is null ? Checked<OpenIdSignIn?>.Ok(null)
            : Checked<OpenIdSignIn?>.Ok(new OpenIdSignIn(
                new OpenIdSettings(issuer, client!) { Secret = secret, Asks = parsed.GetValue(_asks) ?? "openid profile email" },
                new ClaimRules { NameClaim = parsed.GetValue(_name), NewScopes = scopes, Groups = rules!, GroupClaim = parsed.GetValue(_groupClaim) ?? "groups" }));
    }

    private static string? Secret(string? file, Func<string, string?> environment, List<Problem> problems)
    {
        if (file is null)
            return environment(SecretVariable) is { Length: > 0 } given ? given.Trim() : null;
        try
        {
            if (File.ReadAllText(file).Trim() is { Length: > 0 } secret)
                return secret;
            problems.Add(Bad($"The file '{file}' of --oidc-secret-file is empty."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(Bad($"The file of --oidc-secret-file cannot be read: {e.Message}"));
        }
        return null;
    }

    private static string[]? Scopes(string? text) => text is null ? null : AccountCommand.List(text);

    private static Problem Bad(string message, string? suggestion = null) => new(ProblemCodes.OutsideSettings, message, Suggestion: suggestion);
}
