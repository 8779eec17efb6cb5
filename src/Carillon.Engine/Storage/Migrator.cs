using System.Globalization;
using System.Reflection;
using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>
/// Brings a database to the newest schema. Each migration is one transaction and is never changed once released. On PostgreSQL nodes take turns, so that two that
/// start together migrate once, and migrations only add: a node of the version before works on, and may start again, beside it. One that breaks older programs says so in a
/// line <c>-- works with schema N and later</c>.
/// </summary>
internal static class Migrator
{
    /// <summary>Migrates. Returns the schema before and now.</summary>
    /// <exception cref="StorageException">The database is newer than this program.</exception>
    public static UpgradedSchema Migrate(Sql sql)
    {
        if (sql.Dialect == SqlDialect.Sqlite)
            return Migrate(sql, sql.Number("pragma user_version") ?? 0, (number, _) => $"pragma user_version = {number}");
        sql.Run($"select pg_advisory_lock({PostgresLink.TurnLock})");
        try
        {
            sql.Run("create table if not exists schema_version (number bigint not null primary key, works_with bigint not null, applied_at timestamptz not null default now())");
            var done = sql.Number("select max(number) from schema_version") ?? 0;
            // A newer schema that still works with this program is left as it is.
            if (done > Newest(sql.Dialect) && sql.Number("select max(works_with) from schema_version") <= Newest(sql.Dialect))
                return new UpgradedSchema(done, done);
            return Migrate(sql, done, (number, text) => $"insert into schema_version (number, works_with) values ({number}, {WorksWith(text)})");
        }
        finally
        {
            sql.Run($"select pg_advisory_unlock({PostgresLink.TurnLock})");
        }
    }

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest(SqlDialect dialect) => Migrations(dialect).Count == 0 ? 0 : Migrations(dialect)[^1].Number;

    private static UpgradedSchema Migrate(Sql sql, long done, Func<int, string, string> mark)
    {
        var migrations = Migrations(sql.Dialect);
        var newest = Newest(sql.Dialect);
        if (done > newest)
        {
            throw new StorageException(
                ProblemCodes.DatabaseUnusable,
                $"The database has schema {done}; this program knows up to {newest}. Use the newer program, or restore a backup made before the upgrade.");
        }
        foreach (var (number, resource) in migrations.Where(m => m.Number > done))
        {
            var text = Text(resource);
            sql.RunAtLength($"begin; {text}; {mark(number, text)}; commit;");
        }
        return new UpgradedSchema(done, newest);
    }

    private static List<(int Number, string Resource)> Migrations(SqlDialect dialect)
    {
        var ending = dialect == SqlDialect.Sqlite ? ".sqlite.sql" : ".postgres.sql";
        return [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.EndsWith(ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => (int.Parse(n.Split('.')[^3].AsSpan(0, 4), CultureInfo.InvariantCulture), n))];
    }

    private static string WorksWith(string text)
    {
        const string words = "-- works with schema ";
        var at = text.IndexOf(words, StringComparison.Ordinal);
        return at < 0 ? "1" : new string([.. text[(at + words.Length)..].TakeWhile(char.IsAsciiDigit)]);
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
