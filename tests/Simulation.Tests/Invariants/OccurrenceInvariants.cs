using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.World;
using NodaTime;

namespace Carillon.Simulation.Tests.Invariants;

/// <summary>The ledger only grows, and no two of its entries speak of one occurrence.</summary>
internal sealed class OccurrencesSettledOnce(SimulatedWorld world) : Invariant(world)
{
    private readonly Dictionary<string, SortedDictionary<long, long>> _settled = new(StringComparer.Ordinal);

    public override string Name => "each occurrence is settled once";

    public override void Changed(Change change)
    {
        if (change is not Change<LedgerRow> ledger)
            return;
        if (ledger is not { Before: null, After: { } entry })
        {
            Broken($"an entry was changed or removed: {ledger.Before}");
            return;
        }
        if (!_settled.TryGetValue(entry.Schedule, out var ranges))
            _settled[entry.Schedule] = ranges = [];
        foreach (var (first, last) in ranges)
        {
            if (first <= entry.Last && entry.First <= last)
                Broken($"{entry} and another entry from {first} to {last}");
        }
        ranges[entry.First] = entry.Last;
    }
}

/// <summary>An occurrence has one run at most, and the ledger says so; a run of an occurrence has its entry.</summary>
internal sealed class LedgerAndRunsAgree(SimulatedWorld world) : Invariant(world)
{
    private readonly Dictionary<(string, long), string> _runs = [];
    private readonly List<RunRow> _new = [];
    private readonly List<LedgerRow> _entries = [];

    public override string Name => "ledger and runs agree";

    public override void Changed(Change change)
    {
        if (change is Change<RunRow> { Before: null, After: { IsOccurrence: true } run })
        {
            _new.Add(run);
            if (!_runs.TryAdd((run.Schedule!, run.NominalAt!.Value), run.Id))
                Broken($"a second run of one occurrence: {run}");
        }
        if (change is Change<LedgerRow> { After: { } entry })
            _entries.Add(entry);
    }

    public override void Committed()
    {
        foreach (var entry in _entries.Where(entry => entry.Outcome == "ran"))
        {
            if (State.Runs.Find(entry.Run!) is not { IsOccurrence: true } run || run.Schedule != entry.Schedule || run.NominalAt != entry.First)
                Broken($"{entry} has no such run");
        }
        foreach (var run in _new)
        {
            var entry = State.Ledger.Find((run.Schedule!, run.NominalAt!.Value));
            if (entry is null ? !State.Ledger.Rows.Any(e => e.Schedule == run.Schedule && e.First <= run.NominalAt && run.NominalAt <= e.Last && e.Outcome == "missed") : entry.Outcome == "ran" && entry.Run != run.Id)
                Broken($"{run} has the entry {entry?.ToString() ?? "of nobody"}");
        }
        _new.Clear();
        _entries.Clear();
    }

    public override void AtEnd()
    {
        foreach (var schedule in State.Schedules.Rows)
        {
            var made = State.Runs.Rows.Where(run => run.IsOccurrence && run.Schedule == schedule.Id).Select(run => run.Number!.Value).Order().ToList();
            if (made.Count != schedule.RunCount || !made.SequenceEqual(Enumerable.Range(1, made.Count).Select(n => (long)n)))
                Broken($"{schedule.Id} counts {schedule.RunCount} runs, and has those numbered {string.Join(", ", made)}");
        }
    }
}

/// <summary>A cursor never goes back, and no occurrence after it is settled.</summary>
internal sealed class CursorsMoveOn(SimulatedWorld world) : Invariant(world)
{
    private readonly List<LedgerRow> _entries = [];

    public override string Name => "a cursor never goes back";

    public override void Changed(Change change)
    {
        if (change is Change<ScheduleRow> { Before: { } before, After: { } after } && after.CursorAt < before.CursorAt)
            Broken($"{after.Id} went from {before.CursorAt} to {after.CursorAt}");
        if (change is Change<LedgerRow> { After: { } entry })
            _entries.Add(entry);
    }

    public override void Committed()
    {
        foreach (var entry in _entries)
        {
            if (State.Schedules.Find(entry.Schedule)!.CursorAt < entry.Last)
                Broken($"{entry} lies after the cursor");
        }
        _entries.Clear();
    }
}

/// <summary>No occurrence between two places of the cursor is passed over: each has its entry, as long as the schedule stays as it is.</summary>
internal sealed class NoOccurrenceIsLost(SimulatedWorld world) : Invariant(world)
{
    private readonly Dictionary<(string, string), ScheduleDefinition?> _known = [];
    private readonly List<(ScheduleRow Before, ScheduleRow After)> _moved = [];
    private readonly List<LedgerRow> _entries = [];

    public override string Name => "no occurrence is lost";

    public override void Changed(Change change)
    {
        if (change is Change<ScheduleRow> { Before: { } before, After: { } after } && after.CursorAt > before.CursorAt && IsTheSame(before, after))
            _moved.Add((before, after));
        if (change is Change<LedgerRow> { After: { } entry })
            _entries.Add(entry);
    }

    public override void Committed()
    {
        foreach (var (before, after) in _moved)
        {
            if (Definition(before) is not { } definition || (definition.MaxRuns is { } most && after.RunCount >= most))
                continue;
            var expected = definition.Times.Between(before.CursorAt.ToInstant() + Duration.Epsilon, after.CursorAt.ToInstant() + Duration.Epsilon).LongCount();
            var found = _entries.Where(e => e.Schedule == after.Id && e.First > before.CursorAt && e.Last <= after.CursorAt).Sum(e => e.Count);
            if (expected != found)
                Broken($"{after.Id} went from {before.CursorAt} to {after.CursorAt} over {expected} occurrences, and {found} were settled");
        }
        _moved.Clear();
        _entries.Clear();
    }

    private static bool IsTheSame(ScheduleRow before, ScheduleRow after) => before is { Active: true, Archived: false, Override: null } && before.Content == after.Content && after is { Active: true, Archived: false, Override: null };

    private ScheduleDefinition? Definition(ScheduleRow schedule)
    {
        if (_known.TryGetValue((schedule.Id, schedule.Content), out var known))
            return known;
        var host = World.LastTurn!;
        var key = schedule.Id[(schedule.Id.LastIndexOf('-') + 1)..];
        var workflow = host.Catalog.Find(new WorkflowId(schedule.Workflow))?.Live;
        return _known[(schedule.Id, schedule.Content)] = workflow is null ? null : host.Live.Parse((JsonObject)JsonNode.Parse(schedule.Content)!, workflow, key).ValueOrDefault;
    }
}

/// <summary>Runs that the overlap policy keeps apart are never under way at once.</summary>
internal sealed class OverlapPoliciesKept(SimulatedWorld world) : Invariant(world)
{
    private readonly HashSet<string> _apart = new(StringComparer.Ordinal);

    public override string Name => "the overlap policy is kept";

    public override void Changed(Change change)
    {
        if (change is not Change<RunRow> { After: { IsOccurrence: true } run } moved)
            return;
        if (moved.Before is null && PolicyOf(State.Schedules.Find(run.Schedule!)!) != "allow")
            _apart.Add(run.Id);
        if (run.Status != RunStatus.Running || moved.Before?.Status == RunStatus.Running || !_apart.Contains(run.Id))
            return;
        var other = State.Runs.Rows.FirstOrDefault(other => other.IsOpen && other.Schedule == run.Schedule && other.IsOccurrence && string.CompareOrdinal(other.Id, run.Id) < 0);
        if (other is not null)
            Broken($"{run.Id} started while {other.Id} is {StatusText.Of(other.Status)}");
    }

    private static string PolicyOf(ScheduleRow schedule) => JsonNode.Parse(schedule.Content)?["overlap_policy"]?.GetValue<string>() ?? "skip";
}
