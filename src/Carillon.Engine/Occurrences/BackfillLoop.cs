using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>
/// Makes the next runs of backfills when there is room for them: at start, when one of their runs has ended, and when definitions change. A run and the
/// item it belongs to are one transaction, so a crash neither loses nor doubles one.
/// </summary>
internal sealed class BackfillLoop(EngineOptions options, Database database, LiveSchedules live, RunKeeper runs, ILogger log)
{
    // One transaction stays small; what is left over follows at once.
    private const int Batch = 200;
    private static readonly Duration AfterFault = Duration.FromMinutes(1);
    private readonly Alarm _alarm = new(options.Time);

    /// <summary>There may be room for more runs: look again.</summary>
    public void LookAgain() => LookAt(options.Time.Now());

    /// <summary>The same at the latest then.</summary>
    public void LookAt(Instant at) => _alarm.Set(at);

    public async Task RunAsync(CancellationToken stop)
    {
        LookAgain();
        while (!stop.IsCancellationRequested)
        {
            await _alarm.WaitAsync(stop);
            if (stop.IsCancellationRequested)
                return;
            try
            {
                foreach (var backfill in database.Read(sql => BackfillStore.Running(sql, options.Project)))
                    await AdvanceAsync(backfill);
                // Other nodes may have ended runs of them, and be gone.
                if (options.IsShared)
                    _alarm.Set(options.Time.Now() + Duration.FromSeconds(1));
            }
            catch (StorageException e)
            {
                log.LogWarning("Backfills cannot go on: {Reason} Trying again.", e.Message);
                _alarm.Set(options.Time.Now() + Duration.FromSeconds(1));
            }
        }
    }

    /// <summary>A run has ended: its item ends with it, and the backfill when it was the last.</summary>
    public void RunEnded(Sql sql, EndedRun run)
    {
        if (run.Trigger != RunTrigger.Backfill)
            return;
        if (BackfillStore.EndItem(sql, run.Id, run.Status) is not { } id || BackfillStore.Status(sql, options.Project, id) is not { } from)
            return;
        if (BackfillStore.IsDone(sql, id) && BackfillTransitions.After(from, BackfillEvent.LastRunEnded) is { } to)
            BackfillStore.SetStatus(sql, id, to, options.Time.Now());
        sql.AfterCommit(LookAgain);
    }

    private async Task AdvanceAsync(OpenBackfill backfill)
    {
        try
        {
            await database.WriteAsync(sql => Advance(sql, backfill));
        }
#pragma warning disable CA1031 // whatever is wrong with one backfill must not hold up the others
        catch (Exception e) when (e is not StorageException)
#pragma warning restore CA1031
        {
            log.LogError(e, "Backfill {Backfill} could not go on; it is tried again in a minute.", backfill.Id);
            await database.WriteAsync(sql => BackfillStore.SetTrouble(sql, backfill.Id, e.Message));
            _alarm.Set(options.Time.Now() + AfterFault);
        }
    }

    private void Advance(Sql sql, OpenBackfill backfill)
    {
        // Read anew: it may have been paused meanwhile.
        if (BackfillStore.Status(sql, options.Project, backfill.Id) != BackfillStatus.Running)
            return;
        var room = backfill.Concurrency - BackfillStore.OpenItems(sql, backfill.Id);
        var next = room > 0 ? BackfillStore.Waiting(sql, backfill.Id, Math.Min(room, Batch)) : [];
        if (next.Count == 0)
            return;
        var made = Prepare(sql, backfill);
        BackfillStore.SetTrouble(sql, backfill.Id, made.IsOk ? null : made.Problems[0].Message);
        if (!made.IsOk)
            return;
        foreach (var (place, nominalAt) in next)
        {
            var run = runs.CreateWithinBudget(sql, made.Value.Run with { NominalAt = nominalAt, Window = made.Value.Windows?.Of(nominalAt), Input = (JsonObject)made.Value.Run.Input.DeepClone() });
            if (!run.IsOk)
            {
                // Budgets are raised and months begin without a word to this loop.
                BackfillStore.SetTrouble(sql, backfill.Id, run.Problems[0].Message);
                sql.AfterCommit(() => _alarm.Set(options.Time.Now() + AfterFault));
                return;
            }

            BackfillStore.Start(sql, backfill.Id, place, run.Value);
        }

        if (next.Count == Batch)
            sql.AfterCommit(LookAgain);
    }

    /// <summary>The run without its nominal time, or why none can be made now: the schedule is gone or no longer fits its workflow. Definitions that change are looked at again.</summary>
    private Checked<(NewRun Run, DataWindows? Windows)> Prepare(Sql sql, OpenBackfill backfill)
    {
        if (ScheduleStore.Find(sql, options.Project, backfill.Schedule) is not { } schedule)
            return Checked<(NewRun, DataWindows?)>.Bad(new Problem(ProblemCodes.ScheduleNotFound, $"Schedule '{backfill.Schedule}' is not there any more."));
        var meaning = live.Of(schedule);
        if (!meaning.IsOk)
            return Checked<(NewRun, DataWindows?)>.Bad(meaning.Problems);
        var (workflow, definition, _) = meaning.Value;
        var input = InputOf(workflow, definition.Input, backfill.Input is { } text ? (JsonObject)JsonNode.Parse(text)! : null);
        return input.IsOk
            ? Checked<(NewRun, DataWindows?)>.Ok((new NewRun(workflow, RunTrigger.Backfill, input.Value, backfill.By) { ScheduleId = schedule.Id, Schedule = definition, Priority = definition.Priority }, definition.Windows))
            : Checked<(NewRun, DataWindows?)>.Bad(input.Problems);
    }

    /// <summary>The schedule's input with the other laid over it, checked.</summary>
    public static Checked<JsonObject> InputOf(WorkflowDefinition workflow, JsonObject own, JsonObject? over)
    {
        var input = (JsonObject)own.DeepClone();
        foreach (var (key, value) in over ?? [])
            input[key] = value?.DeepClone();
        return InputSchema.Check(workflow.Input, input);
    }
}
