using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Core.Tests.Scenarios;

/// <summary>
/// The smallest engine there can be: both planners, a clock that jumps from one thing to the next, and memory. Two clocks: the true one, by which
/// the scenario is written, and the one that the planners are shown (<c>clock back</c> sets them apart).
/// </summary>
internal sealed class PlannerWorld
{
    private readonly Scenario _scenario;
    private readonly WorkflowDefinition _workflow;
    private readonly Dictionary<string, Queue<string>> _scripts;
    private readonly Queue<(Instant At, string Action)> _timeline;
    private readonly List<LiveAttempt> _live = [];
    private Schedule? _schedule;
    private ScheduleCursor _cursor;
    private Instant? _nextDueAt;
    private Instant _true;
    private Duration _ahead;
    private FailureStreak _streak;

    public PlannerWorld(Scenario scenario, WorkflowDefinition workflow)
    {
        _scenario = scenario;
        _workflow = workflow;
        _true = scenario.StartAt;
        _scripts = scenario.Results.ToDictionary(entry => entry.Key, entry => new Queue<string>(entry.Value), StringComparer.Ordinal);
        _timeline = new(scenario.Timeline.Select(ScriptedStep.Cut).Select(line => (scenario.Time(line.First), line.Tail)));
        if (workflow.Schedules is [var first, ..])
            _schedule = new Schedule(ScheduleId.For("default", workflow.Id, first.Key), first, first.Enabled) { HasIrreversibleEffects = workflow.HasIrreversibleEffects };
        _cursor = new ScheduleCursor(_true);
    }

    public List<LedgerEntry> Ledger { get; } = [];

    public List<OpenRun> Runs { get; } = [];

    private Instant Now => _true + _ahead;

    public void Go()
    {
        PlanDue();
        while (NextMoment() is { } at && at <= _scenario.UntilAt)
        {
            _true = Instant.Max(_true, at);
            if (_timeline.TryPeek(out var entry) && entry.At <= _true)
                Act(_timeline.Dequeue().Action);
            else if (_live.Find(attempt => attempt.EndsAt <= _true) is { } ended)
                End(ended);
            else if (_nextDueAt <= Now)
                PlanDue();
            else if (Runs.Find(run => run.IsStale(Now)) is { } stale)
                Advance(stale, new RunEvent.CancelRequested(Now, "max_staleness", "too late"));
            else
                Advance(Runs.Find(run => run.WakeAt <= Now)!);
        }
    }

    private Instant? NextMoment() => _live.Select(attempt => (Instant?)attempt.EndsAt)
        .Append(_timeline.TryPeek(out var entry) ? entry.At : null)
        .Append(_nextDueAt - _ahead)
        .Concat(Runs.Select(run => run.WakeAt - _ahead))
        .Concat(Runs.Select(run => run.State.Status == RunStatus.Pending ? run.StaleAt - _ahead : null))
        .Min();

    private void Act(string action)
    {
        var (verb, rest) = ScriptedStep.Cut(action);
        switch (verb)
        {
            case "run":
                Make(RunTrigger.Manual, schedule: null, nominal: null, waits: false);
                break;
            case "retry":
                Keep(new OpenRun(RunState.Retry(Runs[^1].State, NewId(), Now).Value));
                break;
            case "cancel":
                foreach (var run in Runs.Where(run => !run.State.Status.IsEnded()).ToList())
                    Advance(run, new RunEvent.CancelRequested(Now, rest["by ".Length..], "scenario"));
                break;
            case "pause":
                var by = rest["by ".Length..].Split(": ", 2);
                _schedule = _schedule! with { PausedBy = by[0], PauseReason = by.ElementAtOrDefault(1) };
                break;
            case "resume":
                PlanDue();
                _schedule = _schedule! with { PausedBy = null, PauseReason = null };
                _streak = default;
                break;
            case "down":
                Sleep(Scenario.Length(rest));
                break;
            case "clock":
                _ahead -= Scenario.Length(rest["back ".Length..]);
                break;
            default:
                throw new FormatException($"'{action}' is no action.");
        }
    }

    private void Sleep(Duration length)
    {
        _true += length;
        foreach (var attempt in _live.ToList())
        {
            _live.Remove(attempt);
            Advance(attempt.Run, ScriptedStep.Lost(Now, attempt.Key, attempt.Number));
        }
        PlanDue();
    }

    private void PlanDue()
    {
        if (_schedule is null)
            return;
        var open = Runs.Where(run => run.State.Trigger == RunTrigger.Schedule && !run.State.Status.IsEnded()).ToList();
        var plan = DuePlanner.Plan(_schedule, _cursor, new OpenRuns(open.Count(run => run.State.Status != RunStatus.Pending), open.Count(run => run.State.Status == RunStatus.Pending)), Now);
        Ledger.AddRange(plan.Ledger);
        _cursor = plan.Cursor;
        _nextDueAt = plan.NextDueAt;
        _schedule = _schedule with { RunCount = _schedule.RunCount + plan.Runs.Count };
        foreach (var request in plan.Runs)
            Make(RunTrigger.Schedule, _schedule.Id, request.NominalAt, request.WaitForOpenRuns);
        if (!plan.CancelOpenRuns)
            return;
        foreach (var run in open)
            Advance(run, new RunEvent.CancelRequested(Now, "overlap policy", "a later occurrence is due"));
    }

    private void Make(RunTrigger trigger, ScheduleId? schedule, Instant? nominal, bool waits) =>
        Keep(new OpenRun(RunState.New(NewId(), "default", _workflow, trigger, [], Now, schedule, nominal))
        {
            Waits = waits,
            StaleAt = nominal is { } at ? Staleness.StaleAt(at, _schedule!.Definition.MaxStaleness) : null,
        });

    private RunId NewId() => new($"run-{Runs.Count + 1}");

    private void Keep(OpenRun run)
    {
        Runs.Add(run);
        LetIn();
    }

    private void LetIn()
    {
        foreach (var run in Runs.Where(run => run.State.Status == RunStatus.Pending).ToList())
        {
            var earlierIsOpen = Runs.TakeWhile(other => other != run).Any(other => other.State.Trigger == RunTrigger.Schedule && !other.State.Status.IsEnded());
            var isFull = Runs.Count(other => other.State.Status is RunStatus.Running or RunStatus.Canceling) >= _workflow.MaxConcurrentRuns;
            if (run.State.Status == RunStatus.Pending && !(run.Waits && earlierIsOpen) && !isFull)
                Advance(run, new RunEvent.RunStarted(Now));
        }
    }

    private void Advance(OpenRun run, params RunEvent[] facts)
    {
        var advance = RunPlanner.Advance(run.State, facts, Now);
        run.State = advance.State;
        run.WakeAt = advance.WakeAt;
        foreach (var start in advance.Start)
            _live.Add(Begin(run, start));
        foreach (var stop in advance.Cancel)
        {
            _live.RemoveAll(attempt => attempt.Run == run && attempt.Key == stop.Key);
            Advance(run, new RunEvent.AttemptCanceled(Now, stop.Key, stop.Number));
        }
        if (!run.State.Status.IsEnded())
            return;
        Count(run);
        LetIn();
    }

    private void Count(OpenRun run)
    {
        var before = _streak;
        _streak = _streak.After(new StreakRun(run.State.Trigger, run.State.Status, IsOfLatestFailure: run.State.Trigger == RunTrigger.Retry));
        if (_streak.Failures <= before.Failures || _schedule is not { PausedBy: null } schedule || !_streak.Pauses(schedule.Definition.AutoPauseAfter))
            return;
        var number = Runs.Count(other => other.State.Trigger == RunTrigger.Schedule && other.State.NominalAt <= run.State.NominalAt);
        _schedule = schedule with { PausedBy = "auto-pause", PauseReason = _streak.Reason($"run {number}", run.State.Error?.Message) };
    }

    private LiveAttempt Begin(OpenRun run, RunAction.StartAttempt start)
    {
        var step = ScriptedStep.Parse(NextLine(start.Key));
        var task = _workflow.Tasks.First(task => task.Id == start.Key.Task);
        var timesOut = task.Timeout is { } timeout && step.After > timeout;
        return new LiveAttempt(run, start.Key, start.Number, timesOut ? null : step, _true + (timesOut ? task.Timeout!.Value : step.After));
    }

    private string NextLine(TaskKey key)
    {
        if (!_scripts.TryGetValue(key.ToString(), out var lines) && !_scripts.TryGetValue(key.Task.Value, out lines))
            return "ok";
        return lines.Count > 1 ? lines.Dequeue() : lines.Peek();
    }

    private void End(LiveAttempt attempt)
    {
        _live.Remove(attempt);
        var fact = attempt.Step?.Fact(Now, attempt.Key, attempt.Number)
            ?? new RunEvent.AttemptFailed(Now, attempt.Key, attempt.Number, new TaskError(ProblemCodes.ExecutionTimeout, ErrorClasses.Timeout, "It took too long."));
        Advance(attempt.Run, fact);
    }

    internal sealed class OpenRun(RunState state)
    {
        public RunState State { get; set; } = state;

        public bool Waits { get; init; }

        public Instant? WakeAt { get; set; }

        public Instant? StaleAt { get; init; }

        public bool IsStale(Instant now) => State.Status == RunStatus.Pending && StaleAt <= now;
    }

    private sealed record LiveAttempt(OpenRun Run, TaskKey Key, int Number, ScriptedStep? Step, Instant EndsAt);
}
