using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Decides which occurrences of a schedule are settled now, and how. Pure.</summary>
public static class DuePlanner
{
    /// <summary>At most so many occurrences are settled by one plan: about a tenth of a second of walking.</summary>
    public const int MostOccurrences = 1_000_000;

    /// <summary>At most so many runs are made by one plan, so that one transaction stays small.</summary>
    public const int MostRuns = 1_000;

    /// <summary>An occurrence that is due for at most so long is on time. An older one was missed and follows the catch-up rule.</summary>
    public static Duration OnTimeGrace { get; } = Duration.FromSeconds(60);

    /// <summary>
    /// The plan for everything due up to and including <paramref name="now"/>. Planning again with the returned cursor changes nothing,
    /// unless the plan was cut at its limits (see <see cref="DuePlan"/>). A clock that went back settles nothing twice: the cursor never moves back.
    /// </summary>
    public static DuePlan Plan(Schedule schedule, ScheduleCursor cursor, OpenRuns open, Instant now)
    {
        var from = cursor.SettledThrough;
        if (!schedule.Enabled)
            return new DuePlan([], [], CancelOpenRuns: false, new ScheduleCursor(Instant.Max(from, now)), NextNominalAt: null, NextDueAt: null);

        var walk = new DueWalk(schedule, from);
        var ledger = new LedgerFold();
        var overlap = new OverlapRule(schedule.Definition, open, new BudgetTally(schedule.Budget), ledger);
        var catchUp = schedule.PausedBy is null ? CatchUpRule.At(schedule, from, now) : null;
        var settledThrough = from;
        var settled = 0;
        while (walk.Current is { } nominal && walk.DueAt <= now && settled < MostOccurrences && overlap.Runs.Count < MostRuns)
        {
            if (catchUp is null)
                ledger.Add(nominal, OccurrenceOutcome.Skipped, Paused(schedule));
            else
                catchUp.Settle(nominal, walk.DueAt, overlap, ledger);
            settledThrough = nominal;
            settled++;
            walk.Move();
        }

        // The cursor may stand between occurrences, but never beyond one that is not settled (its jitter may still hold it back).
        if (walk.Current is null || walk.Current > now)
            settledThrough = Instant.Max(settledThrough, now);
        overlap.Close();
        return new DuePlan(
            ledger.Entries,
            overlap.Runs,
            overlap.CancelOpenRuns,
            new ScheduleCursor(settledThrough),
            walk.Current,
            walk.Current is null ? null : walk.DueAt);
    }

    private static string Paused(Schedule schedule) =>
        string.IsNullOrEmpty(schedule.PauseReason) ? $"paused by {schedule.PausedBy}" : $"paused by {schedule.PausedBy}: {schedule.PauseReason}";
}
