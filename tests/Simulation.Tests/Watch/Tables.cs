namespace Carillon.Simulation.Tests.Watch;

/// <summary>The rows of the tables that the invariants speak of, as of the last commit that was followed.</summary>
internal sealed class Tables
{
    public Tables() => All = [Schedules, Ledger, Runs, Tasks, Attempts, Ended, Backfills, Items, Spending, Messages, Channels, Breakers, Incidents];

    public Table<string, ScheduleRow> Schedules { get; } = new("schedules", ScheduleRow.Columns, ScheduleRow.Read, row => row.Id);

    public Table<(string, long), LedgerRow> Ledger { get; } = new("ledger", LedgerRow.Columns, LedgerRow.Read, row => (row.Schedule, row.First));

    public Table<string, RunRow> Runs { get; } = new("runs", RunRow.Columns, RunRow.Read, row => row.Id);

    public Table<TaskRef, TaskRow> Tasks { get; } = new("task_runs", TaskRow.Columns, TaskRow.Read, row => row.Of);

    public Table<TaskRef, AttemptRow> Attempts { get; } = new("attempts", AttemptRow.Columns, AttemptRow.Read, row => row.Of);

    public Table<(TaskRef, long, long), EndedAttemptRow> Ended { get; } =
        new("attempt_history", EndedAttemptRow.Columns, EndedAttemptRow.Read, row => (row.Of, row.Number, row.Fence));

    public Table<long, BackfillRow> Backfills { get; } = new("backfills", BackfillRow.Columns, BackfillRow.Read, row => row.Id);

    public Table<(long, long), BackfillItemRow> Items { get; } = new("backfill_items", BackfillItemRow.Columns, BackfillItemRow.Read, row => (row.Backfill, row.Place));

    public Table<(string, long, string), SpendingRow> Spending { get; } =
        new("spending", SpendingRow.Columns, SpendingRow.Read, row => (row.Scope, row.Month, row.Subject));

    public Table<long, MessageRow> Messages { get; } = new("notifications", MessageRow.Columns, MessageRow.Read, row => row.Id);

    public Table<string, ChannelRow> Channels { get; } = new("channels", ChannelRow.Columns, ChannelRow.Read, row => row.Name);

    public Table<string, BreakerRow> Breakers { get; } = new("connection_breakers", BreakerRow.Columns, BreakerRow.Read, row => row.Name);

    public Table<long, IncidentRow> Incidents { get; } = new("connection_incidents", IncidentRow.Columns, IncidentRow.Read, row => row.Id);

    public IReadOnlyList<Table> All { get; }

    /// <summary>Runs that have not ended, in the order in which they were made.</summary>
    public List<RunRow> Open { get; private set; } = [];

    /// <summary>To be called after each commit that was followed.</summary>
    public void Count() => Open = [.. Runs.Rows.Where(run => run.IsOpen).OrderBy(run => run.Id, StringComparer.Ordinal)];

    /// <summary>The statements that make a database write down its own changes. What is undone is undone in the log as well.</summary>
    public string Log() => "create table sim_log (seq integer primary key, of integer not null, gone integer not null, fields text not null);\n"
        + Triggers(anew: false);

    public string Triggers(bool anew) => string.Concat(All.Select((table, number) => (anew ? table.NoTriggers() : "") + table.Triggers(number)));
}
