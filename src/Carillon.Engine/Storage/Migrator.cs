using System.Reflection;
using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>Brings a database to the newest schema. Each migration is one transaction and is never changed once released.</summary>
internal static class Migrator
{
    public static void Migrate(Sql sql)
    {
        var done = sql.Number("pragma user_version") ?? 0;
        var migrations = Migrations();
        if (done > migrations.Count)
        {
            throw new StorageException(
                ProblemCodes.DatabaseUnusable,
                $"The database has schema {done}; this program knows up to {migrations.Count}. Use the newer program, or restore a backup made before the upgrade.");
        }
        for (var i = (int)done; i < migrations.Count; i++)
        {
            using var transaction = sql.Sqlite.BeginTransaction();
            using var command = sql.Sqlite.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"{Text(migrations[i])}; pragma user_version = {i + 1};";
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static List<string> Migrations() =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.EndsWith(".sqlite.sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
