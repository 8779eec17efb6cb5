using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Security;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>Somebody whom an issuer outside vouches for. Immutable.</summary>
/// <param name="Issuer">Who vouches.</param>
/// <param name="Subject">Who it is there; never given to anybody else.</param>
/// <param name="Name">What they are called there, as they or it may change it.</param>
public sealed record OutsidePerson(string Issuer, string Subject, string Name)
{
    /// <summary>What they may do by their groups; null leaves what the account has.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>What a new account may do; null: there must be one.</summary>
    public IReadOnlyList<string>? NewScopes { get; init; }
}

/// <summary>
/// Opens sessions for people whom an issuer vouches for. The first sign-in ties the account of their name to them; from then on they are known by what the issuer never
/// gives to anybody else, whatever they are called. Thread safe.
/// </summary>
/// <param name="project">Whose audit trail tells of it.</param>
/// <param name="time">The clock.</param>
/// <param name="database">Where it is kept.</param>
public sealed class OutsideSignIn(string project, TimeProvider time, Database database)
{
    private const string Maker = "openid";

    /// <summary>The session's secret and the account. Problems: SCH087 no account that could be used. Either way the audit trail tells of it.</summary>
    /// <param name="person">Who.</param>
    /// <param name="from">The address the sign-in came from.</param>
    public Task<Checked<(string Account, string Session)>> OpenAsync(OutsidePerson person, string from) => database.WriteAsync(sql =>
    {
        var found = Account(sql, person);
        if (!found.IsOk)
        {
            AuditStore.Append(sql, project, new AuditEntry(AccountService.IdOf(person.Name) ?? "?", "sign_in_failed", "account", AccountService.IdOf(person.Name) ?? "?", Detail: Detail(person, from, found.Problems[0].Message)), time.Now());
            return Checked<(string, string)>.Bad([.. found.Problems]);
        }
        var account = found.Value.Id;
        SetScopes(sql, found.Value, person);
        AuditStore.Append(sql, project, new AuditEntry(account, "signed_in", "account", account, Detail: Detail(person, from, why: null)), time.Now());
        return Checked<(string, string)>.Ok((account, SignInService.Open(sql, account, time.Now())));
    });

    private Checked<Account> Account(Sql sql, OutsidePerson person)
    {
        var bound = IdentityStore.Account(sql, person.Issuer, person.Subject);
        if (bound is null && AccountService.IdOf(person.Name) is null)
            return None($"'{person.Name}' can be no account's name.");
        var id = bound ?? AccountService.IdOf(person.Name)!;
        if (person.Scopes is { Count: 0 })
            return None($"None of the groups of '{id}' may do anything here.");
        var account = AccountStore.Find(sql, id);
        if (account is { Kind: AccountKind.Service })
            return None($"'{id}' is a program's account.");
        if (account is { DisabledAt: not null })
            return None($"The account '{id}' is disabled.");
        if (bound is null && account is not null && !Permissions.MayClaim(account.Scopes, person.Scopes))
            return None($"'{id}' may do everything here, and is not given to whom {person.Issuer} calls so: its groups must say that they are an administrator (--oidc-groups).");
        if (bound is null && account is not null && IdentityStore.IsHeld(sql, person.Issuer, id))
            return None($"The account '{id}' belongs to somebody else at {person.Issuer}.");
        if (account is null)
        {
            // Without any account nobody has to sign in, and the first one must be an administrator's.
            if ((person.Scopes ?? person.NewScopes) is not { Count: > 0 } scopes || !AccountStore.Any(sql))
                return None($"There is no account '{id}'.");
            account = new Account(id, AccountKind.Person, scopes, time.Now(), Maker);
            AccountStore.Insert(sql, account);
            AuditStore.Append(sql, project, new AuditEntry(Maker, "created", "account", id, Detail: new JsonObject { ["kind"] = account.Kind.ToWord(), ["scopes"] = Json(scopes) }), time.Now());
        }
        if (bound is null)
            IdentityStore.Bind(sql, person.Issuer, person.Subject, id, time.Now());
        return Checked<Account>.Ok(account);
    }

    private void SetScopes(Sql sql, Account account, OutsidePerson person)
    {
        if (person.Scopes is not { } scopes || account.Scopes.ToHashSet(StringComparer.Ordinal).SetEquals(scopes))
            return;
        // Somebody must stay who may do everything.
        if (AccountService.IsAdmin(account) && !AccountService.IsAdmin(account with { Scopes = scopes }) && AccountStore.Admins(sql) == 1)
            return;
        AccountStore.SetScopes(sql, account.Id, scopes);
        AuditStore.Append(sql, project, new AuditEntry(Maker, "scopes_changed", "account", account.Id, Detail: new JsonObject { ["before"] = Json(account.Scopes), ["after"] = Json(scopes) }), time.Now());
    }

    private static JsonObject Detail(OutsidePerson person, string from, string? why)
    {
        var detail = new JsonObject { ["from"] = from, ["issuer"] = person.Issuer, ["subject"] = person.Subject };
        if (why is not null)
            detail["why"] = why;
        return detail;
    }

    private static JsonArray Json(IReadOnlyList<string> scopes) => [.. scopes.Select(scope => (JsonNode)scope)];

    private static Checked<Account> None(string why) => Checked<Account>.Bad(new Problem(ProblemCodes.NoAccountFor, why, Suggestion: "Ask an administrator for an account."));
}
