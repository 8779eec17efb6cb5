using Carillon.Core;
using Carillon.Core.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>How long runs of a workflow usually take, and what they cost.</summary>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="Length">The median of its latest completed runs, from start to end.</param>
/// <param name="Cost">What they cost on average.</param>
public sealed record TypicalRun(WorkflowId WorkflowId, Duration Length, TypicalCost Cost);

/// <summary>Measures how long runs usually take. Thread safe.</summary>
/// <param name="database">Where they are.</param>
/// <param name="project">Whose they are.</param>
public sealed class TypicalRuns(Database database, string project)
{
    private const int Latest = 50;

    /// <summary>Every workflow that has a completed run, by its latest fifty.</summary>
    public IReadOnlyDictionary<WorkflowId, TypicalRun> All() => database.Read(sql => sql
        .Query("select id from workflows where project = $1 and archived_at is null", row => new WorkflowId(row.GetString(0)), project)
        .Select(workflow => Of(sql, project, workflow)).OfType<TypicalRun>().ToDictionary(t => t.WorkflowId));

    /// <summary>What the latest completed runs of a workflow cost on average; null without any among its latest.</summary>
    internal static TypicalCost? CostOf(Sql sql, string project, WorkflowId workflow) => Mean(sql.Query(
        """
        select cost_micros - declared_micros, rows from (
          select status, started_at, cost_micros, declared_micros, rows from runs where project = $1 and workflow_id = $2 order by id desc limit $3) as latest
        where status = 'completed' and started_at is not null limit $4
        """,
        row => (row.GetInt64(0), row.GetInt64(1)), project, workflow.Value, Latest * 4, Latest));

    private static TypicalCost? Mean(List<(long Reported, long Rows)> runs) =>
        runs.Count == 0 ? null : new TypicalCost(runs.Count, runs.Sum(run => (decimal)run.Reported) / runs.Count, runs.Sum(run => (decimal)run.Rows) / runs.Count);

    private static TypicalRun? Of(Sql sql, string project, WorkflowId workflow)
    {
        var latest = sql.Query(
            """
            select completed_at - started_at, cost_micros - declared_micros, rows from runs
            where project = $1 and workflow_id = $2 and +status = 'completed' and started_at is not null order by id desc limit $3
            """,
            row => (Length: row.GetInt64(0), Cost: (row.GetInt64(1), row.GetInt64(2))), project, workflow.Value, Latest);
        if (Mean([.. latest.Select(run => run.Cost)]) is not { } cost)
            return null;
        var lengths = latest.Select(run => run.Length).Order().ToList();
        return new TypicalRun(workflow, Duration.FromTicks(lengths[(lengths.Count - 1) / 2] * 10), cost);
    }
}
