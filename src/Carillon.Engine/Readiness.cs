using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Engine;

/// <summary>One thing that must be well for the engine to be ready.</summary>
/// <param name="Name">For example <c>database</c>.</param>
/// <param name="Ready">True when it is well.</param>
/// <param name="Detail">In words, always filled.</param>
public sealed record ReadinessCheck(string Name, bool Ready, string Detail);

/// <summary>Says whether the engine does its work. Thread safe.</summary>
public sealed class Readiness
{
    private readonly Database _database;
    private readonly ReconcileLoop _reconcile;
    private readonly Definitions.Catalog _catalog;

    internal Readiness(Database database, ReconcileLoop reconcile, Definitions.Catalog catalog) =>
        (_database, _reconcile, _catalog) = (database, reconcile, catalog);

    /// <summary>Every check. The engine is ready when all are. A broken workflow file is named, and does not make the engine unready.</summary>
    public IReadOnlyList<ReadinessCheck> Checks()
    {
        var reconcile = _reconcile.State;
        var broken = _catalog.Entries.Where(e => e.Stale).Select(e => $"{e.Path} ({(e.Live is null ? "nothing of it runs" : "its last good version runs on")})").ToList();
        var entries = _catalog.Entries.Count;
        var count = _catalog.Entries.Count(e => e.Strategy is null);
        return
        [
            new ReadinessCheck("database", _database.Trouble is null, _database.Trouble ?? "writable"),
            new ReadinessCheck("reconcile", reconcile is { Ready: true, Error: null }, reconcile.Error ?? (!reconcile.Ready ? "the first pass has not ended" : reconcile.Changes.Held is { Count: > 0 } held ? $"{held.Count} deletions wait for a yes" : "up to date")),
            new ReadinessCheck("workflows", Ready: true, broken.Count == 0 ? (count == 1 ? "1 file" : $"{count} files") : $"{broken.Count} of {entries} broken: {string.Join(", ", broken)}"),
        ];
    }
}
