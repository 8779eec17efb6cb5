using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Decides which occurrences of a schedule are settled now, and how. Pure.</summary>
public static class DuePlanner
{
    /// <summary>At most so many occurrences are settled by one plan: about a tenth of a second of walking.</summary>
    public const int MostOccurrences = 1_000_000;

    /// <summary>At most so many runs are made by one plan, so that one transaction stays small.</summary>
    public const int MostRuns = 250;

    /// <summary>The reason of a missed occurrence that may run only when somebody says so.</summary>
    public const string NeedsApproval = "late, and its effects are irreversible: it runs only when it is approved";

    /// <summary>An occurrence that is due for at most so long is on time. An older one was missed and follows the catch-up rule.</summary>
    public static Duration OnTimeGrace { get; } = Duration.FromSeconds(60);

    /// <summary>
    /// The plan for everything due up to and including <paramref name="now"/>. Planning again with the returned cursor changes nothing,
    /// unless the plan was cut at its limits (see <see cref="DuePlan"/>). A clock that went back settles nothing twice: the cursor never moves back.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="cursor">Through where it is settled.</param>
    /// <param name="open">Its runs that have not ended.</param>
    /// <param name="now">The time now, inclusive.</param>
    /// <param name="mostRuns">At most so many runs are made; 1 to <see cref="MostRuns"/>.</param>
    public static DuePlan Plan(Schedule schedule, ScheduleCursor cursor, OpenRuns open, Instant now, int mostRuns = MostRuns)
    {
        var from = cursor.SettledThrough;
        var ledger = new LedgerFold();
        var overlap = new OverlapRule(schedule.Definition, open, new BudgetTally(schedule.Budget), ledger);
        var start = new StartRule(schedule, now, overlap, ledger);
        if (!schedule.Enabled || start.IsFinished)
            return new DuePlan([], [], CancelOpenRuns: false, new ScheduleCursor(Instant.Max(from, now)), NextNominalAt: null, NextDueAt: null);

        var walk = new DueWalk(schedule, from, now);
        var (catchUp, paused) = schedule.PausedBy is null ? (CatchUpRule.At(schedule, from, now), "") : (null, Paused(schedule));
        var settledThrough = from;
        var settled = 0;
        Instant? waitUntil = null;
        while (walk.Current is { } nominal && walk.DueAt <= now && settled < MostOccurrences && overlap.Runs.Count < mostRuns && !start.IsFinished)
        {
            if (catchUp is null)
                ledger.Add(nominal, OccurrenceOutcome.Skipped, paused);
            else if ((waitUntil = Settle(schedule, nominal, walk.DueAt, now, catchUp, start, ledger)) is not null)
                break;
            settledThrough = nominal;
            settled++;
            walk.Move();
        }

        // The cursor may stand between occurrences, but never beyond one that is not settled (its jitter or a dependency may still hold it back).
        var finished = start.IsFinished;
        if (finished || walk.Current is null || walk.Current > now)
            settledThrough = Instant.Max(settledThrough, now);
        overlap.Close();
        return new DuePlan(
            ledger.Entries,
            overlap.Runs,
            overlap.CancelOpenRuns,
            new ScheduleCursor(settledThrough),
            finished ? null : walk.Current,
            finished || walk.Current is null ? null : waitUntil ?? walk.DueAt)
        { WaitsForUpstream = waitUntil is not null };
    }

    /// <summary>Settles one occurrence that is due, or says until when it waits for another schedule.</summary>
    private static Instant? Settle(Schedule schedule, Instant nominal, Instant due, Instant now, CatchUpRule catchUp, StartRule start, LedgerFold ledger)
    {
        if (schedule.Definition.RunWindow is { } window && !window.IsOpenAt(due))
        {
            ledger.Add(nominal, OccurrenceOutcome.Skipped, window.Refusal);
            return null;
        }

        var verdict = DependencyRule.For(schedule, nominal, due, now);
        if (verdict.WaitUntil is { } until && schedule.Ends is null)
            return until;
        if (verdict.WaitUntil is not null)
            ledger.Add(nominal, OccurrenceOutcome.Skipped, $"dependency: it still waited for {schedule.Upstream!.Name} when its definition ended");
        else if (verdict.Refusal is { } refusal)
            ledger.Add(nominal, OccurrenceOutcome.Skipped, refusal);
        else if (schedule.Ends is { SkipReason: { } reason })
            ledger.Add(nominal, OccurrenceOutcome.Skipped, reason);
        else
            catchUp.Settle(nominal, due, verdict.ReadyAt, start, ledger);
        return null;
    }

    private static string Paused(Schedule schedule) =>
        string.IsNullOrEmpty(schedule.PauseReason) ? $"paused by {schedule.PausedBy}" : $"paused by {schedule.PausedBy}: {schedule.PauseReason}";
}
