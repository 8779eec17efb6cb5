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
    private readonly string _tooOld;

    private CatchUpRule(CatchUp rule, Instant onTimeFrom, Instant windowFrom, Instant? runFrom, bool missedRun)
    {
        _rule = rule;
        _onTimeFrom = onTimeFrom;
        _windowFrom = windowFrom;
        _runFrom = runFrom;
        _missedRun = missedRun;
        _tooOld = $"downtime: older than the catch-up window of {(rule.Window is { } window ? TimeText.Of(window) : "any age")}";
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
        while (missed > from && DueWalk.DueOf(schedule, missed.Value) is var due && due >= onTimeFrom)
        {
            onTime |= due <= now;
            missed = definition.Times.Previous(missed.Value);
        }
        if (missed is not { } last || last <= from || last < windowFrom)
            return new CatchUpRule(rule, onTimeFrom, windowFrom, runFrom: null, missedRun: false);
        return rule.Mode switch
        {
            CatchUpMode.Last => new CatchUpRule(rule, onTimeFrom, windowFrom, last, missedRun: !onTime),
            CatchUpMode.All => new CatchUpRule(rule, onTimeFrom, windowFrom, Earliest(definition.Times, last, rule.MaxRuns, Instant.Max(from, windowFrom)), missedRun: true),
            _ => new CatchUpRule(rule, onTimeFrom, windowFrom, runFrom: null, missedRun: false),
        };
    }

    /// <summary>Settles one occurrence that is due.</summary>
    public void Settle(Instant nominal, Instant due, OverlapRule overlap, LedgerFold ledger)
    {
        if (due >= _onTimeFrom)
            overlap.Run(nominal, due, "on time", queue: false);
        else if (_rule.Mode == CatchUpMode.None)
            ledger.Add(nominal, OccurrenceOutcome.Missed, "downtime");
        else if (nominal < _windowFrom)
            ledger.Add(nominal, OccurrenceOutcome.Missed, _tooOld);
        else if (_missedRun && nominal >= _runFrom)
            overlap.Run(nominal, due, "catch-up", queue: _rule.Mode == CatchUpMode.All);
        else if (_rule.Mode == CatchUpMode.All)
            ledger.Add(nominal, OccurrenceOutcome.Missed, $"downtime: only the last {_rule.MaxRuns} are caught up");
        else
            ledger.Add(nominal, OccurrenceOutcome.Coalesced, "downtime: a later occurrence stands for it");
    }

    // The first of the last maxRuns occurrences up to and including last.
    private static Instant Earliest(OccurrenceTimes times, Instant last, int? maxRuns, Instant notBefore)
    {
        if (maxRuns is not { } most)
            return notBefore;
        var first = last;
        for (var count = 1; count < most && times.Previous(first) is { } earlier && earlier >= notBefore; count++)
            first = earlier;
        return first;
    }
}
