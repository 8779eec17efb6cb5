using System.Data.Common;
using System.Globalization;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;
using Microsoft.Data.Sqlite;

namespace Carillon.Faults.Tests;

/// <summary>The database a test runs on.</summary>
public enum DatabaseKind
{
    /// <summary>A file in the data folder.</summary>
    Sqlite,

    /// <summary>A database of a server that the tests start.</summary>
    Postgres,
}

/// <summary>The databases on which a test runs in turn.</summary>
internal static class Databases
{
    // CARILLON_FAULTS_DATABASE leaves one of them only.
    private static readonly DatabaseKind[] Kinds = [.. Enum.GetValues<DatabaseKind>().Where(kind => IsAsked(kind) && (kind == DatabaseKind.Sqlite || !PostgresServer.IsMissing || Needs.All))];

    /// <summary>All that there are.</summary>
    public static TheoryData<DatabaseKind> All => [.. Kinds];

    /// <summary>True unless the tests are to run on another one only.</summary>
    public static bool IsAsked(DatabaseKind kind) =>
        Environment.GetEnvironmentVariable("CARILLON_FAULTS_DATABASE") is not { Length: > 0 } asked || string.Equals(asked, kind.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Each of the values on each of them.</summary>
    public static TheoryData<string, DatabaseKind> Each(params string[] values)
    {
        var cases = new TheoryData<string, DatabaseKind>();
        foreach (var value in values)
        {
            foreach (var database in Kinds)
                cases.Add(value, database);
        }
        return cases;
    }
}

/// <summary>A database as a test sees it from outside: how servers are told of it, and what stands in it.</summary>
internal abstract class FaultStore : IDisposable
{
    /// <summary>Its address for servers; null for the file in their data folder.</summary>
    public virtual string? Address => null;

    /// <summary>What the database itself says about its soundness; empty when it is sound.</summary>
    public abstract IReadOnlyList<string> Unsound();

    /// <summary>The rows of a query, columns joined by <c>|</c>.</summary>
    public List<string> Rows(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own words
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }

    /// <summary>Changes rows; how many.</summary>
    public int Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own words
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    /// <summary>An open connection of its own.</summary>
    public abstract DbConnection Open();

    /// <summary>Removes it.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>A SQLite file.</summary>
/// <param name="path">The file, or another way to it.</param>
internal sealed class SqliteStore(string path) : FaultStore
{
    public override IReadOnlyList<string> Unsound() => [.. Rows("pragma integrity_check").Where(row => row != "ok"), .. Rows("pragma foreign_key_check")];

    public override DbConnection Open()
    {
        var connection = SqliteLibrary.Connection(new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
