using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Decides which occurrences of a schedule are settled now, and how. Pure.</summary>
public static class DuePlanner
{
    /// <summary>
    /// The plan for everything due up to and including <paramref name="now"/>. Planning again with the returned cursor changes nothing.
    /// A clock that went back settles nothing twice: the cursor never moves back.
    /// </summary>
    public static DuePlan Plan(Schedule schedule, ScheduleCursor cursor, OpenRuns open, Instant now) =>
        throw new NotSupportedException("written by the occurrences slice " + schedule.Id + cursor + open + now);
}
