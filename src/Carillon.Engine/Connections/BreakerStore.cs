using System.Data.Common;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Connections;

/// <summary>Breakers, incidents and what waits, as rows.</summary>
internal static class BreakerStore
{
    private const string Columns = "state, failures, failure, opened_at, probe_at, failed_probes";
    private const string IncidentColumns = "id, name, opened_at, failure, waited, closed_at";

    /// <summary>Those that are not as new.</summary>
    public static Dictionary<string, Breaker> All(Sql sql, string project) => sql.Query($"select {Columns}, name from connection_breakers where project = $1", row => (row.GetString(6), Read(row)), project)
        .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);

    public static Breaker Find(Sql sql, string project, string name) => sql.First($"select {Columns} from connection_breakers where project = $1 and name = $2", Read, project, name) ?? Breaker.New;

    /// <summary>True when that attempt is the one that tries.</summary>
    public static bool IsProbe(Sql sql, string project, string name, long attempt) =>
        sql.Number("select 1 from connection_breakers where project = $1 and name = $2 and state = 'half_open' and probe_attempt = $3", project, name, attempt) is not null;

    public static void Save(Sql sql, string project, string name, Breaker breaker, long? probe = null)
    {
        if (breaker == Breaker.New)
        {
            sql.Execute("delete from connection_breakers where project = $1 and name = $2", project, name);
            return;
        }
        sql.Execute(
            """
            insert into connection_breakers (project, name, state, failures, failure, opened_at, probe_at, failed_probes, probe_attempt) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (project, name) do update set state = excluded.state, failures = excluded.failures, failure = excluded.failure, opened_at = excluded.opened_at,
              probe_at = excluded.probe_at, failed_probes = excluded.failed_probes, probe_attempt = excluded.probe_attempt
            """,
            project, name, breaker.State.ToWord(), breaker.FailuresInRow, breaker.Failure, breaker.OpenedAt.ToStored(), breaker.ProbeAt.ToStored(), breaker.FailedProbes, probe);
    }

    public static ConnectionIncident Open(Sql sql, string project, string name, string failure, Instant now) => sql.First(
        $"insert into connection_incidents (project, name, opened_at, failure) values ($1, $2, $3, $4) on conflict (project, name) where closed_at is null do update set failure = excluded.failure returning {IncidentColumns}",
        ReadIncident, project, name, now.ToStored(), failure)!;

    public static ConnectionIncident? Close(Sql sql, string project, string name, Instant now) => sql.First(
        $"update connection_incidents set closed_at = case when opened_at > $3 then opened_at else $3 end where project = $1 and name = $2 and closed_at is null returning {IncidentColumns}",
        ReadIncident, project, name, now.ToStored());

    public static List<ConnectionIncident> Incidents(Sql sql, string project, string name, int limit) => sql.Query(
        $"select {IncidentColumns} from connection_incidents where project = $1 and name = $2 order by id desc limit $3", ReadIncident, project, name, limit);

    /// <summary>A task run waits for the connection.</summary>
    public static void Wait(Sql sql, string project, string name, RunId run, TaskKey key, Instant now)
    {
        var isNew = sql.Execute(
            "insert into connection_waits (run_id, task_id, item, project, name, since) values ($1, $2, $3, $4, $5, $6) on conflict (run_id, task_id, item) do nothing",
            run.Value, key.Task.Value, key.Item, project, name, now.ToStored()) == 1;
        if (isNew)
            sql.Execute("update connection_incidents set waited = waited + 1 where project = $1 and name = $2 and closed_at is null", project, name);
    }

    /// <summary>Those that have waited longest.</summary>
    public static List<(RunId Run, TaskKey Key)> Waiting(Sql sql, string project, string name, int limit) => sql.Query(
        "select run_id, task_id, item from connection_waits where project = $1 and name = $2 order by since, run_id, task_id, item limit $3",
        row => (new RunId(row.GetString(0)), new TaskKey(new TaskId(row.GetString(1)), row.GetInt32(2))), project, name, limit);

    /// <summary>How many runs wait, by connection.</summary>
    public static Dictionary<string, long> Counts(Sql sql, string project) => sql.Query(
        """
        select w.name, count(distinct w.run_id) from connection_waits w
        join task_runs t on t.run_id = w.run_id and t.task_id = w.task_id and t.item = w.item and t.status = 'poke_wait' where w.project = $1 group by w.name
        """,
        row => (row.GetString(0), row.GetInt64(1)), project).ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);

    /// <summary>Forgets those that do not wait any more, because their run was canceled, say.</summary>
    public static void Prune(Sql sql, string project) => sql.Execute(
        """
        delete from connection_waits where project = $1 and not exists (
          select 1 from task_runs t where t.run_id = connection_waits.run_id and t.task_id = connection_waits.task_id and t.item = connection_waits.item and t.status = 'poke_wait')
        """,
        project);

    public static bool AnyWaits(Sql sql, string project) => sql.Number("select 1 from connection_waits where project = $1 limit 1", project) is not null;

    private static Breaker Read(DbDataReader row) => new()
    {
        State = row.GetString(0).ToValue<BreakerState>(),
        FailuresInRow = row.GetInt32(1),
        Failure = row.TextOrNull(2),
        OpenedAt = row.NumberOrNull(3)?.ToInstant(),
        ProbeAt = row.NumberOrNull(4)?.ToInstant(),
        FailedProbes = row.GetInt32(5),
    };

    private static ConnectionIncident ReadIncident(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt64(2).ToInstant(), row.GetString(3), row.GetInt64(4), row.NumberOrNull(5)?.ToInstant());
}
