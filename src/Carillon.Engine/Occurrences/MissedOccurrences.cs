using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>An occurrence that was due and has no run so far.</summary>
/// <param name="NominalAt">Its nominal time.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why.</param>
public sealed record MissedOccurrence(Instant NominalAt, OccurrenceOutcome Outcome, string Reason);

/// <summary>Which of the missed occurrences run after all when a schedule is resumed.</summary>
public enum MissedChoice
{
    /// <summary>None. The default.</summary>
    None,

    /// <summary>The last one.</summary>
    Last,

    /// <summary>All of them, the oldest first.</summary>
    All,
}

/// <summary>Finds occurrences that were due and have no run.</summary>
internal static class MissedOccurrences
{
    /// <summary>Since when a schedule that is not paused is asked.</summary>
    public static Duration Recently { get; } = Duration.FromDays(7);

    /// <summary>Those in [<paramref name="since"/>, <paramref name="now"/>] of which the ledger tells, in order of time, the last <paramref name="limit"/> of them. One that got a run since is left out unless that failed.</summary>
    public static List<MissedOccurrence> List(Sql sql, ScheduleId id, OccurrenceTimes times, Instant since, Instant now, int limit)
    {
        var entries = sql.Query(
            "select nominal_at, last_nominal_at, outcome, reason from ledger where schedule_id = $1 and last_nominal_at >= $2 and nominal_at <= $3 and outcome <> 'ran' order by nominal_at desc",
            row => (First: row.GetInt64(0).ToInstant(), Last: row.GetInt64(1).ToInstant(), Outcome: row.GetString(2).ToValue<OccurrenceOutcome>(), Reason: row.GetString(3)),
            id.Value, since.ToStored(), now.ToStored());
        var states = BackfillStore.States(sql, id, since, now + Duration.Epsilon);
        var found = new List<MissedOccurrence>();
        foreach (var (first, last, outcome, reason) in entries)
        {
            foreach (var at in Within(times, Instant.Max(first, since), Instant.Min(last, now)))
            {
                if (found.Count == limit)
                    break;
                if (states.GetValueOrDefault(at) is NominalState.None or NominalState.Failed)
                    found.Add(new MissedOccurrence(at, outcome, reason));
            }
        }

        found.Reverse();
        return found;
    }

    // The latest first. An entry of one is proof whatever the definition says by now.
    private static IEnumerable<Instant> Within(OccurrenceTimes times, Instant first, Instant last)
    {
        yield return last;
        for (var at = times.Previous(last); at is { } nominal && nominal >= first; at = times.Previous(nominal))
            yield return nominal;
    }
}
