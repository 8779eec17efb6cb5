using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>What a pass changed.</summary>
/// <param name="Written">Rows written; 0 when nothing had changed.</param>
/// <param name="Created">New schedules.</param>
/// <param name="Updated">Schedules with another definition, come back, or rid of an override.</param>
/// <param name="Archived">Schedules that are no longer declared.</param>
/// <param name="OverridesDropped">Overrides and pauses of operators that this pass undid.</param>
/// <param name="Held">Schedules that are no longer declared and go on until somebody agrees to so many deletions.</param>
public sealed record ReconcileChanges(int Written, int Created, int Updated, int Archived, int OverridesDropped, IReadOnlyList<ScheduleId> Held)
{
    /// <summary>Nothing.</summary>
    public static ReconcileChanges None { get; } = new(0, 0, 0, 0, 0, []);
}

/// <summary>Carries out one pass within a transaction: stored workflows and schedules become what the files say.</summary>
internal sealed class ScheduleReconcile(EngineOptions options, DefinitionStore definitions, CalendarStore calendars, LiveSchedules live, OccurrenceKeeper occurrences, ZoneKeeper zones)
{
    private const string Actor = "reconcile";

    public ReconcileChanges Save(Sql sql, CatalogSnapshot catalog, ReconcileMode mode)
    {
        var now = options.Time.Now();
        var declared = catalog.Entries.Where(e => e.Live is not null).SelectMany(e => e.Live!.Schedules.Select(s => new DeclaredSchedule(e.Live, s)));
        var unreadable = definitions.Unreadable(sql, catalog);
        var plan = ScheduleReconciler.Plan(declared, ScheduleStore.Declared(sql, options.Project), mode, unreadable);
        var written = calendars.Save(sql, catalog.Calendars, now.ToStored());
        written += definitions.Save(sql, catalog, now.ToStored(), keep: plan.Held.Select(h => h.WorkflowId).Concat(unreadable).ToHashSet());
        written += ScheduleStore.Create(sql, options.Project, plan.Create, now);
        // Read together, so that what each changes is written together.
        var stored = ScheduleStore.FindAll(sql, options.Project, plan.Update.Select(u => u.Actual.Id).Concat(plan.Archive.Select(a => a.Id)), inUse: false);
        var dropped = plan.Update.Count(u => Update(sql, stored[u.Actual.Id], u.Actual, u.Declared, mode, now));
        written += plan.Update.Count;
        written += plan.Relabel.Sum(r => ScheduleStore.Relabel(sql, r.Actual.Id, r.Declared.Labels));
        List<ScheduleDefinition> managed = [];
        written += FollowManaged(sql, catalog, managed, now);
        written += plan.Archive.Sum(a => Archive(sql, stored[a.Id], now));
        written += zones.Follow(sql, declared.Select(d => d.Definition).Concat(managed), now);
        foreach (var update in plan.Update)
            Audit(sql, update.Actual.Id, "reconciled", now);
        foreach (var gone in plan.Archive)
            Audit(sql, gone.Id, "archived", now);
        return new ReconcileChanges(written, plan.Create.Count, plan.Update.Count, plan.Archive.Count, dropped, [.. plan.Held.Select(h => h.Id)]);
    }

    private int Archive(Sql sql, StoredSchedule stored, Instant now)
    {
        occurrences.Close(sql, stored, now, skipReason: "it was taken out of its file before it ran");
        return ScheduleStore.Archive(sql, stored.Id, by: null, now);
    }

    /// <summary>
    /// Takes the new definition. An override without an end is undone, by a reload a pause without an end too; those with an end stay until then.
    /// True when something was undone.
    /// </summary>
    private bool Update(Sql sql, StoredSchedule stored, ActualSchedule actual, DeclaredSchedule declared, ReconcileMode mode, Instant now)
    {
        // What came due under the old text, also while nobody was there, is settled by it.
        if (!actual.IsArchived)
            stored = occurrences.Close(sql, stored, now, stored.Override is null ? declared.Definition : null, declared.Definition.Enabled ? null : "its file switched it off before it ran");
        stored = stored with { Content = declared.Content };
        var dropsOverride = stored is { Override: not null, OverrideUntil: null };
        var dropsPause = mode.Reload && stored is { PausedBy: not null, PausedUntil: null };
        if (dropsOverride)
        {
            ScheduleStore.SetOverride(sql, stored.Id, null, null, null, null, null);
            stored = stored with { Override = null };
            Audit(sql, stored.Id, "override_dropped", now);
        }

        if (dropsPause)
        {
            ScheduleStore.SetPause(sql, stored, null, null, null, now);
            stored = stored with { PausedBy = null };
            Audit(sql, stored.Id, "pause_dropped", now);
        }

        // An override that does not fit the new text any more leaves the schedule as declared until it ends; the view names the problem.
        var holds = live.Of(stored).ValueOrDefault?.Definition ?? declared.Definition;
        ScheduleStore.Redefine(sql, stored, declared.Definition.Enabled, holds, declared.Labels, now);
        return dropsOverride || dropsPause;
    }

    /// <summary>The names and tags of a workflow belong to its managed schedules too, and a calendar's change is theirs.</summary>
    private int FollowManaged(Sql sql, CatalogSnapshot catalog, List<ScheduleDefinition> seen, Instant now)
    {
        var managed = sql.Query(
            "select id, workflow_id, owner, tags, search, calendar_version from schedules where project = $1 and kind = 'managed' and archived_at is null",
            row => (Id: new ScheduleId(row.GetString(0)), Workflow: new WorkflowId(row.GetString(1)), Labels: new ScheduleLabels(row.TextOrNull(2), row.GetString(3), row.GetString(4)), Calendar: row.TextOrNull(5)),
            options.Project);
        var written = 0;
        var all = ScheduleStore.FindAll(sql, options.Project, managed.Select(m => m.Id), inUse: true);
        foreach (var (id, workflow, labels, calendar) in managed)
        {
            if (catalog.Find(workflow) is null || all.GetValueOrDefault(id) is not { } stored || live.Of(stored).ValueOrDefault is not { } meaning)
                continue;
            seen.Add(meaning.Definition);
            var current = ScheduleLabels.Of(meaning.Workflow, meaning.Definition);
            if (meaning.Definition.CalendarVersion != calendar)
                written += ScheduleStore.Redefine(sql, stored, meaning.Definition.Enabled, meaning.Definition, current, now);
            else if (current != labels)
                written += ScheduleStore.Relabel(sql, id, current);
        }

        return written;
    }

    private void Audit(Sql sql, ScheduleId id, string action, Instant now) =>
        AuditStore.Append(sql, options.Project, new AuditEntry(Actor, action, "schedule", id.Value), now);
}
