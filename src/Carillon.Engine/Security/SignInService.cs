using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Security;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>
/// Who a caller is, by a session or a token, asked of the database each time: what is revoked on one node is so on all of them, at once. Thread safe.
/// How passwords are hashed is the caller's; here they are opaque.
/// </summary>
/// <param name="project">Whose audit trail tells of it.</param>
/// <param name="time">The clock.</param>
/// <param name="database">Where it is kept.</param>
public sealed class SignInService(string project, TimeProvider time, Database database)
{
    /// <summary>A session ends when it has not been used for so long.</summary>
    public static readonly Duration IdleFor = Duration.FromHours(12);

    /// <summary>A session ends after so long in any case.</summary>
    public static readonly Duration LastsFor = Duration.FromDays(7);

    /// <summary>How exactly it is kept when something was used last: each look would be a write otherwise.</summary>
    private static readonly Duration SeenWithin = Duration.FromMinutes(5);

    private Instant Now => time.Now();

    /// <summary>From when on the next sign-in with that name is looked at; null for at once.</summary>
    public Instant? Until(string name)
    {
        var now = Now;
        return database.Read(sql => FailureStore.Until(sql, name, now)) is { } until && until > now ? until : null;
    }

    /// <summary>The hash of the account's password; null when it has none or may do nothing, and for no account.</summary>
    public string? Password(string account) => database.Read(sql => AccountStore.Password(sql, account));

    /// <summary>What the account may do; nothing when there is none.</summary>
    public IReadOnlyList<string> Scopes(string account) => database.Read(sql => AccountStore.Find(sql, account))?.Scopes ?? [];

    /// <summary>A sign-in failed: it counts, and is in the audit trail.</summary>
    /// <param name="name">The name as it was given, if only a possible one.</param>
    /// <param name="from">The address it came from.</param>
    public Task FailedAsync(string name, string from) => database.WriteAsync(sql =>
    {
        FailureStore.Add(sql, name, Now);
        Audit(sql, name, "sign_in_failed", name, from);
    });

    /// <summary>A sign-in was not looked at, or not taken, and says nothing about the password: it is in the audit trail and does not count.</summary>
    /// <param name="name">The name as it was given, if only a possible one.</param>
    /// <param name="from">The address it came from.</param>
    /// <param name="why">One word or a sentence.</param>
    public Task RefusedAsync(string name, string from, string why) => database.WriteAsync(sql => AuditStore.Append(
        sql, project, new AuditEntry(name, "sign_in_failed", "account", name, Detail: new JsonObject { ["from"] = from, ["why"] = why }), Now));

    /// <summary>What a person's account may do that a proxy or another program in front has named; null when there is none, it is a program's, or it may do nothing.</summary>
    public Grant? OfPerson(string account) => database.Read(sql => AccountStore.Find(sql, account)) is { Kind: AccountKind.Person, DisabledAt: null } found ? new Grant(found.Id, found.Scopes) : null;

    /// <summary>A sign-in succeeded: opens a session and gives its secret.</summary>
    public Task<string> OpenAsync(string account, string from) => database.WriteAsync(sql =>
    {
        FailureStore.Clear(sql, account);
        Audit(sql, account, "signed_in", account, from);
        return Open(sql, account, Now);
    });

    /// <summary>A link was used: sets the password, ends every session and link of the account, and opens a new one. Null when the link is worth nothing (any more).</summary>
    public Task<(string Account, string Session)?> UseLinkAsync(string link, string password, string from) => database.WriteAsync<(string, string)?>(sql =>
    {
        if (SessionStore.LinkAccount(sql, SecretText.Hash(link), Now) is not { } account)
            return null;
        SetPassword(sql, account, password, account, from);
        return (account, Open(sql, account, Now));
    });

    /// <summary>The account that a link is for; null when it is worth nothing (any more).</summary>
    public string? AccountOfLink(string link)
    {
        var now = Now;
        return database.Read(sql => SessionStore.LinkAccount(sql, SecretText.Hash(link), now));
    }

    /// <summary>Sets the password, and ends every session of the account but a new one, whose secret is given.</summary>
    public Task<string> ChangePasswordAsync(string account, string password, string from) => database.WriteAsync(sql =>
    {
        SetPassword(sql, account, password, account, from);
        return Open(sql, account, Now);
    });

    /// <summary>Ends a session.</summary>
    public Task CloseAsync(string session) => database.WriteAsync(sql =>
    {
        if (SessionStore.End(sql, SecretText.Hash(session)) is { } account)
            Audit(sql, account, "signed_out", account, from: null);
    });

    /// <summary>Who holds the session; null when it has ended.</summary>
    public Grant? OfSession(string session)
    {
        var (now, hash) = (Now, SecretText.Hash(session));
        if (database.Read(sql => SessionStore.Find(sql, hash, now, now - IdleFor)) is not var (grant, seenAt))
            return null;
        if (now - seenAt > SeenWithin)
            Keep(sql => SessionStore.See(sql, hash, now));
        return grant;
    }

    /// <summary>Who holds the token, and what both may do; null when it is worth nothing.</summary>
    public Grant? OfToken(string secret)
    {
        var now = Now;
        if (database.Read(sql => TokenStore.Holding(sql, SecretText.Hash(secret), now)) is not var (token, allowed))
            return null;
        if (!(now - token.UsedAt <= SeenWithin))
            Keep(sql => TokenStore.Use(sql, token.Id, now));
        return new Grant(token.Account, Permissions.Both(token.Scopes, allowed));
    }

    // Nobody waits for it, and a database that is away at the moment loses nothing by it.
    private void Keep(Action<Sql> write) => _ = database.WriteAsync(write).ContinueWith(
        written => _ = written.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Opens a session and gives its secret.</summary>
    internal static string Open(Sql sql, string account, Instant now)
    {
        var secret = SecretText.New(SecretText.Session);
        SessionStore.Prune(sql, now, now - IdleFor);
        SessionStore.Open(sql, SecretText.Hash(secret), account, now, now + LastsFor);
        return secret;
    }

    private void SetPassword(Sql sql, string account, string password, string by, string from)
    {
        AccountStore.SetPassword(sql, account, password);
        SessionStore.EndAll(sql, account);
        SessionStore.RemoveLinks(sql, account);
        FailureStore.Clear(sql, account);
        Audit(sql, by, "password_set", account, from);
    }

    private void Audit(Sql sql, string by, string action, string account, string? from) => AuditStore.Append(
        sql, project, new AuditEntry(by, action, "account", account, Detail: from is null ? null : new JsonObject { ["from"] = from }), Now);
}
