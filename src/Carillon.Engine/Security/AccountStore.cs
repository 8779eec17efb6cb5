using System.Data.Common;
using System.Text.Json;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>Accounts as rows.</summary>
internal static class AccountStore
{
    private const string Columns = "id, kind, scopes, created_at, created_by, disabled_at, password is not null";

    public static bool Any(Sql sql) => sql.Number("select 1 from accounts limit 1") is not null;

    public static List<Account> List(Sql sql) => sql.Query($"select {Columns} from accounts order by id", Read);

    public static Account? Find(Sql sql, string id) => sql.First($"select {Columns} from accounts where id = $1", Read, id);

    public static string? Password(Sql sql, string id) => sql.First("select password from accounts where id = $1 and disabled_at is null", row => row.TextOrNull(0), id);

    public static void Insert(Sql sql, Account account) => sql.Execute(
        "insert into accounts (id, kind, scopes, created_at, created_by) values ($1, $2, $3, $4, $5)",
        account.Id, account.Kind.ToWord(), ToJson(account.Scopes), account.CreatedAt.ToStored(), account.CreatedBy);

    public static void SetScopes(Sql sql, string id, IReadOnlyList<string> scopes) => sql.Execute("update accounts set scopes = $2 where id = $1", id, ToJson(scopes));

    public static void SetDisabled(Sql sql, string id, Instant? at) => sql.Execute("update accounts set disabled_at = $2 where id = $1", id, at.ToStored());

    public static void SetPassword(Sql sql, string id, string hash) => sql.Execute("update accounts set password = $2 where id = $1 and kind = 'person'", id, hash);

    /// <summary>How many accounts can still do everything, by signing in or by a token.</summary>
    public static int Admins(Sql sql) => List(sql).Count(AccountService.IsAdmin);

    public static string ToJson(IReadOnlyList<string> scopes) => JsonSerializer.Serialize([.. scopes], HistoryJson.Default.StringArray);

    public static IReadOnlyList<string> FromJson(string json) => JsonSerializer.Deserialize(json, HistoryJson.Default.StringArray)!;

    private static Account Read(DbDataReader row) => new(row.GetString(0), row.GetString(1).ToValue<AccountKind>(), FromJson(row.GetString(2)), row.GetInt64(3).ToInstant(), row.GetString(4))
    {
        DisabledAt = row.NumberOrNull(5)?.ToInstant(),
        HasPassword = Convert.ToInt64(row.GetValue(6), System.Globalization.CultureInfo.InvariantCulture) != 0,
    };
}
