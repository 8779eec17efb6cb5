using System.Collections.Concurrent;
using System.Text;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Core.Security;
using Carillon.Engine.Connections;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Runs;

/// <summary>Carries claimed attempts out: input, handler, timeout, cancel, and the report of the result, which is tried until it is durable.</summary>
internal sealed class AttemptRunner
{
    private const int OutputLimit = 1024 * 1024;
    private const string Stopping = "the server is stopping";
    private static readonly TimeSpan ReportBackoff = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<long, LiveAttempt> _live = new();
    private readonly EngineOptions _options;
    private readonly IReadOnlyDictionary<string, ITaskHandler> _handlers;
    private readonly Database _database;
    private readonly RunKeeper _runs;
    private readonly RunCache _cache;
    private readonly ClaimKeeper _claims;
    private readonly LogLoop _logs;
    private readonly AttemptInputs _inputs;
    private readonly Breakers _breakers;
    private readonly ILogger _log;
    private volatile bool _isClosed;

    public AttemptRunner(
        EngineOptions options, IReadOnlyDictionary<string, ITaskHandler> handlers, Database database, RunKeeper runs, RunCache cache, ClaimKeeper claims, LogLoop logs, AttemptInputs inputs, Breakers breakers,
        ILogger log)
    {
        (_options, _handlers, _database, _runs, _cache, _claims, _logs, _inputs, _breakers, _log) = (options, handlers, database, runs, cache, claims, logs, inputs, breakers, log);
        claims.Claimed = claim =>
        {
            var live = new LiveAttempt(claim, options, logs.Open(claim));
            _live[claim.Row.Id] = live;
            if (_isClosed)
                live.Stop(StopReason.Released, Stopping);
            _ = options.Start(() => RunAsync(live));
        };
        runs.StopAttempt = (id, reason) =>
        {
            if (_live.TryGetValue(id, out var live))
                live.Stop(StopReason.Canceled, reason);
        };
    }

    /// <summary>True while this process works on the attempt.</summary>
    public bool IsLive(long id) => _live.ContainsKey(id);

    public int LiveCount => _live.Count;

    /// <summary>From now on nothing begins: what is claimed all the same is put back at once.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Stops what was claimed before an instant, because the claims may no longer be this node's. What still is when it is reported goes back into the queue, uncounted.</summary>
    public void StopAll(string why, Instant claimedBefore)
    {
        foreach (var live in _live.Values.Where(live => live.Claim.Row.ClaimedAt < claimedBefore))
            live.Stop(StopReason.Released, why);
    }

    /// <summary>Stops everything and puts it back into the queue, uncounted.</summary>
    public async Task ReleaseAllAsync(TimeSpan patience)
    {
        StopAll(Stopping, Instant.MaxValue);
        await Task.WhenAny(Task.WhenAll(_live.Values.Select(l => l.Ended.Task)), _options.PauseAsync(patience));
    }

    private async Task RunAsync(LiveAttempt live)
    {
        FailPoint.Hit("start");
        TaskResult? result = null;
        AttemptInput? input = null;
        var run = live.Claim.Run;
        var task = run.TaskOf(live.Claim.Row.Key);
        using var scope = _options.LogsScopes ? _log.BeginScope("run {RunId} task {TaskKey} attempt {Attempt}", run.Id.Value, live.Claim.Row.Key.ToString(), live.Claim.Row.Number) : null;
        var span = _options.Tracer.Begin(live.Claim);
        live.TraceParent = span?.Id;
        try
        {
            var resolved = AttemptInputs.IsPlain(run.Definition, _handlers.GetValueOrDefault(task.Uses)?.Type)
                ? _inputs.Read(run, live.Claim.Row.Key, live.Log)
                : await Outage.OutlastAsync(() => Task.FromResult(_inputs.Read(run, live.Claim.Row.Key, live.Log)), _database, _options.Time, live.Token);
            if (resolved.IsOk)
            {
                input = resolved.Value;
                result = await DeferredAsync(live, input) ?? await CarryOutAsync(live, task.Uses, input, task.Timeout, task.HeartbeatTimeout);
            }
            else
            {
                result = Failed(resolved.Problems[0].Code, ErrorClasses.Input, string.Join(" ", resolved.Problems.Select(p => p.Suggestion is { } fix && p.Code != ProblemCodes.ExpressionFailed ? $"{p.Message} {fix}" : p.Message)), retryable: false);
            }
        }
        catch (OperationCanceledException) when (live.Reason is not null)
        {
            // Stopped before it began.
        }
#pragma warning disable CA1031 // a handler may throw anything; it is the attempt that fails, not the engine
        catch (Exception e)
#pragma warning restore CA1031
        {
            result = Failed(ProblemCodes.TaskFailed, ErrorClasses.Unexpected, $"{e.GetType().Name}: {e.Message}");
            live.Log.Line(e.ToString());
        }
        finally
        {
            live.RemoveFolder();
        }
        // Whatever came of it: from here on it is stored and shown.
        result = Masked(result, live.Log);
        if (result is TaskResult.Failed { Error: var error })
            live.Log.Line($"failed: {error.Message} ({error.Code}, {error.Class})");
        EngineTracer.End(span, result is TaskResult.PokeAgain ? "poked" : Outcome(result), (result as TaskResult.Failed)?.Error, _options.Time.Now());
        FailPoint.Hit("finish");
        await ReportAsync(live, result, input?.Shown.ToJsonString());
    }

    private async Task<TaskResult?> CarryOutAsync(LiveAttempt live, string uses, AttemptInput input, Duration? timeout, Duration? heartbeat)
    {
        if (!_handlers.TryGetValue(uses, out var handler))
            return Failed(ProblemCodes.UnknownTaskType, ErrorClasses.Input, $"No task type '{uses}' is installed.", retryable: false);
        if (!live.Begin())
            return null;
        live.Watch(timeout, heartbeat);
        try
        {
            return Checked(await live.WaitAsync(handler.RunAsync(live.Context(input), live.Token)));
        }
        catch (TaskFailedException e) when (live.Reason is null)
        {
            return new TaskResult.Failed(e.Error);
        }
        catch (Exception e) when (live.Reason is { } reason)
        {
            if (e is not OperationCanceledException and not TimeoutException)
                live.Log.Line($"while stopping: {e.Message}");
            return reason == StopReason.TimedOut ? Failed(ProblemCodes.ExecutionTimeout, ErrorClasses.Timeout, live.ReasonText) : null;
        }
    }

    private static TaskResult Checked(TaskResult result) =>
        result is TaskResult.Succeeded { Output: { } output } && Encoding.UTF8.GetByteCount(output.ToJsonString()) is > OutputLimit and var size
            ? Failed(ProblemCodes.OutputTooLarge, ErrorClasses.Assertion,
                $"The output has {size:N0} bytes; at most {OutputLimit:N0} are passed between tasks. Keep large results as an artifact and pass its path.", retryable: false)
            : result;

    /// <summary>What keeps the attempt from being begun: its connection is down; else null.</summary>
    private async Task<TaskResult?> DeferredAsync(LiveAttempt live, AttemptInput input)
    {
        if (input.Connection is not { } connection)
            return null;
        live.Connection = connection.Name;
        var pass = await Outage.OutlastAsync(() => _breakers.PassAsync(connection.Name, live.Claim.Row), _database, _options.Time, live.Token);
        live.IsProbe = pass.IsProbe;
        return pass.MayBegin ? null : new DeferredResult(pass.Until, pass.Reason);
    }

    /// <summary>What the result says of the connection; see <see cref="Breakers.Ended"/>.</summary>
    private static (bool? CameThrough, string Failure) OfConnection(LiveAttempt live, TaskResult? result)
    {
        if (result is TaskResult.Failed { Error: var error })
            return BreakerPolicy.IsOfConnection(error) ? (false, error.Message) : (error.Class is ErrorClasses.Client or ErrorClasses.Assertion or ErrorClasses.RateLimit ? true : error.IsOfConnection == false ? true : null, "");
        if (live.Passed is { } passed && BreakerPolicy.IsOfConnection(passed))
            return (false, live.Log.Mask.Apply(passed.Message, mayBeCut: true));
        return (result is TaskResult.Succeeded or TaskResult.PokeAgain ? true : null, "");
    }

    /// <summary>The result without the attempt's secrets, some of which its handler may have come by itself.</summary>
    private static TaskResult? Masked(TaskResult? result, TaskLog log) => log.Mask.IsNone ? result : result switch
    {
        TaskResult.Succeeded done => new TaskResult.Succeeded(log.Mask.Apply(done.Output)),
        TaskResult.Failed { Error: var error } => new TaskResult.Failed(error with { Message = log.Mask.Apply(error.Message, mayBeCut: true) }),
        DeferredResult wait => wait with { Reason = log.Mask.Apply(wait.Reason) },
        TaskResult.Skipped skipped => new TaskResult.Skipped(log.Mask.Apply(skipped.Reason, mayBeCut: true)),
        _ => result,
    };

    /// <summary>Null result: canceled, or put back when the process is going down.</summary>
    private async Task ReportAsync(LiveAttempt live, TaskResult? result, string? input)
    {
        Action<Sql> report = sql => Report(sql, live, result, input);
        while (true)
        {
            try
            {
                await _database.WriteAsync(report, about: live.Claim.Row.Run);
                break;
            }
            catch (StorageException e) when (!_database.IsClosed)
            {
                _log.LogWarning("The result of {Run} {Task} could not be stored yet: {Reason}", live.Claim.Row.Run, live.Claim.Row.Key, e.Message);
                await _options.PauseAsync(ReportBackoff);
            }
            catch (StorageException)
            {
                break;
            }
#pragma warning disable CA1031 // a run that cannot take the result must not keep the slot for ever
            catch (Exception e)
#pragma warning restore CA1031
            {
                _log.LogError(e, "Run {Run} cannot go on.", live.Claim.Row.Run);
                report = sql =>
                {
                    _claims.GiveBack(sql, live.Claim.Row.Id);
                    _runs.Abandon(sql, live.Claim.Row.Run, e);
                };
            }
        }
        // What was put back may be claimed here again by now, and a database that was restored to an earlier state gives numbers again: only its own entry.
        _live.TryRemove(KeyValuePair.Create(live.Claim.Row.Id, live));
        live.Dispose();
    }

    private void Report(Sql sql, LiveAttempt live, TaskResult? result, string? input)
    {
        var claim = live.Claim.Row;
        _claims.GiveBack(sql, claim.Id);
        if (_cache.Find(sql, claim.Run) is not { } held || held.Attempts.GetValueOrDefault(claim.Key) is not { IsRunning: true } row || row.Id != claim.Id || row.Fence != claim.Fence)
        {
            _log.LogWarning("A late result of {Run} {Task} attempt {Number} was refused: the claim is no longer held.", claim.Run, claim.Key, claim.Number);
            return;
        }
        live.Log.End();
        _logs.Write(sql, live.Log);
        if (result is null && live.Reason == StopReason.Released)
        {
            if (!live.HasBegun || live.Claim.Run.TaskOf(row.Key).Idempotent)
            {
                // Back into the queue, uncounted: this node is going down and says so.
                _cache.Change(held, row with { Node = null, LeaseUntil = null });
                return;
            }
            // It may have gone through, as with a process that dies.
            result = Failed(ProblemCodes.AttemptLost, ErrorClasses.Lost, "The server was stopped while the attempt ran.");
        }
        var now = _options.Time.Now();
        if (live.Connection is { } connection)
        {
            var (cameThrough, failure) = result is DeferredResult ? (null, "") : OfConnection(live, result);
            _breakers.Ended(sql, connection, row, live.IsProbe, cameThrough, failure);
        }
        _cache.Remove(sql, held, row);
        if (result is not (TaskResult.PokeAgain or DeferredResult))
        {
            AttemptStore.Record(sql, row, Outcome(result), now, input, (result as TaskResult.Failed)?.Error);
            sql.AfterCommit(() => _options.Meter.AttemptEnded(live.Claim.Run.TaskOf(row.Key).Uses, Outcome(result), now - row.ClaimedAt));
        }
        _runs.Apply(sql, row.Run, Event(row, result, now));
        if (result is DeferredResult)
            _breakers.Wait(sql, live.Connection!, row);
        // What it waits for may have ended while the poke was under way: then nobody else will wake it.
        if (result is TaskResult.PokeAgain { Awaits: { } awaited } && _runs.Load(sql, awaited)?.Status.IsEnded() != false)
            _runs.Apply(sql, row.Run, new RunEvent.TaskWoken(now, row.Key));
    }

    private static string Outcome(TaskResult? result) => result switch
    {
        TaskResult.Succeeded => "succeeded",
        TaskResult.Failed => "failed",
        TaskResult.Skipped => "skipped",
        _ => "canceled",
    };

    private static RunEvent Event(AttemptRow row, TaskResult? result, Instant now) => result switch
    {
        TaskResult.Succeeded done => new RunEvent.AttemptSucceeded(now, row.Key, row.Number, done.Output),
        TaskResult.Failed failed => new RunEvent.AttemptFailed(now, row.Key, row.Number, failed.Error),
        TaskResult.PokeAgain poke => new RunEvent.AttemptPoked(now, row.Key, row.Number, now + poke.After),
        DeferredResult wait => new RunEvent.AttemptDeferred(now, row.Key, row.Number, wait.Until, wait.Reason),
        TaskResult.Skipped skipped => new RunEvent.AttemptSkipped(now, row.Key, row.Number, skipped.Reason),
        _ => new RunEvent.AttemptCanceled(now, row.Key, row.Number),
    };

    private static TaskResult.Failed Failed(string code, string kind, string message, bool retryable = true) =>
        new(new TaskError(code, kind, message, retryable));
}
