using System.Data.Common;
using System.Globalization;
using Carillon.Core.History;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>Whose history: a schedule's, or a whole workflow's.</summary>
internal enum HistoryScope
{
    Schedule,
    Workflow,
}

/// <summary>The sums of ended runs by quarter hours, and the ended runs that are not in them yet.</summary>
internal static class BucketStore
{
    private const string Tail =
        """
        id, schedule_id, completed_at, status, completed_at - started_at, case when trigger = 'schedule' then started_at - due_at end, cost_micros, rows,
        case when retry_of is null then 0 else 1 end
        """;

    private const string Sums =
        """
        at, completed, failed, canceled, retries, recovered, runtime_micros, lateness_micros, cost_micros, rows, lead, trail, longest_successes, longest_failures,
        runtimes, latenesses
        """;

    private static readonly RowWrite Replacement = RowWrite.Insert(
        80, "history_buckets",
        """
        project', scope', id', at, completed, failed, canceled, retries, recovered, runtime_micros, lateness_micros, cost_micros, rows,
        lead, trail, longest_successes, longest_failures, runtimes*, latenesses*
        """,
        key: "project, scope, id, at");

    /// <summary>Folds ended runs into their buckets, each exactly once: its mark and its sums change in one transaction. Returns how many; fewer than <paramref name="limit"/> when none is left.</summary>
    public static int Fold(Sql sql, int limit)
    {
        var runs = sql.Query(
            $"select project, workflow_id, {Tail} from runs where folded = 0 and completed_at is not null order by project, workflow_id, completed_at, id limit $1",
            row => (Project: row.GetString(0), Workflow: row.GetString(1), Run: ReadTail(row, 2)),
            limit);
        var changes = new Dictionary<(string Project, HistoryScope Scope, string Id, Instant At), RunSums>();
        foreach (var (project, workflow, run) in runs)
        {
            Of(changes, (project, HistoryScope.Workflow, workflow, HistoryPeriod.Quarter(run.CompletedAt))).Add(run.Ended);
            if (run.Schedule is { } schedule)
                Of(changes, (project, HistoryScope.Schedule, schedule, HistoryPeriod.Quarter(run.CompletedAt))).Add(run.Ended);
        }
        foreach (var of in changes.GroupBy(change => (change.Key.Project, change.Key.Scope)))
            Add(sql, of.Key.Project, of.Key.Scope, [.. of.Select(change => (change.Key.Id, change.Key.At, change.Value))]);
        sql.Execute("update runs set folded = 1 where id in (select value from json_each($1))", RunReader.JsonList(runs.Select(run => run.Run.Id)));
        return runs.Count;
    }

    /// <summary>Adds the sums of each quarter hour of the period, in order of time, to the sums that <paramref name="into"/> gives for it.</summary>
    public static void Read(Sql sql, string project, HistoryScope scope, string id, HistoryPeriod period, Func<Instant, RunSums> into)
    {
        var counts = new RunSums();
        sql.Query(
            $"select {Sums} from history_buckets where project = $1 and scope = $2 and id = $3 and at >= $4 and at < $5 order by at",
            row => AddTo(row, into(row.GetInt64(0).ToInstant()), counts), project, scope.ToWord(), id, period.From.ToStored(), period.To.ToStored());
    }

    /// <summary>The runs that ended within the period and are in no bucket yet, in the order in which they ended.</summary>
    public static List<(Instant At, EndedRun Run)> ReadTail(Sql sql, string project, string workflow, string? schedule, HistoryPeriod period) => sql.Query(
        $"""
        select {Tail} from runs where folded = 0 and completed_at is not null and project = $1 and workflow_id = $2 and completed_at >= $3 and completed_at < $4
          and (cast($5 as text) is null or schedule_id = $5) order by completed_at, id
        """,
        row => ReadTail(row, 0) is var run ? (run.CompletedAt, run.Ended) : default,
        project, workflow, period.From.ToStored(), period.To.ToStored(), schedule);

    private static RunSums Of<T>(Dictionary<T, RunSums> all, T key)
        where T : notnull => all.TryGetValue(key, out var sums) ? sums : all[key] = new RunSums();

    /// <summary>Adds to the buckets of a project and scope. They are read together and written together: one turn of the writer is as long as its round trips.</summary>
    private static void Add(Sql sql, string project, HistoryScope scope, List<(string Id, Instant At, RunSums More)> changes)
    {
        // Every id with every time: some that are not asked for may be among them, and are passed over.
        var stored = new Dictionary<(string Id, long At), RunSums>();
        var counts = new RunSums();
        sql.Query(
            $"""
            select {Sums}, id from history_buckets where project = $1 and scope = $2 and id in (select value from json_each($3)) and at in (select cast(value as bigint) from json_each($4))
            """,
            row => AddTo(row, stored[(row.GetString(16), row.GetInt64(0))] = new RunSums(), counts),
            project, scope.ToWord(), RunReader.JsonList(changes.Select(change => change.Id).Distinct()), RunReader.JsonList(changes.Select(change => change.At.ToStored().ToString(CultureInfo.InvariantCulture)).Distinct()));
        foreach (var (id, at, more) in changes)
        {
            var sums = stored.GetValueOrDefault((id, at.ToStored())) ?? new RunSums();
            sums.Add(more);
            sql.Rows.Add(
                Replacement,
                project, scope.ToWord(), id, at.ToStored(), sums.Completed, sums.Failed, sums.Canceled, sums.Retries, sums.Recovered, sums.RuntimeMicros,
                sums.LatenessMicros, sums.CostMicros, sums.Rows, sums.Streak.Lead, sums.Streak.Trail, sums.Streak.LongestSuccesses, sums.Streak.LongestFailures,
                sums.Runtimes.Encode(), sums.Latenesses.Encode());
        }
    }

    private static (string Id, string? Schedule, Instant CompletedAt, EndedRun Ended) ReadTail(DbDataReader row, int first) => (
        row.GetString(first),
        row.TextOrNull(first + 1),
        row.GetInt64(first + 2).ToInstant(),
        new EndedRun(
            StatusText.ParseRun(row.GetString(first + 3)),
            row.NumberOrNull(first + 4),
            row.NumberOrNull(first + 5),
            row.GetInt64(first + 6),
            row.GetInt64(first + 7),
            row.GetInt64(first + 8) != 0));

    /// <summary>Adds a row to sums. What it counts goes through <paramref name="counts"/>, which is used over and over and has no values of its own.</summary>
    private static bool AddTo(DbDataReader row, RunSums sums, RunSums counts)
    {
        counts.Completed = row.GetInt64(1);
        counts.Failed = row.GetInt64(2);
        counts.Canceled = row.GetInt64(3);
        counts.Retries = row.GetInt64(4);
        counts.Recovered = row.GetInt64(5);
        counts.RuntimeMicros = row.GetInt64(6);
        counts.LatenessMicros = row.GetInt64(7);
        counts.CostMicros = row.GetInt64(8);
        counts.Rows = row.GetInt64(9);
        counts.Streak = new Streak(counts.Completed + counts.Failed, row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13));
        sums.Add(counts);
        sums.Runtimes.Add((byte[])row.GetValue(14));
        sums.Latenesses.Add((byte[])row.GetValue(15));
        return true;
    }
}
