using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>
/// What people ask of schedules. A managed schedule is changed itself; a declared one gets an override, which its file outlives. Thread safe. A change is
/// durable, and in the audit trail, when the task completes.
/// </summary>
public sealed class ScheduleService
{
    private const string SwitchedOff = "it was switched off before it ran";

    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly Catalog _catalog;
    private readonly LiveSchedules _live;
    private readonly ReconcileLoop _reconcile;
    private readonly OccurrenceKeeper _occurrences;
    private readonly StreakKeeper _streaks;
    private readonly ZoneKeeper _zones;
    private readonly Action _changed;
    private readonly ScheduleFeed _feed;

    internal ScheduleService(
        EngineOptions options, Database database, Catalog catalog, LiveSchedules live, ReconcileLoop reconcile, OccurrenceKeeper occurrences, StreakKeeper streaks, ZoneKeeper zones, Action changed,
        ScheduleFeed feed) =>
        (_options, _database, _catalog, _live, _reconcile, _occurrences, _streaks, _zones, _changed, _feed) = (options, database, catalog, live, reconcile, occurrences, streaks, zones, changed, feed);

    /// <summary>
    /// Makes a managed schedule. Its key is the document's <c>id</c>, else the first free of <c>managed</c>, <c>managed-2</c>, … Problems: SCH006 unknown workflow,
    /// SCH013 the key is taken, and all of a schedule in a file, each with its field.
    /// </summary>
    /// <exception cref="StorageException">The database cannot be written; nothing was made.</exception>
    public async Task<Checked<ScheduleId>> CreateAsync(WorkflowId workflowId, JsonObject document, ScheduleEdit edit)
    {
        await _reconcile.FirstPass;
        if (_catalog.Find(workflowId)?.Live is not { } workflow)
            return Checked<ScheduleId>.Bad(new Problem(ProblemCodes.WorkflowNotFound, $"There is no workflow '{workflowId}'."));
        return await WriteAsync("create", sql =>
        {
            if (edit.RequestKey is { } request && ScheduleStore.MadeBy(sql, _options.Project, request) is { } already)
                return Checked<ScheduleId>.Ok(already);
            var given = document["id"] is JsonValue id && id.TryGetValue<string>(out var text) ? text : null;
            if (given is not null && ScheduleStore.IsTaken(sql, _options.Project, workflowId, given))
                return Checked<ScheduleId>.Bad(new Problem(ProblemCodes.Duplicate, $"Workflow '{workflowId}' has a schedule '{given}'.") { Field = "id" });
            var key = given ?? ScheduleStore.FreeKey(sql, _options.Project, workflowId);
            var read = _live.Parse(document, workflow, key);
            if (!read.IsOk)
                return Checked<ScheduleId>.Bad(read.Problems);
            if (read.Value.DependsOn?.Schedule == $"{workflowId}/{key}")
                return Checked<ScheduleId>.Bad(DependencyGraph.Circle([$"{workflowId}/{key}", $"{workflowId}/{key}"]) with { Field = "depends_on" });
            var now = _options.Time.Now();
            var schedule = ScheduleStore.FreeId(sql, _options.Project, workflowId, key);
            var made = new DeclaredSchedule(workflow, read.Value);
            ScheduleStore.Insert(sql, schedule, _options.Project, made, "managed", edit.By, now, edit.RequestKey);
            _zones.Follow(sql, [read.Value], now);
            Audit(sql, schedule, "created", edit, now, read.Value.Content);
            sql.AfterCommit(() => _feed.Tell(schedule));
            return Checked<ScheduleId>.Ok(schedule, read.Problems);
        });
    }

    /// <summary>
    /// The whole document anew. A declared schedule gets the difference to its file as an override; none when there is no difference. What is past stays past:
    /// nothing fires for occurrences that the new definition would have had. Problems: SCH031, SCH054, and all of a schedule in a file, each with its field.
    /// </summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<ScheduleId>> EditAsync(ScheduleId id, JsonObject document, ScheduleEdit edit) => WriteAsync("edit", sql => Change(sql, id, edit, (stored, now) =>
    {
        var meaning = _live.Of(stored with { Override = null });
        if (!meaning.IsOk && _catalog.Find(stored.WorkflowId)?.Live is null)
            return Checked<ScheduleId>.Bad(meaning.Problems);
        var workflow = meaning.ValueOrDefault?.Workflow ?? _catalog.Find(stored.WorkflowId)!.Live!;
        var read = _live.Parse(document, workflow, stored.Key);
        if (!read.IsOk)
            return Checked<ScheduleId>.Bad(read.Problems);
        var circle = ScheduleAdvice.Dependency(sql, _options.Project, _live, id, read.Value).Where(p => p.Severity == ProblemSeverity.Error).Select(p => p with { Field = "depends_on" }).ToList();
        if (circle.Count > 0)
            return Checked<ScheduleId>.Bad(circle);
        stored = _occurrences.Close(sql, stored, now, read.Value, read.Value.Enabled ? null : SwitchedOff);
        if (stored.IsManaged)
        {
            var content = read.Value.ContentText;
            if (content == stored.Content)
                return Checked<ScheduleId>.Ok(id, read.Problems);
            Redefine(sql, stored with { Content = content }, workflow, read.Value, read.Value.Enabled, now);
            Audit(sql, id, "edited", edit, now, ScheduleContent.Difference((JsonObject)JsonNode.Parse(stored.Content)!, read.Value.Content));
            return Checked<ScheduleId>.Ok(id, read.Problems);
        }

        return Override(sql, stored, workflow, ScheduleContent.Difference(meaning.Value.Declared.Content, read.Value.Content), edit, now);
    }));

    /// <summary>Turns the definition's switch; for a declared schedule as an override. Problems as those of <see cref="ActAsync"/>.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<ScheduleId>> SwitchAsync(ScheduleId id, bool enabled, ScheduleEdit edit) => ActAsync(id, enabled ? ScheduleAct.Enable : ScheduleAct.Disable, edit);

    /// <summary>Pauses: occurrences are skipped, and the ledger says by whom and why. Problems as those of <see cref="ActAsync"/>.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<ScheduleId>> PauseAsync(ScheduleId id, ScheduleEdit edit) => ActAsync(id, ScheduleAct.Pause, edit);

    /// <summary>
    /// Ends a pause, an operator's and auto-pause alike. What passed meanwhile was skipped and stays so, unless <paramref name="missed"/> says otherwise: then a
    /// backfill runs it, one after the other, since the pause began (for a schedule that is not paused, of the last 7 days). Problems: SCH031, SCH054.
    /// </summary>
    /// <param name="id">Which schedule.</param>
    /// <param name="edit">Who, and why.</param>
    /// <param name="missed">Which of the missed occurrences run after all.</param>
    /// <param name="maxRuns">With <see cref="MissedChoice.All"/>, at most so many, the latest ones; null for all.</param>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<ScheduleId>> ResumeAsync(ScheduleId id, ScheduleEdit edit, MissedChoice missed = MissedChoice.None, int? maxRuns = null) =>
        WriteAsync("resume", sql => Change(sql, id, edit, (stored, now) => Resume(sql, stored, edit, missed, maxRuns, now)));

    /// <summary>Takes a schedule out of use. Problems as those of <see cref="ActAsync"/>.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<ScheduleId>> DeleteAsync(ScheduleId id, ScheduleEdit edit) => ActAsync(id, ScheduleAct.Delete, edit);

    /// <summary>Turns a switch, pauses, resumes or deletes. Problems: SCH031, SCH054, SCH016 for an end that has passed.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<ScheduleId>> ActAsync(ScheduleId id, ScheduleAct act, ScheduleEdit edit) => WriteAsync(act.ToWord(), sql => Act(sql, id, ScheduleStore.Find(sql, _options.Project, id), act, edit));

    /// <summary>
    /// The same for many, in one transaction: an answer for each id, in their order. One that is refused keeps none of the others; each is done whole or not at all.
    /// An id that comes twice is done once and answered twice. <see cref="ScheduleEdit.Revision"/> is not looked at. Problems of an answer as those of <see cref="ActAsync"/>.
    /// </summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public async Task<IReadOnlyList<Checked<ScheduleId>>> ActOnEachAsync(IReadOnlyList<ScheduleId> ids, ScheduleAct act, ScheduleEdit edit)
    {
        var each = edit with { Revision = null };
        var answers = await _database.WriteAsync(sql =>
        {
            // Read together, so that what each changes is written together.
            var stored = ScheduleStore.FindAll(sql, _options.Project, ids, inUse: true);
            return ids.Distinct().ToDictionary(id => id, id => Act(sql, id, stored.GetValueOrDefault(id), act, each));
        });
        foreach (var answer in answers.Values)
            _options.Meter.Operated(act.ToWord(), answer.IsOk);
        if (answers.Values.Any(answer => answer.IsOk))
            _changed();
        return [.. ids.Select(id => answers[id])];
    }

    /// <summary>Takes an override away: what the file says holds again. Nothing changes when there is none. Problems: SCH031, SCH054.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<Checked<ScheduleId>> RevertAsync(ScheduleId id, ScheduleEdit edit) => WriteAsync("revert", sql => Change(sql, id, edit, (stored, now) =>
    {
        if (stored.Override is null)
            return Checked<ScheduleId>.Ok(id);
        var meaning = _live.Of(stored with { Override = null });
        if (meaning.IsOk)
            stored = _occurrences.Close(sql, stored, now, meaning.Value.Declared, meaning.Value.Declared.Enabled ? null : SwitchedOff);
        return meaning.IsOk ? Override(sql, stored, meaning.Value.Workflow, [], edit, now) : Checked<ScheduleId>.Bad(meaning.Problems);
    }));

    private Checked<ScheduleId> Act(Sql sql, ScheduleId id, StoredSchedule? found, ScheduleAct act, ScheduleEdit edit) => Change(sql, id, found, edit, (stored, now) => act switch
    {
        ScheduleAct.Enable => Switch(sql, stored, enabled: true, edit, now),
        ScheduleAct.Disable => Switch(sql, stored, enabled: false, edit, now),
        ScheduleAct.Pause => Pause(sql, stored, edit, now),
        ScheduleAct.Resume => Resume(sql, stored, edit, MissedChoice.None, maxRuns: null, now),
        ScheduleAct.Delete => Delete(sql, stored, edit, now),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
    });

    private Checked<ScheduleId> Switch(Sql sql, StoredSchedule stored, bool enabled, ScheduleEdit edit, Instant now)
    {
        var meaning = _live.Of(stored);
        if (!meaning.IsOk)
            return Checked<ScheduleId>.Bad(meaning.Problems);
        var (workflow, holds, declared) = meaning.Value;
        if (holds.Enabled == enabled)
            return Checked<ScheduleId>.Ok(stored.Id);
        stored = _occurrences.Close(sql, stored, now, skipReason: SwitchedOff);
        if (stored.IsManaged)
        {
            var content = ScheduleContent.Lay(new JsonObject { ["enabled"] = enabled }, declared.Content).ToJsonString();
            Redefine(sql, stored with { Content = content }, workflow, holds with { ContentText = content, Enabled = enabled }, enabled, now);
            Audit(sql, stored.Id, enabled ? "enabled" : "disabled", edit, now, null);
            return Checked<ScheduleId>.Ok(stored.Id);
        }

        var change = stored.Change ?? [];
        if (declared.Enabled == enabled)
            change.Remove("enabled");
        else
            change["enabled"] = enabled;
        return Override(sql, stored, workflow, change, edit with { Until = edit.Until ?? stored.OverrideUntil }, now);
    }

    private Checked<ScheduleId> Pause(Sql sql, StoredSchedule stored, ScheduleEdit edit, Instant now)
    {
        ScheduleStore.SetPause(sql, stored, edit.By, edit.Reason ?? "", edit.Until, now);
        Audit(sql, stored.Id, "paused", edit, now, null);
        return Checked<ScheduleId>.Ok(stored.Id);
    }

    private Checked<ScheduleId> Resume(Sql sql, StoredSchedule stored, ScheduleEdit edit, MissedChoice missed, int? maxRuns, Instant now)
    {
        // What came due during the pause and was not looked at yet (a start after downtime) belongs to the pause.
        if (stored.StoppedAt is not null && stored.NextDueAt <= now)
        {
            _occurrences.Settle(sql, stored, now);
            stored = ScheduleStore.Find(sql, _options.Project, stored.Id)!;
        }

        if (missed != MissedChoice.None && MakeUp(sql, stored, edit, missed, maxRuns, now) is { Count: > 0 } problems)
            return Checked<ScheduleId>.Bad(problems);
        if (stored.StoppedAt is null)
            return Checked<ScheduleId>.Ok(stored.Id);
        if (stored.PausedBy is not null)
            ScheduleStore.SetPause(sql, stored, null, null, null, now);
        if (stored.IsAutoPaused)
            _streaks.EndPause(sql, stored.Id, now);
        Audit(sql, stored.Id, "resumed", edit, now, missed == MissedChoice.None ? null : new JsonObject { ["missed"] = missed.ToWord(), ["max_runs"] = maxRuns });
        return Checked<ScheduleId>.Ok(stored.Id);
    }

    private IReadOnlyList<Problem> MakeUp(Sql sql, StoredSchedule stored, ScheduleEdit edit, MissedChoice missed, int? maxRuns, Instant now)
    {
        var meaning = _live.Of(stored);
        if (!meaning.IsOk)
            return meaning.Problems;
        var since = stored.StoppedAt ?? now - MissedOccurrences.Recently;
        var most = missed == MissedChoice.Last ? 1 : Math.Min(maxRuns ?? BackfillPlanner.MostRuns, BackfillPlanner.MostRuns);
        var found = MissedOccurrences.List(sql, stored.Id, meaning.Value.Definition.Times, since, now, most);
        if (found.Count > 0)
        {
            var request = new BackfillRequest(found[0].NominalAt, now, edit.By) { MaxRuns = most, Reason = edit.Reason ?? "resumed" };
            BackfillService.Insert(sql, _options, stored.Id, request, new BackfillPreview([.. found.Select(o => o.NominalAt)], request.From, found[^1].NominalAt + Duration.FromTicks(10)));
        }

        return [];
    }

    private Checked<ScheduleId> Delete(Sql sql, StoredSchedule stored, ScheduleEdit edit, Instant now)
    {
        _occurrences.Close(sql, stored, now, skipReason: $"deleted by {edit.By} before it ran");
        ScheduleStore.Archive(sql, stored.Id, edit.By, now);
        Audit(sql, stored.Id, "deleted", edit, now, null);
        return Checked<ScheduleId>.Ok(stored.Id);
    }

    private Checked<ScheduleId> Override(Sql sql, StoredSchedule stored, WorkflowDefinition workflow, JsonObject change, ScheduleEdit edit, Instant now)
    {
        var isNone = change.Count == 0;
        var changed = stored with { Override = isNone ? null : change.ToJsonString(), OverrideUntil = isNone ? null : edit.Until };
        if (changed.Override == stored.Override && changed.OverrideUntil == stored.OverrideUntil)
            return Checked<ScheduleId>.Ok(stored.Id);
        var meaning = _live.Of(changed);
        if (!meaning.IsOk)
            return Checked<ScheduleId>.Bad(meaning.Problems);
        ScheduleStore.SetOverride(sql, stored.Id, changed.Override, isNone ? null : edit.By, isNone ? null : edit.Reason, isNone ? null : now, changed.OverrideUntil);
        Redefine(sql, changed, workflow, meaning.Value.Definition, meaning.Value.Declared.Enabled, now);
        Audit(sql, stored.Id, isNone ? "override_reverted" : "overridden", edit, now, isNone ? stored.Change : change);
        return Checked<ScheduleId>.Ok(stored.Id, meaning.Problems);
    }

    private void Redefine(Sql sql, StoredSchedule stored, WorkflowDefinition workflow, ScheduleDefinition holds, bool enabled, Instant now)
    {
        ScheduleStore.Redefine(sql, stored, enabled, holds, ScheduleLabels.Of(workflow, holds), now);
        _zones.Follow(sql, [holds], now);
    }

    private Checked<ScheduleId> Change(Sql sql, ScheduleId id, ScheduleEdit edit, Func<StoredSchedule, Instant, Checked<ScheduleId>> change) =>
        Change(sql, id, ScheduleStore.Find(sql, _options.Project, id), edit, change);

    private Checked<ScheduleId> Change(Sql sql, ScheduleId id, StoredSchedule? found, ScheduleEdit edit, Func<StoredSchedule, Instant, Checked<ScheduleId>> change)
    {
        if (found is not { } stored)
            return Checked<ScheduleId>.Bad(new Problem(ProblemCodes.ScheduleNotFound, $"There is no schedule '{id}'."));
        if (edit.Revision is { } seen && seen != stored.Revision)
            return Checked<ScheduleId>.Bad(StaleEdit(sql, stored, seen));
        var now = _options.Time.Now();
        if (edit.Until <= now)
            return Checked<ScheduleId>.Bad(new Problem(ProblemCodes.InvalidValue, $"'until' is {TimeText.Of(edit.Until.Value)}, which is not after now ({TimeText.Of(now)}).") { Field = "until" });
        var changed = change(stored, now);
        if (changed.IsOk)
            sql.AfterCommit(() => _feed.Tell(id));
        return changed;
    }

    private Problem StaleEdit(Sql sql, StoredSchedule stored, long seen)
    {
        var last = sql.First(
            "select actor, action, at from audit where project = $1 and subject = 'schedule' and subject_id = $2 order by id desc limit 1",
            row => $" Last: {row.GetString(1)} by {row.GetString(0)} at {TimeText.Of(row.GetInt64(2).ToInstant())}.", _options.Project, stored.Id.Value);
        return new Problem(ProblemCodes.StaleEdit, $"The schedule has changed since you read it: you saw revision {seen}, it is at {stored.Revision}.{last}", Suggestion: "Read it again and repeat the change.");
    }

    private async Task<Checked<ScheduleId>> WriteAsync(string operation, Func<Sql, Checked<ScheduleId>> change)
    {
        var done = await _database.WriteAsync(change);
        _options.Meter.Operated(operation, done.IsOk);
        if (done.IsOk)
            _changed();
        return done;
    }

    private void Audit(Sql sql, ScheduleId id, string action, ScheduleEdit edit, Instant now, JsonNode? detail) =>
        AuditStore.Append(sql, _options.Project, new AuditEntry(edit.By, action, "schedule", id.Value, edit.Reason, detail), now);
}
