using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Security;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>Accounts and their tokens. Thread safe. A change is durable, and in the audit trail, when its task completes.</summary>
/// <param name="project">Whose audit trail tells of it.</param>
/// <param name="time">The clock.</param>
/// <param name="database">Where they are.</param>
public sealed class AccountService(string project, TimeProvider time, Database database)
{
    /// <summary>The scope that is everything.</summary>
    public const string Admin = Permissions.Admin;

    /// <summary>The account that the first start makes.</summary>
    public const string FirstAccount = "admin";

    private const int MaxName = 64;
    private static readonly Duration LinkFor = Duration.FromHours(24);
    private volatile bool _any;

    /// <summary>False until the first account is made: before that nobody needs to sign in.</summary>
    /// <exception cref="StorageException">The database cannot be read, and no account was seen yet: nobody may be let in on a guess.</exception>
    public bool Any => _any || (_any = database.Read(AccountStore.Any));

    /// <summary>Does something with the accounts of a database, beside a server that may be running on it.</summary>
    /// <exception cref="StorageException">It is not there, or cannot be used.</exception>
    public static async Task<T> UseAsync<T>(DatabaseAddress address, string project, TimeProvider time, Func<AccountService, Task<T>> work)
    {
        LongWork.RefuseMissing(address);
        using var database = Database.Open(address);
        return await work(new AccountService(project, time, database));
    }

    /// <summary>Every account, by id.</summary>
    public IReadOnlyList<Account> List() => database.Read(AccountStore.List);

    /// <summary>The account, or null.</summary>
    public Account? Find(string id) => database.Read(sql => AccountStore.Find(sql, id));

    /// <summary>An account's tokens, or everybody's for null; latest first.</summary>
    public IReadOnlyList<ApiToken> Tokens(string? account) => database.Read(sql => TokenStore.List(sql, account));

    /// <summary>The token, or null.</summary>
    public ApiToken? Token(string id) => database.Read(sql => TokenStore.Find(sql, id));

    /// <summary>The name as accounts have it, or null when none can have it: 1 to 64 letters, digits and <c>. _ - @</c>, from the first a letter or digit.</summary>
    public static string? IdOf(string name)
    {
        var id = name.Trim().ToLowerInvariant();
        return id.Length is >= 1 and <= MaxName && char.IsAsciiLetterOrDigit(id[0]) && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@') ? id : null;
    }

    /// <summary>
    /// Where there is no account yet: makes the first one, which may do everything, and gives the secret of the link with which its holder chooses a password. A new one
    /// for as long as that account is alone and has none; else null.
    /// </summary>
    public Task<string?> BeginAsync() => database.WriteAsync(sql =>
    {
        var now = time.Now();
        if (AccountStore.List(sql) is [var first, ..] all)
            return all.Count == 1 && first is { Id: FirstAccount, HasPassword: false } ? AddLink(sql, FirstAccount, now) : null;
        AccountStore.Insert(sql, new Account(FirstAccount, AccountKind.Person, [Admin], now, "carillon"));
        Audit(sql, "carillon", "created", FirstAccount, detail: new JsonObject { ["scopes"] = new JsonArray(Admin) });
        return AddLink(sql, FirstAccount, now);
    });

    /// <summary>Makes an account. Problems: SCH013 there is one; SCH033 the first of all is not a person's with the scope <c>admin</c>, without whom nobody could sign in any more.</summary>
    public Task<Checked<Account>> CreateAsync(string id, AccountKind kind, IReadOnlyList<string> scopes, string by) => database.WriteAsync(sql =>
    {
        if (AccountStore.Find(sql, id) is not null)
            return Checked<Account>.Bad(new Problem(ProblemCodes.Duplicate, $"There is an account '{id}' already."));
        if (!AccountStore.Any(sql) && (kind != AccountKind.Person || !scopes.Contains(Admin, StringComparer.Ordinal)))
            return Checked<Account>.Bad(new Problem(ProblemCodes.StateConflict, "The first account must be a person's, with the scope admin: from then on everybody has to sign in."));
        var account = new Account(id, kind, scopes, time.Now(), by);
        AccountStore.Insert(sql, account);
        Audit(sql, by, "created", id, detail: new JsonObject { ["kind"] = kind.ToWord(), ["scopes"] = Json(scopes) });
        return Checked<Account>.Ok(account);
    });

    /// <summary>Changes what an account may do, or whether it may do anything. Its sessions and tokens follow at once. Problems: SCH070 unknown, SCH033 the last account that may do everything.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="scopes">From now on; null leaves them.</param>
    /// <param name="disabled">True takes everything away, false gives it back; null leaves it.</param>
    /// <param name="by">Who.</param>
    public Task<Checked<Account>> ChangeAsync(string id, IReadOnlyList<string>? scopes, bool? disabled, string by) => database.WriteAsync(sql =>
    {
        if (AccountStore.Find(sql, id) is not { } before)
            return Missing<Account>(id);
        var after = before with
        {
            Scopes = scopes ?? before.Scopes,
            DisabledAt = disabled switch { true => before.DisabledAt ?? time.Now(), false => null, null => before.DisabledAt },
        };
        if (IsAdmin(before) && !IsAdmin(after) && AccountStore.Admins(sql) == 1)
            return Checked<Account>.Bad(new Problem(ProblemCodes.StateConflict, $"'{id}' is the last account that may do everything.", Suggestion: "Give another one the scope admin first."));
        AccountStore.SetScopes(sql, id, after.Scopes);
        AccountStore.SetDisabled(sql, id, after.DisabledAt);
        if (after.DisabledAt is not null)
            SessionStore.EndAll(sql, id);
        if (!before.Scopes.SequenceEqual(after.Scopes))
            Audit(sql, by, "scopes_changed", id, detail: new JsonObject { ["before"] = Json(before.Scopes), ["after"] = Json(after.Scopes) });
        if (before.DisabledAt is null != after.DisabledAt is null)
            Audit(sql, by, after.DisabledAt is null ? "enabled" : "disabled", id);
        return Checked<Account>.Ok(after);
    });

    /// <summary>Gives the secret of a link with which the account's holder chooses a password, once, within a day. Problems: SCH070 unknown, SCH033 a program's account.</summary>
    public Task<Checked<string>> MakeLinkAsync(string id, string by) => database.WriteAsync(sql =>
    {
        if (AccountStore.Find(sql, id) is not { } account)
            return Missing<string>(id);
        if (account.Kind == AccountKind.Service)
            return Checked<string>.Bad(new Problem(ProblemCodes.StateConflict, $"'{id}' is a program's account; it has tokens and no password."));
        Audit(sql, by, "link_made", id);
        // Those before it are worth nothing any more.
        SessionStore.RemoveLinks(sql, id);
        return Checked<string>.Ok(AddLink(sql, id, time.Now()));
    });

    /// <summary>Makes a token; its secret is given here and never again. Problems: SCH070 unknown account.</summary>
    public Task<Checked<(ApiToken Token, string Secret)>> CreateTokenAsync(string account, string name, IReadOnlyList<string> scopes, Instant? ends, string by) => database.WriteAsync(sql =>
    {
        if (AccountStore.Find(sql, account) is null)
            return Missing<(ApiToken, string)>(account);
        var secret = SecretText.New(SecretText.Token);
        var hash = SecretText.Hash(secret);
        var token = new ApiToken(hash[..12], account, name, scopes, time.Now(), by) { EndsAt = ends };
        TokenStore.Insert(sql, token, hash);
        Audit(sql, by, "token_created", account, detail: new JsonObject { ["token"] = token.Id, ["name"] = name, ["scopes"] = Json(scopes) });
        return Checked<(ApiToken, string)>.Ok((token, secret));
    });

    /// <summary>Revokes a token: from now on it is worth nothing. One that is revoked stays so. Problems: SCH070 unknown token.</summary>
    public Task<Checked<ApiToken>> RevokeTokenAsync(string id, string by) => database.WriteAsync(sql =>
    {
        if (TokenStore.Find(sql, id) is not { } token)
            return Checked<ApiToken>.Bad(new Problem(ProblemCodes.AccountNotFound, $"There is no token '{id}'."));
        if (token.RevokedAt is not null)
            return Checked<ApiToken>.Ok(token);
        var now = time.Now();
        TokenStore.Revoke(sql, id, now);
        Audit(sql, by, "token_revoked", token.Account, detail: new JsonObject { ["token"] = id, ["name"] = token.Name });
        return Checked<ApiToken>.Ok(token with { RevokedAt = now });
    });

    /// <summary>Lets go of who held the account at an issuer outside: whom the issuer next calls by its name holds it then. Its sessions end. Problems: SCH070 unknown.</summary>
    public Task<Checked<Account>> UnbindAsync(string id, string by) => database.WriteAsync(sql =>
    {
        if (AccountStore.Find(sql, id) is not { } account)
            return Missing<Account>(id);
        IdentityStore.Unbind(sql, id);
        SessionStore.EndAll(sql, id);
        Audit(sql, by, "unbound", id);
        return Checked<Account>.Ok(account);
    });

    internal static bool IsAdmin(Account account) => account.DisabledAt is null && account.Scopes.Contains(Admin, StringComparer.Ordinal);

    /// <summary>
    /// A link beside those there are. At a start those of an earlier one, of another node and of <c>carillon users add</c> stay good: nobody knows which one the account's holder has before them.
    /// </summary>
    private static string AddLink(Sql sql, string id, Instant now)
    {
        var secret = SecretText.New(SecretText.Link);
        SessionStore.AddLink(sql, SecretText.Hash(secret), id, now + LinkFor);
        return secret;
    }

    private void Audit(Sql sql, string by, string action, string id, JsonNode? detail = null) =>
        AuditStore.Append(sql, project, new AuditEntry(by, action, "account", id, Detail: detail), time.Now());

    private static JsonArray Json(IReadOnlyList<string> scopes) => [.. scopes.Select(scope => (JsonNode)scope)];

    private static Checked<T> Missing<T>(string id) => Checked<T>.Bad(new Problem(ProblemCodes.AccountNotFound, $"There is no account '{id}'."));
}
