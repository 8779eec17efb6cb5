using Carillon.Core;
using Carillon.Engine.Schedules;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Tests.Scenarios;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.Scenarios;

/// <summary>
/// A scenario on the real engine: SQLite, loops, threads, and a clock that leaps from one thing to the next once the engine has nothing left to do.
/// The scenario counts by a true clock; <c>clock back</c> sets apart from it what the engine is shown.
/// </summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Held> _held = [];
    private readonly Scenario _scenario;
    private readonly ManualTime _time;
    private readonly EngineFixture _engine;
    private readonly Dictionary<string, Queue<string>> _scripts;
    private readonly Queue<(Instant At, string Action)> _timeline;
    private Duration _ahead;

    public EngineWorld(Scenario scenario)
    {
        _scenario = scenario;
        _time = new ManualTime(scenario.StartAt);
        _engine = new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", scenario.Workflow);
        _engine.Step.Otherwise = CarryOutAsync;
        _scripts = scenario.Results.ToDictionary(entry => entry.Key, entry => new Queue<string>(entry.Value), StringComparer.Ordinal);
        _timeline = new(scenario.Timeline.Select(ScriptedStep.Cut).Select(line => (scenario.Time(line.First), line.Tail)));
    }

    private Instant True => _time.Now() - _ahead;

    private WorkflowDefinition Workflow => _engine.Host.Catalog.Entries.Single().Live!;

    public List<LedgerEntry> Ledger() => _engine.Host.Database.Read(sql => sql.Query(
        "select nominal_at, last_nominal_at, count, outcome, reason from ledger order by nominal_at",
        row => new LedgerEntry(row.GetInt64(0).ToInstant(), row.GetInt64(1).ToInstant(), row.GetInt32(2), OutcomeText.Parse(row.GetString(3)), row.GetString(4))));

    public List<RunState> Runs() => _engine.Host.Database.Read(sql => sql
        .Query("select id from runs order by id", row => new RunId(row.GetString(0)))
        .ConvertAll(id => RunStore.Load(sql, [id], (_, _, _) => Workflow).Single().State));

    public async Task GoAsync()
    {
        await _engine.StartAsync();
        await IdleAsync();
        while (NextMoment() is { } at && at <= _scenario.UntilAt)
        {
            if (at > True)
                _engine.Leap(at - True);
            if (_timeline.TryPeek(out var entry) && entry.At <= True)
                await ActAsync(_timeline.Dequeue().Action);
            else
                await EndAsync();
            await IdleAsync();
        }
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private Instant? NextMoment()
    {
        var wakeUps = _engine.Host.Database.Read(sql => sql.Query(
            "select next_due_at from schedules where next_due_at is not null union all select wake_at from runs where wake_at is not null",
            row => (Instant?)(row.GetInt64(0).ToInstant() - _ahead)));
        lock (_gate)
            return wakeUps.Concat(_held.Select(held => (Instant?)held.EndsAt)).Append(_timeline.TryPeek(out var entry) ? entry.At : null).Min();
    }

    private Task IdleAsync() => _engine.IdleAsync(() =>
    {
        lock (_gate)
            return _held.Count(held => held.EndsAt > True || !held.TimesOut);
    });

    private async Task ActAsync(string action)
    {
        var (verb, rest) = ScriptedStep.Cut(action);
        switch (verb)
        {
            case "run":
                await _engine.RunAsync(Workflow.Id.Value);
                break;
            case "retry":
                (await _engine.Host.Runs.RetryAsync(Runs()[^1].Id, "scenario")).IsOk.ShouldBeTrue();
                break;
            case "cancel":
                foreach (var run in Runs().Where(run => !run.Status.IsEnded()))
                    (await _engine.Host.Runs.CancelAsync(run.Id, rest["by ".Length..], "scenario")).IsOk.ShouldBeTrue();
                break;
            case "pause":
                var by = rest["by ".Length..].Split(": ", 2);
                (await _engine.Host.Schedules.PauseAsync(Schedule(), new ScheduleEdit(by[0], by.ElementAtOrDefault(1)))).IsOk.ShouldBeTrue();
                break;
            case "resume":
                (await _engine.Host.Schedules.ResumeAsync(Schedule(), new ScheduleEdit("ann"))).IsOk.ShouldBeTrue();
                break;
            case "down":
                await CrashAsync(Scenario.Length(rest));
                break;
            case "clock":
                var back = Scenario.Length(rest["back ".Length..]);
                _ahead -= back;
                _time.Step(-back);
                break;
            default:
                throw new FormatException($"'{action}' is no action.");
        }
    }

    private ScheduleId Schedule() => ScheduleId.For("default", Workflow.Id, Workflow.Schedules[0].Key);

    /// <summary>Ends the attempt whose time has come, if it is the script that ends it.</summary>
    private async Task EndAsync()
    {
        Held? ended;
        lock (_gate)
        {
            ended = _held.Find(held => held.EndsAt <= True && !held.TimesOut);
            if (ended is null)
                return;
            _held.Remove(ended);
        }
        if (ended.Step.Verb == "lost")
            await CrashAsync(Duration.Zero);
        else
            ended.Result.SetResult(ResultOf(ended.Step, ended.Context));
    }

    private async Task CrashAsync(Duration length)
    {
        _engine.Crash();
        lock (_gate)
            _held.Clear();
        _time.Leap(length);
        await _engine.StartAsync();
    }

    private async Task<TaskResult> CarryOutAsync(TaskContext context, CancellationToken stop)
    {
        Held held;
        lock (_gate)
        {
            var step = ScriptedStep.Parse(NextLine(context.Key));
            if (step.Verb != "lost" && step.After == Duration.Zero)
                return ResultOf(step, context);
            var timeout = Workflow.Tasks.First(task => task.Id == context.Key.Task).Timeout;
            var timesOut = step.After > timeout;
            held = new Held(context, step, True + (timesOut ? timeout!.Value : step.After), timesOut);
            _held.Add(held);
        }
        try
        {
            return await held.Result.Task.WaitAsync(stop);
        }
        finally
        {
            lock (_gate)
                _held.Remove(held);
        }
    }

    private string NextLine(TaskKey key)
    {
        if (!_scripts.TryGetValue(key.ToString(), out var lines) && !_scripts.TryGetValue(key.Task.Value, out lines))
            return "ok";
        return lines.Count > 1 ? lines.Dequeue() : lines.Peek();
    }

    private static TaskResult ResultOf(ScriptedStep step, TaskContext context)
    {
        var at = context.NominalAt;
        return step.Fact(at, context.Key, context.Attempt) switch
        {
            RunEvent.AttemptSucceeded fact => new TaskResult.Succeeded(fact.Output),
            RunEvent.AttemptFailed fact => new TaskResult.Failed(fact.Error),
            RunEvent.AttemptPoked fact => new TaskResult.PokeAgain(fact.NextAt - at),
            RunEvent.AttemptSkipped fact => new TaskResult.Skipped(fact.Reason),
            var fact => throw new FormatException($"An attempt cannot end by {fact.GetType().Name}."),
        };
    }

    /// <summary>An attempt that takes its time, or that dies with its node. Two are never equal.</summary>
    private sealed class Held(TaskContext context, ScriptedStep step, Instant endsAt, bool timesOut)
    {
        public TaskContext Context => context;

        public ScriptedStep Step => step;

        /// <summary>By the true clock.</summary>
        public Instant EndsAt => endsAt;

        /// <summary>True when it is the engine that ends it.</summary>
        public bool TimesOut => timesOut;

        public TaskCompletionSource<TaskResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
