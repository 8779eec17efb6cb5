using System.Collections.Concurrent;
using Carillon.Engine;
using Carillon.Engine.Storage;

namespace Carillon.Tests.Shared;

/// <summary>
/// Which database the tests of this process run on: <c>CARILLON_TEST_DATABASE</c> is <c>sqlite</c> (the default) or <c>postgres</c>. The same tests run on both; what is about
/// one of them only says so with <see cref="SqliteFactAttribute"/> or <see cref="PostgresFactAttribute"/>.
/// </summary>
public static class TestDatabase
{
    private const string Template = "carillon_template";

    // A copy of its files, which is several times faster than the default copy by way of the log.
    private const string FromTemplate = $"template {Template} strategy file_copy";

    private static readonly ConcurrentDictionary<string, Lazy<string>> Names = new(StringComparer.Ordinal);
    private static readonly Lazy<PostgresServer> Server = new(Start);

    /// <summary>True when this process tests on PostgreSQL.</summary>
    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("CARILLON_TEST_DATABASE") switch
    {
        null or "" or "sqlite" => false,
        "postgres" => true,
        var other => throw new InvalidOperationException($"CARILLON_TEST_DATABASE is '{other}'; it can be sqlite or postgres"),
    };

    /// <summary>The database that belongs to a data folder: always the same for the same folder. On PostgreSQL it has the schema and no rows when it is new.</summary>
    public static DatabaseAddress For(string dataFolder) => IsPostgres ? Postgres(dataFolder) : DatabaseAddress.File(EngineOptions.DatabaseIn(dataFolder));

    /// <summary>Its address as the command line takes it.</summary>
    public static string UrlFor(string dataFolder) => IsPostgres ? UrlOf(dataFolder, FromTemplate) : $"sqlite:{EngineOptions.DatabaseIn(dataFolder)}";

    /// <summary>The PostgreSQL database of a data folder, whichever database the tests run on; for tests that are a <see cref="PostgresFactAttribute"/>.</summary>
    public static DatabaseAddress Postgres(string dataFolder) => DatabaseAddress.Parse(UrlOf(dataFolder, FromTemplate));

    /// <summary>As <see cref="Postgres"/>, without a schema.</summary>
    public static DatabaseAddress EmptyPostgres(string dataFolder) => DatabaseAddress.Parse(UrlOf(dataFolder, ""));

    /// <summary>The address of <see cref="EmptyPostgres"/> as the command line takes it.</summary>
    public static string EmptyPostgresUrl(string dataFolder) => UrlOf(dataFolder, "");

    /// <summary>Removes the folder's database, whoever still uses it; a file goes with its folder.</summary>
    public static void Drop(string dataFolder)
    {
        if (Names.TryRemove(dataFolder, out var name) && name.IsValueCreated)
            Run($"drop database {name.Value} with (force)");
    }

    private static string UrlOf(string dataFolder, string madeFrom) => Server.Value.UrlOf(Names.GetOrAdd(dataFolder, _ => new Lazy<string>(() =>
    {
        var name = $"test_{Guid.NewGuid():N}";
        Run($"create database {name} {madeFrom}");
        return name;
    })).Value);

    private static PostgresServer Start()
    {
        if (PostgresServer.IsMissing)
            throw new InvalidOperationException("CARILLON_TEST_DATABASE=postgres, but PostgreSQL 15 is not installed");
        var server = new PostgresServer { InMemory = true };
        server.InitializeAsync().GetAwaiter().GetResult();
        server.ExecuteAsync($"create database {Template}").GetAwaiter().GetResult();
        SchemaUpgrade.Migrate(DatabaseAddress.Parse(server.UrlOf(Template)));
        return server;
    }

    private static void Run(string sql) => Server.Value.ExecuteAsync(sql).GetAwaiter().GetResult();
}
