using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>What people ask of backfills. Thread safe. A change is durable, and in the audit trail, when the task completes.</summary>
public sealed class BackfillService
{
    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly LiveSchedules _live;
    private readonly RunKeeper _runs;
    private readonly ReconcileLoop _reconcile;
    private readonly Action _changed;

    internal BackfillService(EngineOptions options, Database database, LiveSchedules live, RunKeeper runs, ReconcileLoop reconcile, Action changed) =>
        (_options, _database, _live, _runs, _reconcile, _changed) = (options, database, live, runs, reconcile, changed);

    /// <summary>What it would run; nothing is written. Problems: SCH031 unknown schedule, SCH016 a range or number that cannot be, SCH020 input that does not fit.</summary>
    public async Task<Checked<BackfillPreview>> PreviewAsync(ScheduleId id, BackfillRequest request)
    {
        await _reconcile.FirstPass;
        return _database.Read(sql => Plan(sql, id, request));
    }

    /// <summary>
    /// Makes a backfill of what <see cref="PreviewAsync"/> lists, and begins it. Its runs have trigger <c>backfill</c>: they are no overlap of the schedule, do not
    /// count as failures in a row, and do not move its cursor. Problems: those of the preview, SCH033 when there is nothing to run, SCH055.
    /// </summary>
    /// <exception cref="StorageException">The database cannot be written; nothing was made.</exception>
    public async Task<Checked<long>> StartAsync(ScheduleId id, BackfillRequest request)
    {
        await _reconcile.FirstPass;
        var made = await _database.WriteAsync(sql =>
        {
            if (BackfillStore.WithKey(sql, id, request) is { } known)
            {
                return known.IsSame
                    ? Checked<long>.Ok(known.Id)
                    : Checked<long>.Bad(new Problem(ProblemCodes.IdempotencyConflict, $"The key '{request.IdempotencyKey}' came before with another backfill ({known.Id})."));
            }

            var plan = Plan(sql, id, request);
            if (!plan.IsOk)
                return Checked<long>.Bad(plan.Problems);
            return plan.Value.NominalTimes.Count == 0
                ? Checked<long>.Bad(new Problem(ProblemCodes.StateConflict, $"There is nothing to run from {TimeText.Of(plan.Value.From)} to {TimeText.Of(plan.Value.To)}.", Suggestion: Nothing(request.Selection)))
                : Checked<long>.Ok(Insert(sql, _options, id, request, plan.Value));
        });
        if (made.IsOk)
            _changed();
        return made;
    }

    internal static long Insert(Sql sql, EngineOptions options, ScheduleId id, BackfillRequest request, BackfillPreview plan)
    {
        var now = options.Time.Now();
        var backfill = BackfillStore.Insert(sql, options.Project, id, request, plan, now);
        var text = backfill.ToString(System.Globalization.CultureInfo.InvariantCulture);
        AuditStore.Append(sql, options.Project, new AuditEntry(request.By, "backfill_started", "backfill", text, request.Reason, id.Value), now);
        return backfill;
    }

    /// <summary>Makes no further run until it is resumed. Problems: SCH058, SCH033.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<long>> PauseAsync(long id, string by, string? reason) => MoveAsync(id, BackfillEvent.Paused, by, reason);

    /// <summary>Goes on. Problems: SCH058, SCH033.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<long>> ResumeAsync(long id, string by, string? reason) => MoveAsync(id, BackfillEvent.Resumed, by, reason);

    /// <summary>Ends it: what waits never runs, open runs are canceled. Problems: SCH058, SCH033.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<long>> CancelAsync(long id, string by, string? reason) => MoveAsync(id, BackfillEvent.Canceled, by, reason);

    private async Task<Checked<long>> MoveAsync(long id, BackfillEvent what, string by, string? reason)
    {
        var done = await _database.WriteAsync(sql =>
        {
            if (BackfillStore.Status(sql, _options.Project, id) is not { } from)
                return Checked<long>.Bad(new Problem(ProblemCodes.BackfillNotFound, $"There is no backfill {id}."));
            if (BackfillTransitions.After(from, what) is not { } to)
                return Checked<long>.Bad(new Problem(ProblemCodes.StateConflict, $"Backfill {id} is {from.ToWord()}."));
            var now = _options.Time.Now();
            BackfillStore.SetStatus(sql, id, to, now);
            if (to == BackfillStatus.Canceled)
                CancelAll(sql, id, by, now);
            var subject = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            AuditStore.Append(sql, _options.Project, new AuditEntry(by, "backfill_" + what.ToWord(), "backfill", subject, reason), now);
            return Checked<long>.Ok(id);
        });
        if (done.IsOk)
            _changed();
        return done;
    }

    private void CancelAll(Sql sql, long id, string by, Instant now)
    {
        BackfillStore.CancelWaiting(sql, id);
        foreach (var run in BackfillStore.OpenRuns(sql, id))
            _runs.Apply(sql, run, new RunEvent.CancelRequested(now, by, $"backfill {id} was canceled"));
    }

    private Checked<BackfillPreview> Plan(Sql sql, ScheduleId id, BackfillRequest request)
    {
        if (ScheduleStore.Find(sql, _options.Project, id) is not { } stored)
            return Checked<BackfillPreview>.Bad(new Problem(ProblemCodes.ScheduleNotFound, $"There is no schedule '{id}'."));
        var meaning = _live.Of(stored);
        if (!meaning.IsOk)
            return Checked<BackfillPreview>.Bad(meaning.Problems);
        var (workflow, definition, _) = meaning.Value;
        var now = _options.Time.Now();
        var to = Instant.Min(request.To, now + Duration.Epsilon);
        List<Problem> problems = [.. Wrong(request, now), .. BackfillLoop.InputOf(workflow, definition.Input, request.Input).Problems.Where(p => p.Severity == ProblemSeverity.Error)];
        if (problems.Count > 0)
            return Checked<BackfillPreview>.Bad(problems);
        var states = BackfillStore.States(sql, id, request.From, to);
        var times = BackfillPlanner.Plan(stored.With(definition), request.From, to, request.Selection, request.Order, request.MaxRuns, at => states.GetValueOrDefault(at));
        return times.Count > BackfillPlanner.MostRuns
            ? Checked<BackfillPreview>.Bad(Invalid("to", $"The range has more than {BackfillPlanner.MostRuns} nominal times to run.") with { Suggestion = "Shorten the range, or set max_runs." })
            : Checked<BackfillPreview>.Ok(new BackfillPreview(times, request.From, Instant.Min(request.To, now)));
    }

    private static IEnumerable<Problem> Wrong(BackfillRequest request, Instant now)
    {
        if (request.From >= request.To)
            yield return Invalid("to", $"'to' is {TimeText.Of(request.To)}, which is not after 'from' ({TimeText.Of(request.From)}).");
        else if (request.From > now)
            yield return Invalid("from", $"'from' is {TimeText.Of(request.From)}, which is still to come.");
        if (request.Concurrency is < 1 or > BackfillRequest.MostConcurrency)
            yield return Invalid("concurrency", $"'concurrency' is {request.Concurrency}; a number from 1 to {BackfillRequest.MostConcurrency} is expected.");
        if (request.MaxRuns is < 1)
            yield return Invalid("max_runs", $"'max_runs' is {request.MaxRuns}; a number from 1 is expected.");
    }

    private static Problem Invalid(string field, string message) => new(ProblemCodes.InvalidValue, message) { Field = field };

    private static string Nothing(BackfillSelection selection) => selection switch
    {
        BackfillSelection.Missing => "Every nominal time has a completed or an open run, or there is none; 'only: all' runs them again.",
        BackfillSelection.Failed => "No nominal time of the range has a run that failed or was canceled and none that completed.",
        _ => "The schedule has no nominal time in the range, or runs of all of them are open.",
    };
}
