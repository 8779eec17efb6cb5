using System.Globalization;
using Carillon.Core.Runs;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Simulation.Tests.Watch;

/// <summary>A task run of a run, or its attempt: what rows of three tables are about.</summary>
internal readonly record struct TaskRef(string Run, string Task, long Item)
{
    public override string ToString() => Item < 0 ? $"{Run}/{Task}" : $"{Run}/{Task}[{Item}]";
}

/// <summary>The values of a row as one text: the trigger that logs it makes it, and one text is read faster than twenty columns.</summary>
internal readonly struct Fields(string text)
{
    private const char Between = '\u001f';
    private const string Null = "\u0001";
    private readonly string[] _values = text.Split(Between);

    /// <summary>The SQL expression that makes such a text.</summary>
    public static string Expression(IEnumerable<string> columns) => string.Join(" || char(31) || ", columns.Select(column => $"coalesce({column}, char(1))"));

    public string Text(int place) => _values[place];

    public string? TextOrNull(int place) => _values[place] == Null ? null : _values[place];

    public long Number(int place) => long.Parse(_values[place], CultureInfo.InvariantCulture);

    public long? NumberOrNull(int place) => _values[place] == Null ? null : Number(place);

    /// <summary>Of rows that begin so.</summary>
    public TaskRef Ref() => new(Text(0), Text(1), Number(2));
}

internal sealed record ScheduleRow(
    string Id, string Workflow, string Content, string? Override, bool Active, string? PausedBy, bool AutoPaused, bool Archived, long CursorAt, long? NextDueAt, long? WakeAt, long RunCount, long Failures)
{
    public const string Columns = "id, workflow_id, content, override, active, paused_by, auto_paused_at, archived_at, cursor_at, next_due_at, wake_at, run_count, failures_in_row";

    public static ScheduleRow Read(Fields row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.TextOrNull(3), row.Number(4) != 0, row.TextOrNull(5), row.TextOrNull(6) is not null, row.TextOrNull(7) is not null,
        row.Number(8), row.NumberOrNull(9), row.NumberOrNull(10), row.Number(11), row.Number(12));
}

internal sealed record LedgerRow(string Schedule, long First, long Last, long Count, string Outcome, string Reason, string? Run)
{
    public const string Columns = "schedule_id, nominal_at, last_nominal_at, count, outcome, reason, run_id";

    public static LedgerRow Read(Fields row) => new(
        row.Text(0), row.Number(1), row.Number(2), row.Number(3), row.Text(4), row.Text(5), row.TextOrNull(6));
}

internal sealed record RunRow(
    string Id, string Workflow, string Version, string? Schedule, long? NominalAt, string Trigger, RunStatus Status, bool Waits, long? Number, string Identity, string? Key, string? Parent, string? ParentTask,
    string? RetryOf, long? WakeAt, long Estimate, long Cost, bool CostSettled, long? CostScheduleMonth, string? CostOwner, long CostMonth, long? StaleAt)
{
    public const string Columns =
        "id, workflow_id, version, schedule_id, nominal_at, trigger, status, waits, run_number, identity, idempotency_key, parent_run_id, parent_task, retry_of, wake_at, estimate_micros, cost_micros, cost_settled, cost_schedule_month, cost_owner, cost_month, stale_at";

    public bool IsOpen => !Status.IsEnded();

    public bool IsOccurrence => Trigger == "schedule";

    public static RunRow Read(Fields row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.TextOrNull(3), row.NumberOrNull(4), row.Text(5), StatusText.ParseRun(row.Text(6)),
        row.Number(7) != 0, row.NumberOrNull(8), row.Text(9), row.TextOrNull(10), row.TextOrNull(11), row.TextOrNull(12), row.TextOrNull(13),
        row.NumberOrNull(14), row.Number(15), row.Number(16), row.Number(17) != 0, row.NumberOrNull(18), row.TextOrNull(19), row.Number(20), row.NumberOrNull(21));
}

internal sealed record TaskRow(TaskRef Of, TaskStatus Status, long Attempts, long Pokes, long? WakeAt, string? Output, long? Items)
{
    public const string Columns = "run_id, task_id, item, status, attempts, pokes, wake_at, output, item_count";

    public static TaskRow Read(Fields row) => new(
        row.Ref(), StatusText.ParseTask(row.Text(3)), row.Number(4), row.Number(5), row.NumberOrNull(6), row.TextOrNull(7), row.NumberOrNull(8));
}

internal sealed record AttemptRow(TaskRef Of, long Id, long Number, bool IsRunning, string? Pool, string? Node, long Fence, bool Canceling)
{
    public const string Columns = "run_id, task_id, item, id, number, status, pool, node, fence, canceling";

    public static AttemptRow Read(Fields row) => new(
        row.Ref(), row.Number(3), row.Number(4), row.Text(5) == "running", row.TextOrNull(6), row.TextOrNull(7), row.Number(8), row.Number(9) != 0);
}

internal sealed record EndedAttemptRow(TaskRef Of, long Number, long Fence, string Outcome)
{
    public const string Columns = "run_id, task_id, item, number, fence, outcome";

    public static EndedAttemptRow Read(Fields row) => new(row.Ref(), row.Number(3), row.Number(4), row.Text(5));
}

internal sealed record BackfillRow(long Id, string Schedule, string Status, long Concurrency, long Total, string? Trouble)
{
    public const string Columns = "id, schedule_id, status, concurrency, total, trouble";

    public static BackfillRow Read(Fields row) => new(row.Number(0), row.Text(1), row.Text(2), row.Number(3), row.Number(4), row.TextOrNull(5));
}

internal sealed record BackfillItemRow(long Backfill, long Place, long NominalAt, string Status, string? Run)
{
    public const string Columns = "backfill_id, place, nominal_at, status, run_id";

    public static BackfillItemRow Read(Fields row) => new(row.Number(0), row.Number(1), row.Number(2), row.Text(3), row.TextOrNull(4));
}

internal sealed record MessageRow(long Id, string Key, string Event, string Subject, string? Run, string Status, long Attempts, long? GatheredIn)
{
    public const string Columns = "id, key, event, subject, run_id, status, attempts, gathered_in";

    public bool IsWaiting => Status == "waiting";

    public static MessageRow Read(Fields row) => new(
        row.Number(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4), row.Text(5), row.Number(6), row.NumberOrNull(7));
}

internal sealed record ChannelRow(string Name, string? Sender)
{
    public const string Columns = "name, sender";

    public static ChannelRow Read(Fields row) => new(row.Text(0), row.TextOrNull(1));
}

internal sealed record BreakerRow(string Name, string State, long? ProbeAttempt)
{
    public const string Columns = "name, state, probe_attempt";

    public bool IsClosed => State == "closed";

    public static BreakerRow Read(Fields row) => new(row.Text(0), row.Text(1), row.NumberOrNull(2));
}

internal sealed record IncidentRow(long Id, string Name, bool IsOver)
{
    public const string Columns = "id, name, closed_at";

    public static IncidentRow Read(Fields row) => new(row.Number(0), row.Text(1), row.TextOrNull(2) is not null);
}

internal sealed record SpendingRow(string Scope, long Month, string Subject, long Reserved, long Spent)
{
    public const string Columns = "scope, month, subject, reserved_micros, spent_micros";

    public static SpendingRow Read(Fields row) => new(row.Text(0), row.Number(1), row.Text(2), row.Number(3), row.Number(4));
}
