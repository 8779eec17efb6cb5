using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>
/// What becomes of missed occurrences. Everything about the whole set (which one is the last, whether one is on time, where the last N begin)
/// is found by walking back from now, so that the walk forward can settle millions one by one and keep none.
/// </summary>
internal sealed class CatchUpRule
{
    private readonly CatchUp _rule;
    private readonly Instant _onTimeFrom;
    private readonly Instant _windowFrom;
    private readonly Instant? _runFrom;
    private readonly bool _missedRun;

    // Words are made once, not for each of perhaps millions.
    private string? _tooOld;
    private string? _tooMany;

    private CatchUpRule(CatchUp rule, Instant onTimeFrom, Instant windowFrom, Instant? runFrom, bool missedRun)
    {
        _rule = rule;
        _onTimeFrom = onTimeFrom;
        _windowFrom = windowFrom;
        _runFrom = runFrom;
        _missedRun = missedRun;
    }

    /// <summary>The rule for what lies after <paramref name="from"/> at <paramref name="now"/>.</summary>
    public static CatchUpRule At(Schedule schedule, Instant from, Instant now)
    {
        var definition = schedule.Definition;
        var rule = definition.CatchUp;
        var onTimeFrom = now - DuePlanner.OnTimeGrace;
        var windowFrom = rule.Window is { } window && now - Instant.MinValue > window ? now - window : Instant.MinValue;

        var onTime = false;
        var missed = definition.Times.Previous(now + Duration.Epsilon);
        while (missed > from && DueWalk.DueOf(schedule, missed.Value, now) is var due && (due >= onTimeFrom || !IsOpen(definition, due)))
        {
            onTime |= due <= now && due >= onTimeFrom && IsOpen(definition, due);
            missed = definition.Times.Previous(missed.Value);
        }
        if (missed is not { } last || last <= from || last < windowFrom)
            return new CatchUpRule(rule, onTimeFrom, windowFrom, runFrom: null, missedRun: false);
        return rule.Mode switch
        {
            CatchUpMode.Last => new CatchUpRule(rule, onTimeFrom, windowFrom, last, missedRun: !onTime),
            CatchUpMode.All => new CatchUpRule(rule, onTimeFrom, windowFrom, Earliest(schedule, last, Instant.Max(from, windowFrom), now), missedRun: true),
            _ => new CatchUpRule(rule, onTimeFrom, windowFrom, runFrom: null, missedRun: false),
        };
    }

    /// <summary>Settles one occurrence that is due.</summary>
    /// <param name="nominal">Its nominal time.</param>
    /// <param name="due">Its due time.</param>
    /// <param name="readyAt">Since when nothing else held it: its due time, or later when it waited for another schedule.</param>
    /// <param name="start">Makes its run, if it gets one.</param>
    /// <param name="ledger">Where it is settled otherwise.</param>
    public void Settle(Instant nominal, Instant due, Instant readyAt, StartRule start, LedgerFold ledger)
    {
        if (readyAt >= _onTimeFrom)
            start.OnTime(nominal, due);
        else if (_rule.Mode == CatchUpMode.None)
            ledger.Add(nominal, OccurrenceOutcome.Missed, "downtime");
        else if (nominal < _windowFrom)
            ledger.Add(nominal, OccurrenceOutcome.Missed, _tooOld ??= $"downtime: older than the catch-up window of {TimeText.Of(_rule.Window!.Value)}");
        else if (_missedRun && nominal >= _runFrom)
            start.Late(nominal, due, queue: _rule.Mode == CatchUpMode.All);
        else if (_rule.Mode == CatchUpMode.All)
            ledger.Add(nominal, OccurrenceOutcome.Missed, _tooMany ??= $"downtime: only the last {_rule.MaxRuns} are caught up");
        else
            ledger.Add(nominal, OccurrenceOutcome.Coalesced, "downtime: a later occurrence stands for it");
    }

    // The first of the last so many occurrences up to and including last.
    private static Instant Earliest(Schedule schedule, Instant last, Instant notBefore, Instant now)
    {
        var (times, window) = (schedule.Definition.Times, schedule.Definition.RunWindow);
        if (schedule.Definition.CatchUp.MaxRuns is not { } most)
            return notBefore;
        var first = last;
        var count = 1;
        for (var earlier = times.Previous(last); count < most && earlier is { } at && at >= notBefore; earlier = times.Previous(at))
        {
            if (window is not null && !IsOpen(schedule.Definition, DueWalk.DueOf(schedule, at, now)))
                continue;
            first = at;
            count++;
        }
        return first;
    }

    /// <summary>What is due outside the run window is no candidate: it would stand for one that may run.</summary>
    private static bool IsOpen(ScheduleDefinition definition, Instant due) => definition.RunWindow?.IsOpenAt(due) ?? true;
}
