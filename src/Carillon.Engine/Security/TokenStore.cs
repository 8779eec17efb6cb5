using System.Data.Common;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>Tokens as rows, by the hashes of their secrets.</summary>
internal static class TokenStore
{
    private const string Columns = "id, account, name, scopes, created_at, created_by, ends_at, used_at, revoked_at";

    /// <summary>An account's, or everybody's; latest first.</summary>
    public static List<ApiToken> List(Sql sql, string? account) => sql.Query($"select {Columns} from tokens where ($1 = '' or account = $1) order by created_at desc, id", Read, account ?? "");

    public static ApiToken? Find(Sql sql, string id) => sql.First($"select {Columns} from tokens where id = $1", Read, id);

    public static void Insert(Sql sql, ApiToken token, string hash) => sql.Execute(
        "insert into tokens (id, account, name, hash, scopes, created_at, created_by, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        token.Id, token.Account, token.Name, hash, AccountStore.ToJson(token.Scopes), token.CreatedAt.ToStored(), token.CreatedBy, token.EndsAt.ToStored());

    public static void Revoke(Sql sql, string id, Instant now) => sql.Execute("update tokens set revoked_at = $2 where id = $1 and revoked_at is null", id, now.ToStored());

    public static void Use(Sql sql, string id, Instant now) => sql.Execute("update tokens set used_at = $2 where id = $1", id, now.ToStored());

    /// <summary>The token of that hash if it holds, with its account's scopes; null for none.</summary>
    public static (ApiToken Token, IReadOnlyList<string> AccountScopes)? Holding(Sql sql, string hash, Instant now) => sql.Query(
        """
        select t.id, t.account, t.name, t.scopes, t.created_at, t.created_by, t.ends_at, t.used_at, t.revoked_at, a.scopes from tokens t join accounts a on a.id = t.account
        where t.hash = $1 and t.revoked_at is null and (t.ends_at is null or t.ends_at > $2) and a.disabled_at is null
        """,
        row => (Read(row), AccountStore.FromJson(row.GetString(9))), hash, now.ToStored()).Select(found => ((ApiToken, IReadOnlyList<string>)?)found).FirstOrDefault();

    private static ApiToken Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), AccountStore.FromJson(row.GetString(3)), row.GetInt64(4).ToInstant(), row.GetString(5))
    {
        EndsAt = row.NumberOrNull(6)?.ToInstant(),
        UsedAt = row.NumberOrNull(7)?.ToInstant(),
        RevokedAt = row.NumberOrNull(8)?.ToInstant(),
    };
}
