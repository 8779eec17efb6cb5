using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History;
using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>Says what applying a folder of files would change, and changes nothing. Thread safe.</summary>
internal sealed class FolderPlanner(EngineOptions options, Database database, Catalog catalog, LiveSchedules live, TypicalRuns typical)
{
    private static readonly Duration Period = Duration.FromDays(30);
    private static readonly ReconcileMode Reload = new(Reload: true, AllowDeletions: true);

    public FolderPlan Plan(IReadOnlyList<DefinitionFile> files)
    {
        var now = options.Time.Now();
        var strategies = catalog.Entries.Where(e => e.Strategy is { }).ToList();
        var folder = DefinitionFolder.Parse(files, catalog.Context with { Now = now }, [.. strategies.Select(e => e.Strategy!.Definition)]);
        // A strategy that cannot be made any more runs on with what it made last.
        var kept = strategies.Where(e => e.Live is not null && folder.Workflows.All(w => w.Workflow.Id != e.Live.Id)).Select(e => e.Live!);
        var stored = database.Read(sql => sql.Query(
            $"select {StoredSchedule.Columns}, archived_at from schedules where project = $1 and kind = 'declared'",
            row => (Schedule: StoredSchedule.Read(row), IsArchived: !row.IsDBNull(StoredSchedule.ColumnCount)), options.Project)).ToDictionary(s => s.Schedule.Id);
        List<DeclaredSchedule> declared = [.. folder.Workflows.Select(w => strategies.Find(e => e.Strategy!.Id == w.Workflow.Id) is { } made ? StrategyEntries.Switched(w.Workflow, made.Strategy!.Enabled) : w.Workflow).Concat(kept).SelectMany(w => w.Schedules.Select(s => new DeclaredSchedule(w, s)))];
        var actual = database.Read(sql => ScheduleStore.Declared(sql, options.Project).ToList());
        var plan = ScheduleReconciler.Plan(declared, actual, Reload);
        var costs = new PlanCosts(typical.All(), folder.Workflows.ToDictionary(w => w.Workflow.Id, w => w.Workflow.Cost));
        var changes = new List<PlannedChange>();
        changes.AddRange(plan.Create.Select(d => Change(ScheduleId.For(options.Project, d.WorkflowId, d.Definition.Key), d.WorkflowId, ScheduleFate.Create, null, d.Definition, null, now, costs)));
        changes.AddRange(plan.Update.Select(u => Updated(stored[u.Actual.Id].Schedule, stored[u.Actual.Id].IsArchived, u.Declared, folder, now, costs)));
        changes.AddRange(plan.Archive.Select(a => Change(a.Id, a.WorkflowId, ScheduleFate.Archive, live.Of(stored[a.Id].Schedule).ValueOrDefault, null, stored[a.Id].Schedule, now, costs)));
        var told = changes.Select(change => change.ScheduleId).ToHashSet();
        changes.AddRange(stored.Values
            .Where(s => !s.IsArchived && !told.Contains(s.Schedule.Id) && s.Schedule.ChangesAt is not null)
            .Select(s => live.Of(s.Schedule).ValueOrDefault is { } holds ? Change(s.Schedule.Id, s.Schedule.WorkflowId, null, holds, holds.Definition, s.Schedule, now, costs) : null)
            .OfType<PlannedChange>());
        var there = Texts();
        return new FolderPlan(
            Fingerprint(files, actual, stored.Values.Select(s => s.Schedule), there),
            now,
            now + Period,
            [.. files.Select(f => f.Path).Where(path => !there.ContainsKey(path)).Order(StringComparer.Ordinal)],
            [.. files.Where(f => there.TryGetValue(f.Path, out var text) && text != f.Text).Select(f => f.Path).Order(StringComparer.Ordinal)],
            [.. there.Keys.Except(files.Select(f => f.Path), StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. changes.OrderBy(change => change.ScheduleId.Value, StringComparer.Ordinal)],
            ScheduleReconciler.AsksFirst(plan.Archive.Count, actual.Count(a => !a.IsArchived)),
            folder.Problems);
    }

    /// <summary>These files with all others that the server has.</summary>
    public IReadOnlyList<DefinitionFile> Beside(IReadOnlyList<DefinitionFile> files) =>
        [.. files, .. Texts().Where(other => files.All(file => file.Path != other.Key)).Select(other => new DefinitionFile(other.Key, other.Value))];

    private PlannedChange Updated(StoredSchedule stored, bool isArchived, DeclaredSchedule declared, DefinitionFolder folder, Instant now, PlanCosts costs)
    {
        var after = declared.Definition;
        if (stored is { Override: not null, OverrideUntil: not null })
        {
            var workflow = folder.Workflows.FirstOrDefault(w => w.Workflow.Id == declared.WorkflowId)?.Workflow ?? catalog.Find(declared.WorkflowId)!.Live!;
            after = live.Parse(ScheduleContent.Lay(stored.Change!, declared.Definition.Content), workflow, stored.Key).ValueOrDefault ?? after;
        }

        var before = isArchived ? null : live.Of(stored).ValueOrDefault;
        var changed = Change(stored.Id, stored.WorkflowId, ScheduleFate.Update, before, after, stored, now, costs);
        return changed with { Keys = Keys(JsonNode.Parse(stored.Content) as JsonObject ?? [], declared.Definition.Content) };
    }

    private PlannedChange Change(
        ScheduleId id, WorkflowId workflow, ScheduleFate? fate, LiveSchedule? before, ScheduleDefinition? after, StoredSchedule? stored, Instant now, PlanCosts costs)
    {
        var fires = FireDifference.Between(before?.Definition, after, now, now + Period);
        var left = after ?? before?.Definition;
        return new PlannedChange(
            id,
            workflow,
            left?.Key ?? stored?.Key ?? "",
            fate,
            before?.Definition.Words,
            after?.Words,
            left?.Zone.Id ?? "UTC",
            fires,
            (fires.After * costs.After(workflow)) - (fires.Before * costs.Before(workflow, before)),
            Fate(stored),
            stored?.ChangesAt,
            []);
    }

    private static OverrideFate Fate(StoredSchedule? stored) => stored switch
    {
        { Override: not null, OverrideUntil: null } or { PausedBy: not null, PausedUntil: null } => OverrideFate.Dropped,
        { ChangesAt: not null } => OverrideFate.Stays,
        _ => OverrideFate.None,
    };

    private static List<string> Keys(JsonObject before, JsonObject after) => [.. ScheduleContent.Difference(before, after).Select(entry => entry.Key).Order(StringComparer.Ordinal)];

    private Dictionary<string, string> Texts() => catalog.Entries.Where(e => e.Strategy is null).Select(e => (e.Path, e.Text)).Concat(catalog.Calendars.Select(c => (c.Path, c.Text)))
        .ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);

    // Times and runs move on by themselves; what people change does not, and is what a saved plan holds fast.
    private static string Fingerprint(IEnumerable<DefinitionFile> files, IEnumerable<ActualSchedule> actual, IEnumerable<StoredSchedule> stored, Dictionary<string, string> there)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
            Add($"file {file.Path}\0{file.Text}\0");
        foreach (var (path, text) in there.OrderBy(f => f.Key, StringComparer.Ordinal))
            Add($"there {path}\0{text}\0");
        foreach (var schedule in actual.OrderBy(a => a.Id.Value, StringComparer.Ordinal))
            Add($"actual {schedule.Id} {schedule.IsArchived} {schedule.IsDeletedByHand}\0");
        foreach (var schedule in stored.OrderBy(s => s.Id.Value, StringComparer.Ordinal))
            Add($"stored {schedule.Id} {schedule.Revision}\0");
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>What a run costs before and after the change, in the currency.</summary>
    private sealed record PlanCosts(IReadOnlyDictionary<WorkflowId, TypicalRun> Typical, IReadOnlyDictionary<WorkflowId, DeclaredCost?> Declared)
    {
        public decimal Before(WorkflowId workflow, LiveSchedule? before) => Run(workflow, before?.Workflow.Cost);

        public decimal After(WorkflowId workflow) => Run(workflow, Declared.GetValueOrDefault(workflow));

        private decimal Run(WorkflowId workflow, DeclaredCost? declared) => Money.Amount(CostEstimate.OfRun(declared, Typical.GetValueOrDefault(workflow)?.Cost));
    }
}
