using Carillon.Core.Security;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>Failed sign-ins in a row, by name.</summary>
internal static class FailureStore
{
    /// <summary>From when on the next sign-in with that name is looked at; null for at once.</summary>
    public static Instant? Until(Sql sql, string name, Instant now)
    {
        var found = sql.Query("select count, last_at from sign_in_failures where name = $1", row => (Count: row.GetInt64(0), Last: row.GetInt64(1).ToInstant()), name);
        return found is [var (count, last)] && now - last < SignInDelay.ForgottenAfter ? SignInDelay.Until(count, last) : null;
    }

    public static void Add(Sql sql, string name, Instant now)
    {
        sql.Execute("delete from sign_in_failures where last_at <= $1", (now - SignInDelay.ForgottenAfter).ToStored());
        sql.Execute(
            "insert into sign_in_failures (name, count, last_at) values ($1, 1, $2) on conflict (name) do update set count = sign_in_failures.count + 1, last_at = excluded.last_at",
            name, now.ToStored());
    }

    public static void Clear(Sql sql, string name) => sql.Execute("delete from sign_in_failures where name = $1", name);
}
