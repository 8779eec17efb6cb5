using System.Data.Common;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Carillon.Engine.Tests;

/// <summary>A real engine on a real database and a folder of its own, with a task type whose attempts the test decides.</summary>
public sealed class EngineFixture : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("carillon-test-").FullName;
    private readonly SemaphoreSlim _changed = new(0);
    private EngineHost? _host;

    public EngineFixture(Func<EngineOptions, EngineOptions>? options = null)
    {
        Directory.CreateDirectory(Workflows);
        Options = new EngineOptions { DataFolder = Path.Combine(_root, "data"), Workflows = Workflows, IsOnlyNode = true };
        Options = options?.Invoke(Options) ?? Options;
        Options = Options with { Database = Options.Database ?? TestDatabase.For(Options.DataFolder) };
    }

    public EngineOptions Options { get; }

    public StepTask Step { get; } = new();

    /// <summary>Asked before each commit of the next engine to be started; true refuses it, as a full disk would.</summary>
    public Func<bool>? RefuseCommit { get; set; }

    /// <summary>Where the next engine to be started writes its log. Default nowhere.</summary>
    public ILogger<EngineHost> Log { get; set; } = NullLogger<EngineHost>.Instance;

    public EngineHost Host => _host ?? throw new InvalidOperationException("Start the engine first.");

    public string Workflows => Path.Combine(_root, "workflows");

    public string DataFolder => Options.DataFolder;

    public EngineFixture File(string name, string yaml)
    {
        // Moved into place whole, as editors save: a watcher never sees half a file.
        var written = Path.Combine(_root, name);
        System.IO.File.WriteAllText(written, yaml);
        System.IO.File.Move(written, Path.Combine(Workflows, name), overwrite: true);
        return this;
    }

    public async Task<EngineFixture> StartAsync(params ITaskHandler[] more)
    {
        _host = new EngineHost(Options, [Step, .. more], Log);
        _host.Database.RefuseCommit = RefuseCommit;
        _host.Feed.Changed += _ => _changed.Release();
        await _host.StartAsync(CancellationToken.None);
        await _host.Reconcile.FirstPass;
        return this;
    }

    /// <summary>The process dies: nothing is put in order. What was in flight is lost with it.</summary>
    public void Crash()
    {
        Host.Dispose();
        Step.Forget();
        _host = null;
    }

    public async Task<RunId> RunAsync(string workflow, JsonObject? input = null, string? key = null)
    {
        var started = await Host.Runs.StartAsync(new StartRun(new WorkflowId(workflow), input ?? [], RunTrigger.Manual, "test") { IdempotencyKey = key });
        return started.Value;
    }

    /// <summary>Waits until the run has ended, by the engine's own signals.</summary>
    public async Task<string> EndAsync(RunId run)
    {
        await UntilAsync(() => Status(run) is "completed" or "failed" or "canceled", $"run {run} to end");
        return Status(run);
    }

    public string Status(RunId run) => Text("select status from runs where id = $1", run.Value);

    /// <summary>As the API tells it: a claim is told by the attempt's row before it is by the task's.</summary>
    public string TaskStatus(RunId run, string task, int item = -1) =>
        new TaskRunReader(Host.Database).List(run).Where(t => t.TaskId.Value == task && (t.Item ?? -1) == item).Select(t => StatusText.Of(t.Status)).SingleOrDefault() ?? "";

    /// <summary>The first column of the first row as text; empty for null and for no row.</summary>
    public string Text(string sql, params object?[] args) => Host.Database.Read(s => s.First(sql, row => Shown(row, 0), args)) ?? "";

    public List<string> Rows(string sql, params object?[] args) =>
        Host.Database.Read(s => s.Query(sql, row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => Shown(row, i))), args));

    // SQLite's truths are numbers.
    private static string Shown(DbDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetValue(column) is var value && value is bool truth ? (truth ? "1" : "0") : value.ToString()!;

    /// <summary>What the first column, a JSON object, has under the key, for each row.</summary>
    public List<string> Keys(string key, string sql, params object?[] args) =>
        Host.Database.Read(s => s.Query(sql, row => JsonNode.Parse(row.GetString(0))![key]?.ToString() ?? "", args));

    public long Count(string sql, params object?[] args) => Host.Database.Read(s => s.Number(sql, args)) ?? 0;

    /// <summary>Waits for a condition over the database, looking again whenever the engine says that a run changed; fails with words after half a minute in which none did, or five minutes.</summary>
    public async Task UntilAsync(Func<bool> condition, string what, Func<string>? state = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        var changed = started;
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromMinutes(5), $"waited for {what}");
            if (TimeProvider.System.GetElapsedTime(changed) > TimeSpan.FromSeconds(30))
                throw new TimeoutException($"waited for {what}; {(state ?? State)()}");
            if (await ChangeAsync(TimeSpan.FromMilliseconds(20)))
                changed = TimeProvider.System.GetTimestamp();
        }
    }

    /// <summary>The same for what the clock must bring about: it moves on by a step with every second that the condition does not hold, for a loop that had not gone to sleep before the last leap.</summary>
    public Task UntilAsync(Func<bool> condition, string what, Duration step) => UntilAsync(condition, what, () => Leap(step));

    /// <summary>The same with something to be done with every second that the condition does not hold.</summary>
    public Task UntilAsync(Func<bool> condition, string what, Action eachSecond)
    {
        var done = TimeProvider.System.GetTimestamp();
        return UntilAsync(
            () =>
            {
                if (condition())
                    return true;
                if (TimeProvider.System.GetElapsedTime(done) > TimeSpan.FromSeconds(1))
                {
                    eachSecond();
                    done = TimeProvider.System.GetTimestamp();
                }
                return false;
            },
            what);
    }

    private string State() => string.Join("; ",
    [
        "runs " + string.Join(',', Rows("select id, status, wake_at from runs where completed_at is null")),
        "attempts " + string.Join(',', Rows("select id, run_id, status, canceling, claims, lease_until from attempts")),
        $"live {Host.LiveAttempts}, now {Options.Time.Now().ToStored()}, trouble {Host.Database.Trouble}",
    ]);

    /// <summary>Waits for the engine to say that a run changed since the last such wait, or for so long. True when one did.</summary>
    public async Task<bool> ChangeAsync(TimeSpan longest)
    {
        var isChanged = await _changed.WaitAsync(longest);
        while (_changed.Wait(0))
        {
            // One look answers every change so far.
        }
        return isChanged;
    }

    /// <summary>
    /// Waits until nothing is left to do at this moment of the clock: nothing is due, no run wants to be planned, every queued attempt has been claimed,
    /// and of the claimed ones only those that the test holds are under way. Needs slots and pools enough for all.
    /// </summary>
    /// <param name="held">How many attempts the test itself keeps from ending; one that is on its way out must not be counted. Default: those at a gate of <see cref="StepTask.Hold"/>.</param>
    public Task IdleAsync(Func<int>? held = null) => UntilAsync(
        () =>
        {
            var now = Options.Time.Now().ToStored();
            var (toDo, running) = Host.Database.Read(sql => (
                sql.Number(
                    """
                    select (select count(*) from schedules where wake_at <= $1 and archived_at is null)
                         + (select count(*) from runs where wake_at <= $1)
                         + (select count(*) from attempts where status = 'ready' or canceling = 1)
                    """,
                    now),
                sql.Number("select count(*) from attempts where status = 'running'")));
            return toDo == 0 && running == (held?.Invoke() ?? Step.Held) && Host.LiveAttempts == running;
        },
        "the engine to have nothing left to do",
        () => string.Join("; ",
        [
            "wake " + string.Join(',', Rows("select id, wake_at, next_due_at from schedules where wake_at <= $1", Options.Time.Now().ToStored())),
            "runs " + string.Join(',', Rows("select id, status, wake_at from runs where wake_at <= $1", Options.Time.Now().ToStored())),
            "attempts " + string.Join(',', Rows("select id, run_id, status, canceling, claims from attempts")),
            $"live {Host.LiveAttempts}, held {Step.Held}, trouble {Host.Database.Trouble}",
        ]));

    /// <summary>Moves the manual clock in one leap, and has the loops look at it: a loop that was just about to sleep would look only when its clock moves on.</summary>
    public void Leap(Duration by)
    {
        ((ManualTime)Options.Time).Leap(by);
        Host.LookAtClock();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            Step.Forget();
            await _host.StopAsync(CancellationToken.None);
            _host.Dispose();
        }
        TestDatabase.Drop(Path.Combine(_root, "data"));
        Directory.Delete(_root, recursive: true);
    }
}
