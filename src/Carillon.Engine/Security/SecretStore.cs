using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>Secrets as rows; the values are sealed.</summary>
internal static class SecretStore
{
    /// <summary>What a value is sealed for. Not the project: renaming one needs no key.</summary>
    public static string Purpose(string name) => $"{SealedColumn.Secrets.Purpose}/{name}";

    public static List<(SecretRecord Record, string Sealed)> List(Sql sql, string project) => sql.Query(
        "select name, value, version, updated_at, updated_by from secrets where project = $1 order by name",
        row => (
            new SecretRecord(row.GetString(0), SecretProvider.Stored) { Key = Vault.KeyOf(row.GetString(1)), Version = row.GetInt64(2), UpdatedAt = row.GetInt64(3).ToInstant(), UpdatedBy = row.GetString(4) },
            row.GetString(1)),
        project);

    public static Dictionary<string, Instant> Uses(Sql sql, string project) => sql.Query(
        "select name, used_at from secret_uses where project = $1", row => (row.GetString(0), row.GetInt64(1).ToInstant()), project).ToDictionary(use => use.Item1, use => use.Item2, StringComparer.Ordinal);

    /// <summary>The sealed values of these names, as far as they are stored.</summary>
    public static Dictionary<string, string> Values(Sql sql, string project, IEnumerable<string> names) => sql.Query(
        "select name, value from secrets where project = $1 and name in (select value from json_each($2))", row => (row.GetString(0), row.GetString(1)), project, History.RunReader.JsonList(names))
        .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);

    public static long? Version(Sql sql, string project, string name) => sql.Number("select version from secrets where project = $1 and name = $2", project, name);

    public static void Set(Sql sql, string project, string name, string value, string by, Instant now) => sql.Execute(
        """
        insert into secrets (project, name, value, version, updated_at, updated_by) values ($1, $2, $3, 1, $4, $5)
        on conflict (project, name) do update set value = excluded.value, version = secrets.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
        """,
        project, name, value, now.ToStored(), by);

    public static void Delete(Sql sql, string project, string name) => sql.Execute("delete from secrets where project = $1 and name = $2", project, name);

    public static void Used(Sql sql, string project, string name, Instant at) => sql.Execute(
        """
        insert into secret_uses (project, name, used_at) values ($1, $2, $3)
        on conflict (project, name) do update set used_at = excluded.used_at where excluded.used_at > secret_uses.used_at
        """,
        project, name, at.ToStored());
}
