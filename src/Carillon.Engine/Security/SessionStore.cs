using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>Sessions and links as rows, by the hashes of their secrets.</summary>
internal static class SessionStore
{
    /// <summary>How many links of an account are kept.</summary>
    private const int MostLinks = 10;

    public static void Open(Sql sql, string hash, string account, Instant now, Instant ends) => sql.Execute(
        "insert into sessions (hash, account, created_at, seen_at, ends_at) values ($1, $2, $3, $3, $4)", hash, account, now.ToStored(), ends.ToStored());

    /// <summary>The account of a session that holds, what it may do, and when the session was seen last; null for none.</summary>
    public static (Grant Grant, Instant SeenAt)? Find(Sql sql, string hash, Instant now, Instant seenAfter) => sql.Query(
        """
        select a.id, a.scopes, s.seen_at from sessions s join accounts a on a.id = s.account
        where s.hash = $1 and s.ends_at > $2 and s.seen_at > $3 and a.disabled_at is null
        """,
        row => (new Grant(row.GetString(0), AccountStore.FromJson(row.GetString(1))), row.GetInt64(2).ToInstant()), hash, now.ToStored(), seenAfter.ToStored())
        .Select(found => ((Grant, Instant)?)found).FirstOrDefault();

    public static void See(Sql sql, string hash, Instant now) => sql.Execute("update sessions set seen_at = $2 where hash = $1", hash, now.ToStored());

    /// <summary>Ends one; gives whose it was, or null when there is none.</summary>
    public static string? End(Sql sql, string hash) => sql.First("delete from sessions where hash = $1 returning account", row => row.GetString(0), hash);

    public static void EndAll(Sql sql, string account) => sql.Execute("delete from sessions where account = $1", account);

    public static void Prune(Sql sql, Instant now, Instant seenAfter)
    {
        sql.Execute("delete from sessions where ends_at <= $1 or seen_at <= $2", now.ToStored(), seenAfter.ToStored());
        sql.Execute("delete from sign_in_links where ends_at <= $1", now.ToStored());
    }

    /// <summary>A further link beside those before it, of which the latest <see cref="MostLinks"/> stay: each start of each node makes one until there is a password.</summary>
    public static void AddLink(Sql sql, string hash, string account, Instant ends)
    {
        sql.Execute("insert into sign_in_links (hash, account, ends_at) values ($1, $2, $3)", hash, account, ends.ToStored());
        sql.Execute("delete from sign_in_links where account = $1 and hash not in (select hash from sign_in_links where account = $1 order by ends_at desc, hash limit $2)", account, MostLinks);
    }

    public static string? LinkAccount(Sql sql, string hash, Instant now) => sql.First(
        "select l.account from sign_in_links l join accounts a on a.id = l.account where l.hash = $1 and l.ends_at > $2 and a.disabled_at is null", row => row.GetString(0), hash, now.ToStored());

    public static void RemoveLinks(Sql sql, string account) => sql.Execute("delete from sign_in_links where account = $1", account);
}
