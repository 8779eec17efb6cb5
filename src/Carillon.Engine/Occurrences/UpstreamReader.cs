using System.Data.Common;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>Reads what a dependency is judged by.</summary>
internal static class UpstreamReader
{
    // A plan that settles more than so many occurrences at once finds the rest by planning again.
    private const int MostEntries = 10_000;

    /// <summary>What is known of the schedule that <paramref name="definition"/> depends on, from its next unsettled occurrence on; null when it depends on none.</summary>
    public static Upstream? For(Sql sql, string project, LiveSchedules live, ScheduleDefinition definition, Instant settledThrough)
    {
        if (definition.DependsOn is not { } rule)
            return null;
        if (ScheduleStore.Named(sql, project, rule.Schedule) is not { } stored)
            return Upstream.Unknown(rule.Schedule);
        var times = live.Of(stored).ValueOrDefault?.Definition.Times;
        var first = definition.Times.Next(settledThrough) is { } next ? times?.Previous(next + Duration.Epsilon) : null;
        return new Upstream(
            rule.Schedule, stored.Id, times, stored.CursorAt,
            rule.Mode == DependencyMode.After && first is { } from ? Entries(sql, stored.Id, from) : [],
            rule.Mode == DependencyMode.IfSucceeded ? LastEnded(sql, stored.Id) : null);
    }

    private static List<UpstreamEntry> Entries(Sql sql, ScheduleId id, Instant from) => sql.Query(
        """
        select l.nominal_at, l.last_nominal_at, l.outcome, l.reason, r.status, r.completed_at from ledger l
        left join runs r on r.id = (
          select id from runs where schedule_id = $1 and nominal_at = l.nominal_at and trigger in ('schedule', 'retry', 'backfill')
          order by case when status = 'completed' then 0 else 1 end, id desc limit 1)
        where l.schedule_id = $1 and l.nominal_at >= coalesce((select max(nominal_at) from ledger where schedule_id = $1 and nominal_at <= $2), $2)
        order by l.nominal_at limit $3
        """,
        row => new UpstreamEntry(
            row.GetInt64(0).ToInstant(), row.GetInt64(1).ToInstant(), OutcomeText.Parse(row.GetString(2)), row.GetString(3),
            row.IsDBNull(4) ? null : ReadRun(row, 4)),
        id.Value, from.ToStored(), MostEntries);

    /// <summary>Among the latest runs: one that runs for longer than so many others took is not the latest to end.</summary>
    private static UpstreamRun? LastEnded(Sql sql, ScheduleId id) => sql.First(
        """
        select status, completed_at from (
          select status, completed_at from runs where schedule_id = $1 and trigger in ('schedule', 'retry') order by id desc limit 100) as latest
        where completed_at is not null order by completed_at desc limit 1
        """,
        row => ReadRun(row, 0), id.Value);

    private static UpstreamRun ReadRun(DbDataReader row, int at) => new(StatusText.ParseRun(row.GetString(at)), row.NumberOrNull(at + 1)?.ToInstant());
}
