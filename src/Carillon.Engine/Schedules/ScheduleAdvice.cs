using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Schedules;

/// <summary>Warnings about a schedule that its own definition cannot show: what stands beside it, and how its runs went. Thread safe.</summary>
public sealed class ScheduleAdvice
{
    private const int RunsLookedAt = 20;
    private const int LeastRuns = 3;
    private const int GapsLookedAt = 20;

    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly LiveSchedules _live;

    internal ScheduleAdvice(EngineOptions options, Database database, LiveSchedules live) => (_options, _database, _live) = (options, database, live);

    /// <summary>SCH002 another schedule of its workflow is due at the same time; SCH059, SCH060 its dependency; SCH061 its runs take longer than its period.</summary>
    public IReadOnlyList<Problem> For(ScheduleRecord record)
    {
        if (record.ArchivedAt is not null || _live.Of(record).ValueOrDefault?.Definition is not { } definition)
            return [];
        var now = _options.Time.Now();
        return _database.Read(sql =>
        {
            var found = Around(sql, record.WorkflowId, record.Id, definition, now);
            found.AddRange(Dependency(sql, _options.Project, _live, record.Id, definition));
            if (TooShort(sql, record.Id, definition.Times, now) is { } period)
                found.Add(period);
            return found;
        });
    }

    /// <summary>
    /// The same of a schedule that is only looked at, as far as it has no runs: SCH002, SCH060, and as errors those that would keep it from being made because of its
    /// dependency (SCH059).
    /// </summary>
    /// <param name="workflow">Its workflow.</param>
    /// <param name="definition">What it says, with its key. A stored schedule of that key is taken for the same one.</param>
    public IReadOnlyList<Problem> Before(WorkflowId workflow, ScheduleDefinition definition)
    {
        var id = ScheduleId.For(_options.Project, workflow, definition.Key);
        var name = $"{workflow}/{definition.Key}";
        return _database.Read(sql =>
        {
            var found = Around(sql, workflow, id, definition, _options.Time.Now());
            var dependency = definition.DependsOn?.Schedule == name ? [DependencyGraph.Circle([name, name])] : Dependency(sql, _options.Project, _live, id, definition);
            found.AddRange(dependency.Select(problem => problem with { Field = "depends_on" }));
            return found;
        });
    }

    /// <summary>The key that a schedule of the workflow gets when it is made without one.</summary>
    public string FreeKey(WorkflowId workflow) => _database.Read(sql => ScheduleStore.FreeKey(sql, _options.Project, workflow));

    /// <summary>What is wrong with a schedule's dependency: it leads back to the schedule itself, or nowhere.</summary>
    internal static IEnumerable<Problem> Dependency(Sql sql, string project, LiveSchedules live, ScheduleId id, ScheduleDefinition definition)
    {
        var path = new List<string> { id.Value };
        var visited = new HashSet<ScheduleId>();
        var name = definition.DependsOn?.Schedule;
        while (name is not null)
        {
            if (ScheduleStore.Named(sql, project, name) is not { } next)
                return path.Count == 1 ? [DependencyGraph.Unknown(id.Value, name)] : [];
            path.Add(next.Id.Value);
            if (next.Id == id)
                return [DependencyGraph.Circle(path)];
            if (!visited.Add(next.Id))
                return [];
            name = live.Of(next).ValueOrDefault?.Definition.DependsOn?.Schedule;
        }

        return [];
    }

    private List<Problem> Around(Sql sql, WorkflowId workflow, ScheduleId id, ScheduleDefinition definition, Instant now)
    {
        var found = new List<Problem>();
        foreach (var sibling in Siblings(sql, workflow, id))
        {
            if (_live.Of(sibling).ValueOrDefault is { } other && ScheduleConflicts.Between(definition, other.Definition, now) is { } conflict)
                found.Add(conflict);
        }

        return found;
    }

    private List<StoredSchedule> Siblings(Sql sql, WorkflowId workflow, ScheduleId id) => sql.Query(
        $"select {StoredSchedule.Columns} from schedules where project = $1 and workflow_id = $2 and id <> $3 and archived_at is null and active = 1 limit 50",
        StoredSchedule.Read, _options.Project, workflow.Value, id.Value);

    private static Problem? TooShort(Sql sql, ScheduleId id, OccurrenceTimes times, Instant now)
    {
        var took = sql.Query(
            "select completed_at - started_at from runs where schedule_id = $1 and status = 'completed' and trigger in ('schedule', 'backfill') order by id desc limit $2",
            row => row.GetInt64(0), id.Value, RunsLookedAt).Order().ToList();
        if (took.Count < LeastRuns || Shortest(times, now) is not { } period)
            return null;
        var typical = Duration.FromTicks(took[took.Count / 2] * 10);
        return typical <= period ? null : new Problem(
            ProblemCodes.PeriodTooShort,
            $"It is due every {TimeText.Of(period)}, and half of its last {took.Count} completed runs took {TimeText.Of(typical)} or longer.",
            Suggestion: "Let it run less often, or choose what 'overlap_policy' does meanwhile.",
            Severity: ProblemSeverity.Warning);
    }

    private static Duration? Shortest(OccurrenceTimes times, Instant now)
    {
        Duration? shortest = null;
        var at = times.Next(now);
        for (var i = 0; i < GapsLookedAt && at is { } nominal && times.Next(nominal) is { } next; i++)
        {
            shortest = shortest is { } known && known < next - nominal ? known : next - nominal;
            at = next;
        }

        return shortest;
    }
}
