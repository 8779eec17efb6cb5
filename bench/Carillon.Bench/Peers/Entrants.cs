using Quartz;

namespace Carillon.Bench.Peers;

/// <summary>Who is measured. Each at the settings that its own documents give, or that a search found to be its fastest; what they are is part of its name.</summary>
internal static class Entrants
{
    public static IReadOnlyList<Peer> All(string node) =>
    [
        Graphile(node, "graphile-worker", "default", "at its default settings"),
        Graphile(node, "graphile-worker-batched", "batched", "localQueue.size 500, completeJobBatchDelay 0, failJobBatchDelay 0, concurrency 24"),
        new("pg-boss", $"pg-boss {NodePackages.Version("pg-boss")}, batchSize 1000, localConcurrency 4, burstWhenBatchFull, LISTEN/NOTIFY", [node, "pg-boss.js"])
        {
            Setting = "batched",
            TrialJobs = 20_000,
        },
        new("quartz", $"Quartz.NET {typeof(IScheduler).Assembly.GetName().Version!.ToString(3)} clustered, {QuartzThreads} threads, batches of as many", PeerProgram.Command("quartz"))
        {
            Setting = QuartzThreads,
            TrialJobs = 500,
        },
        new("carillon-postgres", "Carillon on PostgreSQL, one node, three for the pick-up; with ledger and history", PeerProgram.Command("carillon"))
        {
            Nodes = 3,
            Environment = CarillonEnvironment,
        },
        new("carillon-sqlite", "Carillon on SQLite with synchronous=FULL; with ledger and history", PeerProgram.Command("carillon"))
        {
            UsesPostgres = false,
            Environment = CarillonEnvironment,
            HttpPickups = HttpPickups.MeasureAsync,
        },
    ];

    // Of 4, 10, 24, 50, 100 and 200 the fastest, with those above it no different.
    private const string QuartzThreads = "50";

    // As the server is built.
    private static readonly Dictionary<string, string> CarillonEnvironment = new() { ["DOTNET_TieredPGO"] = "0" };

    private static Peer Graphile(string node, string name, string setting, string words) =>
        new(name, $"graphile-worker {NodePackages.Version("graphile-worker")}, {words}", [node, "graphile-worker.js"]) { Setting = setting, TrialJobs = setting == "batched" ? 20_000 : 2000 };
}
