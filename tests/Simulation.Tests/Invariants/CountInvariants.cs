using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Simulation.Tests.Watch;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests.Invariants;

/// <summary>Failures in a row are those of the runs.</summary>
internal sealed class StreaksAgree(SimulatedWorld world) : Invariant(world)
{
    private readonly Dictionary<string, FailureStreak> _streaks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    public override string Name => "streaks agree with the runs";

    public override void Changed(Change change)
    {
        if (change is Change<ScheduleRow> { Before: { AutoPaused: true } paused, After.AutoPaused: false })
        {
            _streaks[paused.Id] = default;
            _touched.Add(paused.Id);
        }
        if (change is not Change<RunRow> { Before.IsOpen: true, After: { IsOpen: false, Schedule: { } schedule } run } || run.Trigger is not ("schedule" or "retry"))
            return;
        if (run.Trigger == "retry" && !Occurrences(schedule).Any(other => other.NominalAt == run.NominalAt))
            return;
        var isLatest = run.Trigger == "retry" && !Occurrences(schedule).Any(other => other.NominalAt > run.NominalAt && other.Status == RunStatus.Failed);
        _streaks[schedule] = _streaks.GetValueOrDefault(schedule).After(new StreakRun(StatusText.ParseTrigger(run.Trigger), run.Status, isLatest));
        _touched.Add(schedule);
    }

    public override void Committed()
    {
        foreach (var schedule in _touched)
        {
            if (State.Schedules.Find(schedule)!.Failures != _streaks[schedule].Failures)
                Broken($"{schedule} counts {State.Schedules.Find(schedule)!.Failures} failures in a row, and its runs {_streaks[schedule].Failures}");
        }
        _touched.Clear();
    }

    private IEnumerable<RunRow> Occurrences(string schedule) => State.Runs.Rows.Where(run => run.IsOccurrence && run.Schedule == schedule);
}

/// <summary>What is reserved is what open runs are expected to cost, and what is spent is what ended ones cost.</summary>
internal sealed class SpendingAgrees(SimulatedWorld world) : Invariant(world)
{
    private bool _touched;

    public override string Name => "spending agrees with the runs";

    public override void Changed(Change change) => _touched |= change is Change<SpendingRow> or Change<RunRow> { After.Estimate: > 0 } or Change<RunRow> { After.Cost: > 0 };

    public override void Committed()
    {
        if (!_touched)
            return;
        _touched = false;
        var sums = new Dictionary<(string, long, string), (long Reserved, long Spent)>();
        foreach (var run in State.Runs.Rows)
        {
            var (reserved, spent) = run.IsOpen ? (run.Estimate, 0L) : (0L, run.Cost);
            if (run is { Schedule: { } schedule, CostScheduleMonth: { } month })
                Add(("schedule", month, schedule));
            if (run.CostOwner is { } owner)
                Add(("owner", run.CostMonth, owner));
            Add(("project", run.CostMonth, "default"));

            void Add((string, long, string) place)
            {
                var sum = sums.GetValueOrDefault(place);
                sums[place] = (sum.Reserved + reserved, sum.Spent + spent);
            }
        }
        foreach (var (place, sum) in sums)
        {
            var (reserved, spent) = State.Spending.Find(place) is { } row ? (row.Reserved, row.Spent) : (0, 0);
            if ((reserved, spent) != sum)
                Broken($"{place} has {reserved} reserved and {spent} spent; its runs say {sum}");
        }
    }
}

/// <summary>The items of a backfill stand as their runs do, and no more are open than it may have.</summary>
internal sealed class BackfillsAgree(SimulatedWorld world) : Invariant(world)
{
    private readonly HashSet<long> _touched = [];

    public override string Name => "backfills agree with their runs";

    public override void Changed(Change change)
    {
        if (change is Change<BackfillItemRow> { After: { } item })
            _touched.Add(item.Backfill);
        if (change is Change<BackfillRow> { After: { } backfill })
            _touched.Add(backfill.Id);
    }

    public override void Committed()
    {
        foreach (var id in _touched)
            Check(State.Backfills.Find(id)!, [.. State.Items.Rows.Where(item => item.Backfill == id)]);
        _touched.Clear();
    }

    public override void AtEnd()
    {
        foreach (var backfill in State.Backfills.Rows)
            Check(backfill, [.. State.Items.Rows.Where(item => item.Backfill == backfill.Id)]);
    }

    private void Check(BackfillRow backfill, List<BackfillItemRow> items)
    {
        if (items.Count != backfill.Total)
            Broken($"{backfill} has {items.Count} items");
        if (items.Count(item => item.Status == "running") > backfill.Concurrency)
            Broken($"{backfill} has {items.Count(item => item.Status == "running")} open runs");
        if (backfill.Status is "completed" or "canceled" && items.Exists(item => item.Status == "waiting"))
            Broken($"{backfill} has ended, and items wait");
        if (backfill.Status == "completed" && items.Exists(item => item.Status == "running"))
            Broken($"{backfill} has ended, and runs are open");
        foreach (var item in items.Where(item => item.Run is not null))
        {
            var run = State.Runs.Find(item.Run!);
            if (run is null || run.NominalAt != item.NominalAt || item.Status != (run.IsOpen ? "running" : StatusText.Of(run.Status)))
                Broken($"{item} has the run {run}");
        }
    }
}

/// <summary>What a client was told is there, and stays.</summary>
internal sealed class AcknowledgedStays(SimulatedWorld world) : Invariant(world)
{
    public override string Name => "nothing acknowledged is lost";

    public override void Committed() => Check();

    public override void AtEnd()
    {
        Check();
        foreach (var group in State.Runs.Rows.Where(run => run.Key is not null).GroupBy(run => run.Key).Where(group => group.Count() > 1))
            Broken($"{group.Count()} runs have the key {group.Key}");
    }

    private void Check()
    {
        foreach (var (key, run) in World.Client.Acknowledged)
        {
            if (State.Runs.Find(run)?.Key != key)
                Broken($"run {run} was acknowledged under {key}, and is {State.Runs.Find(run)?.ToString() ?? "gone"}");
        }
        foreach (var run in World.Client.Canceled)
        {
            if (State.Runs.Find(run)?.Status is RunStatus.Pending or RunStatus.Running or null)
                Broken($"the cancel of {run} was acknowledged, and it is {State.Runs.Find(run)?.Status}");
        }
        foreach (var backfill in World.Client.Backfills)
        {
            if (State.Backfills.Find(backfill) is null)
                Broken($"backfill {backfill} was acknowledged, and is gone");
        }
    }
}
