using Carillon.Engine;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.History;

/// <summary><c>/api/health-dashboard</c>: how the scheduler stands.</summary>
internal static class HealthEndpoint
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/health-dashboard", Read).WithTags("system").Needs(Scope.ReadWorkflows).Answers<HealthDashboardView>()
            .WithSummary("Lag, queue, runs of the last hour and day, schedules by status, failing schedules, reconcile, database and nodes.");
        api.MapGet("/nodes", (NodeReader nodes) => TypedResults.Ok(new ItemList<NodeRecord>(nodes.List()))).WithTags("system").Needs(Scope.ReadWorkflows).Answers<ItemList<NodeRecord>>()
            .WithSummary("The processes that carry runs out, with their load, tags and state.");
    }

    private static IResult Read(HealthReader health, EngineHost host, ReconcileLoop reconcile, Catalog catalog, TimeProvider time, NodeReader nodes)
    {
        var now = time.Now();
        var found = health.Read(now);
        return TypedResults.Ok(new HealthDashboardView
        {
            At = now,
            LagMilliseconds = found.OldestDueAt is { } due ? (long)(now - due).TotalMilliseconds : 0,
            OldestDueAt = found.OldestDueAt,
            Ready = found.Queue.Sum(pool => pool.Ready),
            Running = found.Queue.Sum(pool => pool.Running),
            Queue = found.Queue,
            LastHour = found.LastHour,
            LastDay = found.LastDay,
            Schedules = found.Schedules,
            Failing = found.Failing,
            Reconcile = ReconcileView.From(reconcile.State, catalog) with { Problems = [] },
            DatabaseBytes = found.DatabaseBytes,
            DatabaseTrouble = host.Database.Trouble,
            Nodes = nodes.List(),
        });
    }
}

/// <summary>How the scheduler stands.</summary>
internal sealed record HealthDashboardView
{
    public required Instant At { get; init; }

    /// <summary>How long the oldest due occurrence has waited to be settled; 0 when none waits.</summary>
    public required long LagMilliseconds { get; init; }

    public Instant? OldestDueAt { get; init; }

    /// <summary>Attempts that wait for a slot.</summary>
    public required long Ready { get; init; }

    /// <summary>Attempts that run.</summary>
    public required long Running { get; init; }

    /// <summary>The same by pool.</summary>
    public required IReadOnlyList<QueueRecord> Queue { get; init; }

    /// <summary>Runs made within the last hour, by where they stand now.</summary>
    public required RunTally LastHour { get; init; }

    /// <summary>The same for the last 24 hours.</summary>
    public required RunTally LastDay { get; init; }

    public required ScheduleTally Schedules { get; init; }

    /// <summary>Up to ten schedules whose last runs failed, the worst first.</summary>
    public required IReadOnlyList<FailingRecord> Failing { get; init; }

    /// <summary>The last comparison of files and store, without the problems of files.</summary>
    public required ReconcileView Reconcile { get; init; }

    /// <summary>The database with its log.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>What the last write ran into, or null.</summary>
    public string? DatabaseTrouble { get; init; }

    public required IReadOnlyList<NodeRecord> Nodes { get; init; }
}
