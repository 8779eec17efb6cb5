using System.Globalization;
using Carillon.Core.History;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Engine.History.Export;

/// <summary>Runs as rows of a CSV file.</summary>
internal static class RunsCsv
{
    public static string Header { get; } = CsvCells.Row(
    [
        "run_id", "run_number", "workflow_id", "version", "trigger", "status", "nominal_at", "due_at", "created_at", "created_by", "started_at", "completed_at",
        "duration_ms", "lateness_ms", "tasks_total", "tasks_succeeded", "tasks_failed", "rows", "cost", "error_code", "error", "canceled_by", "cancel_reason", "retry_of",
    ]);

    public static string Row(RunRecord run) => CsvCells.Row(
    [
        run.Id.Value, Text(run.RunNumber), run.WorkflowId.Value, run.Version, run.Trigger.ToWord(), run.Status.ToWord(), Text(run.NominalAt), Text(run.DueAt),
        Text(run.CreatedAt), run.CreatedBy, Text(run.StartedAt), Text(run.CompletedAt), Text(run.DurationMs), Text(run.LatenessMs), Text(run.TasksTotal),
        Text(run.TasksSucceeded), Text(run.TasksFailed), Text(run.Rows), run.Cost.ToString(CultureInfo.InvariantCulture), run.Error?.Code, run.Error?.Message,
        run.CanceledBy, run.CancelReason, run.RetryOf?.Value,
    ]);

    public static string? Text(Instant? at) => at is { } instant ? InstantPattern.ExtendedIso.Format(instant) : null;

    public static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
