using System.Globalization;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using NodaTime;

namespace Carillon.Engine.Storage;

/// <summary>What renaming a project moves.</summary>
/// <param name="From">The old name.</param>
/// <param name="To">The new name.</param>
/// <param name="Rows">How many rows of each table.</param>
/// <param name="Schedules">The ids of schedules that change.</param>
public sealed record ProjectMove(string From, string To, IReadOnlyList<MovedRows> Rows, IReadOnlyList<MovedSchedule> Schedules);

/// <summary>Rows of a table that move.</summary>
/// <param name="Table">The table.</param>
/// <param name="Count">How many.</param>
public sealed record MovedRows(string Table, long Count);

/// <summary>A schedule's id that changes.</summary>
/// <param name="From">The old id.</param>
/// <param name="To">The new id.</param>
public sealed record MovedSchedule(ScheduleId From, ScheduleId To);

/// <summary>
/// Renames a project in a database that no server uses: every row of it, and the ids of its schedules with all that refers to them, in one transaction. What runs
/// were is not touched: their identities, by which remote systems know them, stay.
/// </summary>
public static class ProjectRename
{
    private const int LongestName = 100;

    /// <summary>Renames, or with <paramref name="isTrial"/> only says what would move. Problems: SCH064.</summary>
    /// <param name="address">The database.</param>
    /// <param name="from">The name it has.</param>
    /// <param name="to">The name it gets.</param>
    /// <param name="by">Who, for the audit trail.</param>
    /// <param name="now">The time now.</param>
    /// <param name="isTrial">True changes nothing.</param>
    /// <exception cref="StorageException">The database is in use or cannot be used; nothing has changed.</exception>
    public static async Task<Checked<ProjectMove>> RenameAsync(DatabaseAddress address, string from, string to, string by, Instant now, bool isTrial)
    {
        if (!address.IsShared && !File.Exists(address.Value))
            return Refused($"There is no database '{address}'.");
        if (to.Length is 0 or > LongestName || !to.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            return Refused($"'{to}' cannot be a project's name: 1 to {LongestName} letters, digits, '-', '_' and '.' can.");
        using var held = address.IsShared ? null : DatabaseLock.Take(address.Value);
        using var database = Database.Open(address);
        Checked<ProjectMove>? moved = null;
        try
        {
            await database.WriteAsync(sql =>
            {
                if (NodeStore.Live(sql) is [var node, ..])
                    throw new StorageException(ProblemCodes.DatabaseUnusable, $"Node '{node}' works on the database '{address}'; stop every node first.");
                moved = Rename(sql, from, to, by, now);
                if (isTrial || !moved.IsOk)
                    throw new TrialException();
            });
        }
        catch (TrialException)
        {
            // Undone, as it was meant to be.
        }

        return moved!;
    }

    private static Checked<ProjectMove> Rename(Sql sql, string from, string to, string by, Instant now)
    {
        var columns = StoredSchema.Columns(sql);
        var tables = columns.FindAll(found => found.Column == "project").ConvertAll(found => found.Table);
        var rows = tables.ConvertAll(table => new MovedRows(table, Count(sql, table, from))).FindAll(found => found.Count > 0);
        if (rows.Count == 0)
            return Refused($"There is no project '{from}' in this database.");
        if (tables.Find(table => Count(sql, table, to) > 0) is { } taken)
            return Refused($"There is a project '{to}' already, in the table '{taken}'.");

        List<MovedSchedule> schedules = [];
        // The trail is only appended to; its rows keep what they say and follow their project.
        StoredSchema.Unguarded(sql, () =>
        {
            foreach (var table in rows)
                sql.Execute($"update \"{table.Table}\" set project = $2 where project = $1", from, to);
            schedules = RenameSchedules(sql, from, to, columns);
        });
        // Answers kept for idempotency keys name the old ids.
        sql.Execute("delete from idempotency_keys where project = $1", to);
        // Jitter and H in a cron follow from the id: the next time is worked out anew at the next start.
        sql.Execute("update schedules set wake_at = $2 where project = $1 and wake_at > $2", to, now.ToStored());
        AuditStore.Append(sql, to, new AuditEntry(by, "renamed", "project", to, null, new JsonObject { ["from"] = from, ["schedules"] = schedules.Count }), now);
        return Checked<ProjectMove>.Ok(new ProjectMove(from, to, rows, schedules));
    }

    private static List<MovedSchedule> RenameSchedules(Sql sql, string from, string to, List<StoredColumn> columns)
    {
        var prefix = $"schedule-{from}-";
        var own = sql.Query("select id, workflow_id, key from schedules where project = $1 order by id", row => (Id: row.GetString(0), Workflow: new WorkflowId(row.GetString(1)), Key: row.GetString(2)), to)
            .FindAll(schedule => schedule.Id.StartsWith(prefix, StringComparison.Ordinal));
        // First out of the way: an old id of one may be the new id of another.
        for (var i = 0; i < own.Count; i++)
            sql.Execute("update schedules set id = $2 where id = $1", own[i].Id, Aside(i));
        var moved = new List<MovedSchedule>();
        for (var i = 0; i < own.Count; i++)
        {
            var id = ScheduleStore.FreeId(sql, to, own[i].Workflow, own[i].Key);
            sql.Execute("update schedules set id = $2 where id = $1", Aside(i), id.Value);
            moved.Add(new MovedSchedule(new ScheduleId(own[i].Id), id));
        }

        // Columns that hold ids of schedules: those named so, and those with a foreign key.
        foreach (var (table, column) in columns.FindAll(found => found.Column == "schedule_id").Union(StoredSchema.References(sql, "schedules")))
            Refer(sql, table, column, moved);
        Refer(sql, "audit", "subject_id", moved, " and subject = 'schedule'");
        return moved;
    }

    // In two steps for the same reason.
    private static void Refer(Sql sql, string table, string column, List<MovedSchedule> moved, string also = "")
    {
        for (var i = 0; i < moved.Count; i++)
            sql.Execute($"update \"{table}\" set \"{column}\" = $2 where \"{column}\" = $1{also}", moved[i].From.Value, Aside(i));
        for (var i = 0; i < moved.Count; i++)
            sql.Execute($"update \"{table}\" set \"{column}\" = $2 where \"{column}\" = $1{also}", Aside(i), moved[i].To.Value);
    }

    private static string Aside(int number) => string.Create(CultureInfo.InvariantCulture, $"renaming {number}");

    private static long Count(Sql sql, string table, string project) => sql.Number($"select count(*) from \"{table}\" where project = $1", project) ?? 0;

    private static Checked<ProjectMove> Refused(string message) => Checked<ProjectMove>.Bad(new Problem(ProblemCodes.RenameRefused, message));

    private sealed class TrialException : Exception;
}
