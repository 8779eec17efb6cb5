using Carillon.Core;
using Carillon.Core.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>How long runs of a workflow usually take.</summary>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="Length">The median of its latest completed runs, from start to end.</param>
/// <param name="Runs">How many runs that is the median of.</param>
public sealed record TypicalRun(WorkflowId WorkflowId, Duration Length, int Runs)
{
    /// <summary>What they cost on average, in the currency of the installation.</summary>
    public decimal Cost { get; init; }
}

/// <summary>Measures how long runs usually take. Thread safe.</summary>
/// <param name="database">Where they are.</param>
/// <param name="project">Whose they are.</param>
public sealed class TypicalRuns(Database database, string project)
{
    private const int Latest = 50;

    /// <summary>Every workflow that has a completed run, by its latest fifty.</summary>
    public IReadOnlyDictionary<WorkflowId, TypicalRun> All() => database.Read(sql => sql
        .Query("select id from workflows where project = $1 and archived_at is null", row => new WorkflowId(row.GetString(0)), project)
        .Select(workflow => Of(sql, workflow)).OfType<TypicalRun>().ToDictionary(t => t.WorkflowId));

    private TypicalRun? Of(Sql sql, WorkflowId workflow)
    {
        var latest = sql.Query(
            "select completed_at - started_at, cost_micros from runs where project = $1 and workflow_id = $2 and +status = 'completed' and started_at is not null order by id desc limit $3",
            row => (Length: row.GetInt64(0), Cost: row.GetInt64(1)), project, workflow.Value, Latest);
        if (latest.Count == 0)
            return null;
        var lengths = latest.Select(run => run.Length).Order().ToList();
        var cost = RunTotals.Amount(latest.Sum(run => run.Cost)) / latest.Count;
        return new TypicalRun(workflow, Duration.FromTicks(lengths[(lengths.Count - 1) / 2] * 10), latest.Count) { Cost = cost };
    }
}
