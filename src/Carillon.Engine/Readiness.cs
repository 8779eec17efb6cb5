using Carillon.Core.Schedules;
using Carillon.Engine.Schedules;
using Carillon.Engine.Security;
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
    private readonly TimeProvider _time;
    private readonly SealLoop _seals;

    internal Readiness(Database database, ReconcileLoop reconcile, Definitions.Catalog catalog, SealLoop seals, TimeProvider time) =>
        (_database, _reconcile, _catalog, _seals, _time) = (database, reconcile, catalog, seals, time);

    /// <summary>Every check. The engine is ready when all are. A broken file, a calendar that ends soon, or a key that is not here is named and does not make the engine unready.</summary>
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
            new ReadinessCheck("calendars", Ready: true, Calendars()),
            new ReadinessCheck("keys", Ready: true, _seals.Trouble ?? (_seals.Report is { } report ? $"{report.Keys.Sum(key => key.Rows)} sealed rows, all of them open" : "not looked at yet")),
            new ReadinessCheck("workflows", Ready: true, broken.Count == 0 ? (count == 1 ? "1 file" : $"{count} files") : $"{broken.Count} of {entries} broken: {string.Join(", ", broken)}"),
        ];
    }

    /// <summary>Those in use that end within 90 days, and broken files of any.</summary>
    private string Calendars()
    {
        var now = _time.Now();
        var used = _catalog.Snapshot.UsedCalendars;
        List<string> words =
        [
            .. _catalog.Calendars.Where(c => c.Stale).Select(c => $"{c.Path} is broken ({(c.Live is null ? "there is no such calendar" : "its last good version stays in force")})"),
            .. _catalog.Context.Calendars.Values.Where(c => used.Contains(c.Name)).Select(c => (c.Name, Ends: CalendarHorizon.Ends(c, now)))
                .Where(c => c.Ends is not null).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => $"{c.Name} ends on {c.Ends!.Value.ToString("uuuu-MM-dd", null)}"),
        ];
        return words.Count == 0 ? $"{_catalog.Context.Calendars.Count} known, {used.Count} in use" : string.Join(", ", words);
    }
}
