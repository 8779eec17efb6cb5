using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>Reads what the completed runs of a schedule have covered. Thread safe.</summary>
/// <param name="database">Where the runs are.</param>
public sealed class CoverageReader(Database database)
{
    /// <summary>How many windows are looked at, at most.</summary>
    public const int MostWindows = 100_000;

    /// <summary>
    /// The coverage of [<paramref name="from"/>, <paramref name="to"/>) by completed runs of the schedule, those that retention has removed included.
    /// Expected are the windows of occurrences up to <paramref name="now"/>. Null when there are more than <see cref="MostWindows"/> of them.
    /// </summary>
    public WindowCoverage? Of(ScheduleId schedule, DataWindows windows, Instant from, Instant to, Instant now)
    {
        List<ExpectedWindow> expected = [.. windows.Within(from, to).TakeWhile(w => w.Nominal <= now).Take(MostWindows + 1).Select(w => new ExpectedWindow(w.Nominal, w.Window))];
        return expected.Count > MostWindows ? null : WindowCoverage.Of(expected, Covered(schedule, windows.Times.Zone, from, to), from, to);
    }

    private List<DataWindow> Covered(ScheduleId schedule, DateTimeZone zone, Instant from, Instant to) => database.Read(sql => sql.Query(
        """
        select window_start, window_end from runs
        where schedule_id = $1 and status = 'completed' and window_start < $3 and window_end > $2
        union all
        select window_start, window_end from covered_windows where schedule_id = $1 and window_start < $3 and window_end > $2
        """,
        row => new DataWindow(row.GetInt64(0).ToInstant(), row.GetInt64(1).ToInstant(), zone),
        schedule.Value, from.ToStored(), to.ToStored()));
}
