using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>Who accounts' holders are at issuers outside, as rows.</summary>
internal static class IdentityStore
{
    /// <summary>The account of that person at that issuer; null when they have none here.</summary>
    public static string? Account(Sql sql, string issuer, string subject) => sql.First("select account from identities where issuer = $1 and subject = $2", row => row.GetString(0), issuer, subject);

    /// <summary>True when somebody at that issuer holds the account.</summary>
    public static bool IsHeld(Sql sql, string issuer, string account) => sql.Number("select 1 from identities where issuer = $1 and account = $2", issuer, account) is not null;

    public static void Bind(Sql sql, string issuer, string subject, string account, Instant now) => sql.Execute(
        "insert into identities (issuer, subject, account, bound_at) values ($1, $2, $3, $4)", issuer, subject, account, now.ToStored());

    /// <summary>Whoever held the account at an issuer does so no more.</summary>
    public static void Unbind(Sql sql, string account) => sql.Execute("delete from identities where account = $1", account);
}
