using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>What one schedule has cost in a month.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Cost">Spent and reserved, in the currency.</param>
public sealed record ScheduleSpending(string ScheduleId, decimal Cost);

/// <summary>How things stand that are not counted as they happen but read when somebody asks. Thread safe.</summary>
/// <param name="database">Where.</param>
/// <param name="project">Whose.</param>
public sealed class GaugeReader(Database database, string project)
{
    private const int MostSchedules = 100;

    /// <summary>The schedules that cost most in the month of UTC in which <paramref name="now"/> lies, up to a hundred of them.</summary>
    public IReadOnlyList<ScheduleSpending> Costs(Instant now)
    {
        var date = now.InUtc().Date;
        return database.Read(sql => sql.Query(
            """
            select subject, spent_micros + reserved_micros from spending
            where project = $1 and scope = 'schedule' and month = $2 and spent_micros + reserved_micros > 0 order by 2 desc, 1 limit $3
            """,
            row => new ScheduleSpending(row.GetString(0), Core.Money.Amount(row.GetInt64(1))), project, (date.Year * 100) + date.Month, MostSchedules));
    }

    /// <summary>How many nodes have said lately that they live; 1 for a database of one process.</summary>
    public int Nodes() => database.Read(sql => Math.Max(1, Runs.NodeStore.Live(sql).Count));
}
