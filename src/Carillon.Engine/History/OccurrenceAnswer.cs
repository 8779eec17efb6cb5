using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Engine.History;

/// <summary>Answers why a schedule ran, or did not, from its ledger and its definition. Pure.</summary>
internal static class OccurrenceAnswer
{
    /// <summary>The answer; <paramref name="entry"/> is the ledger's entry that covers <paramref name="at"/>, if any.</summary>
    public static WhyRecord Give(ScheduleRecord schedule, OccurrenceTimes? times, Instant at, Instant now, LedgerRecord? entry, RunRecord? run)
    {
        var previous = times?.Previous(at);
        var next = times?.Next(at);
        var occurs = times is not null && times.Next(at - Duration.Epsilon) == at;

        // An entry for exactly this time is proof whatever the definition says by now; within a range only occurrences are.
        var covered = entry is not null && (entry.NominalAt == at || entry.LastNominalAt == at || occurs) ? entry : null;
        var verdict = covered is not null ? Of(covered.Outcome)
            : !occurs ? OccurrenceVerdict.NotAnOccurrence
            : at > now ? OccurrenceVerdict.Future
            : at > schedule.SettledThrough ? OccurrenceVerdict.Pending
            : OccurrenceVerdict.NeverExpected;
        var sentence = Sentence(verdict, schedule, covered, run);
        if (covered?.RunId is null && run is not null)
            sentence += $" Made up for later: run {run.Id} ({run.Trigger.ToWord()}, by {run.CreatedBy}) is {run.Status.ToWord()}.";
        return new WhyRecord(schedule.Id, at, verdict, sentence, covered, run, previous, next);
    }

    private static OccurrenceVerdict Of(OccurrenceOutcome outcome) => outcome switch
    {
        OccurrenceOutcome.Ran => OccurrenceVerdict.Ran,
        OccurrenceOutcome.Skipped => OccurrenceVerdict.Skipped,
        OccurrenceOutcome.Missed => OccurrenceVerdict.Missed,
        _ => OccurrenceVerdict.Coalesced,
    };

    private static string Sentence(OccurrenceVerdict verdict, ScheduleRecord schedule, LedgerRecord? entry, RunRecord? run) => verdict switch
    {
        OccurrenceVerdict.Ran when run is not null => $"It ran ({entry!.Reason}): run {Number(run)} is {run.Status.ToWord()}{(run.Error is null ? "" : ": " + run.Error.Message)}.",
        OccurrenceVerdict.Ran => $"It ran ({entry!.Reason}): run {entry.RunId}, which has since been removed.",
        OccurrenceVerdict.Skipped => $"It was skipped: {entry!.Reason}.{Among(entry)}",
        OccurrenceVerdict.Missed => $"It was missed: {entry!.Reason}.{Among(entry)}",
        OccurrenceVerdict.Coalesced => $"It was missed, and a later occurrence ran in its place: {entry!.Reason}.{Among(entry)}",
        OccurrenceVerdict.Future when schedule is { Status: ScheduleStatus.Active, NextRunAt: null } => "It has not come yet, and it will not run: the schedule has made all its runs.",
        OccurrenceVerdict.Future when schedule.Status == ScheduleStatus.Active => "It has not come yet; it is planned.",
        OccurrenceVerdict.Future => $"It has not come yet, and the schedule is {schedule.Status.ToWord()}{By(schedule)}.",
        OccurrenceVerdict.Pending when schedule.Status == ScheduleStatus.Active => "Its time has come, and it is not settled yet: jitter may still hold it back.",
        OccurrenceVerdict.Pending => $"It will not run: the schedule is {schedule.Status.ToWord()}{By(schedule)}.",
        OccurrenceVerdict.NeverExpected => $"Nothing was expected then: the schedule is known here since {Text(schedule.CreatedAt)}, or said something else at that time.",
        _ => "The schedule does not fire then.",
    };

    private static string Number(RunRecord run) => run.RunNumber is { } number ? $"{number} ({run.Id})" : run.Id.Value;

    private static string By(ScheduleRecord schedule)
    {
        if (schedule.Status != ScheduleStatus.Paused)
            return "";
        var (by, reason) = schedule.PausedBy is null ? ("auto-pause", schedule.AutoPauseReason) : (schedule.PausedBy, schedule.PauseReason);
        return string.IsNullOrEmpty(reason) ? $" by {by}" : $" by {by} ({reason})";
    }

    private static string Among(LedgerRecord entry) =>
        entry.Count == 1 ? "" : $" So were {entry.Count} occurrences in all, from {Text(entry.NominalAt)} to {Text(entry.LastNominalAt)}.";

    private static string Text(Instant instant) => InstantPattern.General.Format(instant);
}
