using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>What the clock changes of a zone do to a schedule.</summary>
public static class ClockChanges
{
    /// <summary>One warning (SCH024) for each clock change in [<paramref name="from"/>, <paramref name="until"/>) that skips, moves or repeats an occurrence, in order.</summary>
    public static IEnumerable<Problem> Warnings(ScheduleTimes times, Instant from, Instant until)
    {
        if (times.Readings is not { } readings)
            yield break;
        var first = Math.Max(from.ToUnixTimeSeconds(), times.StartAt?.ToUnixTimeSeconds() ?? long.MinValue);
        var last = Math.Min(until.ToUnixTimeSeconds(), times.EndAt?.ToUnixTimeSeconds() ?? long.MaxValue);
        foreach (var span in times.Resolver.Timeline.Spans)
        {
            if (span.StartUtc < first || span.StartUtc >= last || span.StartUtc <= ZoneTimeline.Start)
                continue;
            var message = span.HasGap
                ? Describe(times, span, readings, span.ShownBefore, span.LocalStart, skipped: true)
                : Describe(times, span, readings, span.LocalStart, span.ShownBefore, skipped: false);
            if (message is not null)
                yield return new Problem(ProblemCodes.ClockChange, message, Severity: ProblemSeverity.Warning);
        }
    }

    /// <summary>Says so when <paramref name="nominal"/>, an occurrence, was moved by a clock change or is one of two passes; else null.</summary>
    public static string? Note(ScheduleTimes times, Instant nominal)
    {
        if (times.Readings is not { } readings)
            return null;
        var timeline = times.Resolver.Timeline;
        var utc = Math.Clamp(nominal.ToUnixTimeSeconds(), ZoneTimeline.Start, ZoneTimeline.End - 1);
        var span = timeline.Spans[timeline.IndexAt(utc)];
        var local = utc + span.Offset;
        if (utc == span.StartUtc && times.ClockChange.Gap == GapRule.Next && LocalTimeResolver.SkippedReading(readings, span) is var skipped and not LocalTimeResolver.None)
            return $"moved from {Show(skipped)}, which the clocks skip";
        if (local >= span.ShownAfter)
            return times.ClockChange.Overlap == OverlapRule.Both ? "the clocks show this time twice; first of two occurrences" : "the clocks show this time twice; fires at the first pass only";
        if (local < span.ShownBefore)
            return times.ClockChange.Overlap == OverlapRule.Both ? "the clocks show this time twice; second of two occurrences" : "the clocks show this time twice; fires at the second pass only";
        return null;
    }

    private static string? Describe(ScheduleTimes times, in ZoneSpan span, WallClockRecurrence readings, long low, long high, bool skipped)
    {
        var first = readings.NextLocal(low);
        if (first >= high)
            return null;
        var last = readings.PreviousLocal(high - 1);
        var count = Count(readings, first, high);
        var what = count == 1 ? $"{Show(first)} " : $"{Phrases.Number(count)} times from {Show(first)} to {ShowTime(last)} ";
        var change = times.Zone.GetZoneInterval(Instant.FromUnixTimeSeconds(span.StartUtc)).Name;
        var after = $"{ShowTime(span.LocalStart)} {change}";
        var one = count == 1;
        if (skipped)
        {
            var fate = times.ClockChange.Gap == GapRule.Next ? $"{(one ? "it fires" : "they fire once,")} at {Show(span.LocalStart)} {change}" : one ? "it does not fire" : "they do not fire";
            return $"{what}{(one ? "does" : "do")} not exist in {times.Zone.Id}, where the clocks go forward to {after}: {fate}.";
        }
        var pass = times.ClockChange.Overlap switch
        {
            OverlapRule.First => "at the first pass only",
            OverlapRule.Second => "at the second pass only",
            _ => "at both passes",
        };
        return $"{what}{(one ? "comes" : "come")} twice in {times.Zone.Id}, where the clocks go back to {after}: {(one ? "it fires" : "they fire")} {pass}.";
    }

    private static long Count(WallClockRecurrence readings, long first, long high)
    {
        var count = 0L;
        for (var at = first; at < high; at = readings.NextLocal(at + 1))
            count++;
        return count;
    }

    private static LocalDateTime Local(long reading) => Instant.FromUnixTimeSeconds(reading).InUtc().LocalDateTime;

    private static string Show(long reading) => $"{Local(reading).Date.ToString("uuuu-MM-dd", null)} {ShowTime(reading)}";

    private static string ShowTime(long reading) => Phrases.Time(Local(reading).TimeOfDay);
}
