using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>What a clock change does to a wall-clock time of a schedule.</summary>
public enum ClockEffect
{
    /// <summary>The clocks skip it, and it fires after the gap.</summary>
    Moved,

    /// <summary>The clocks skip it, and it does not fire.</summary>
    Skipped,

    /// <summary>The clocks show it twice, and it fires at the first pass.</summary>
    FirstPass,

    /// <summary>The clocks show it twice, and it fires at the second pass.</summary>
    SecondPass,

    /// <summary>The clocks show it twice, and it fires at both.</summary>
    BothPasses,
}

/// <summary>One clock change that touches a schedule.</summary>
/// <param name="At">When the clocks change.</param>
/// <param name="Effect">What becomes of the times.</param>
/// <param name="Count">How many wall-clock times it touches, at least 1.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them; the same when there is one.</param>
/// <param name="Message">All this in a sentence.</param>
public sealed record ClockSurprise(Instant At, ClockEffect Effect, int Count, LocalDateTime First, LocalDateTime Last, string Message);

/// <summary>What the clock changes of a zone do to a schedule.</summary>
public static class ClockChanges
{
    private static readonly Duration TwoYears = Duration.FromDays(731);

    /// <summary>One warning (SCH024) for each of <see cref="Surprises"/>.</summary>
    public static IEnumerable<Problem> Warnings(ScheduleTimes times, Instant from, Instant until) =>
        Surprises(times, from, until).Select(s => new Problem(ProblemCodes.ClockChange, s.Message, Severity: ProblemSeverity.Warning)
        {
            Rule = s.Effect is ClockEffect.Moved or ClockEffect.Skipped ? "skipped-time" : "repeated-time",
        });

    /// <summary>Each clock change in [<paramref name="from"/>, <paramref name="until"/>) that skips, moves or repeats an occurrence, in order.</summary>
    public static IEnumerable<ClockSurprise> Surprises(ScheduleTimes times, Instant from, Instant until)
    {
        if (times.Readings is not { } readings)
            yield break;
        var first = Math.Max(from.ToUnixTimeSeconds(), times.StartAt?.ToUnixTimeSeconds() ?? long.MinValue);
        var last = Math.Min(until.ToUnixTimeSeconds(), times.EndAt?.ToUnixTimeSeconds() ?? long.MaxValue);
        foreach (var span in times.Resolver.Timeline.Spans)
        {
            if (span.StartUtc < first || span.StartUtc >= last || span.StartUtc <= ZoneTimeline.Start)
                continue;
            var surprise = span.HasGap
                ? Describe(times, span, readings, span.ShownBefore, span.LocalStart, skipped: true)
                : Describe(times, span, readings, span.LocalStart, span.ShownBefore, skipped: false);
            if (surprise is not null)
                yield return surprise;
        }
    }

    /// <summary>The next of the two years to come with one of these effects; null for a cadence, whose author chose to follow the clocks.</summary>
    internal static ClockSurprise? Ahead(LintSubject subject, ScheduleTimes times, params ClockEffect[] effects) =>
        times.Recurrence is CronExpression { IsCadence: true } ? null : Surprises(times, subject.Now, subject.Now + TwoYears).FirstOrDefault(s => effects.Contains(s.Effect));

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

    private static ClockSurprise? Describe(ScheduleTimes times, in ZoneSpan span, WallClockRecurrence readings, long low, long high, bool skipped)
    {
        var first = readings.NextLocal(low);
        if (first >= high)
            return null;
        var last = readings.PreviousLocal(high - 1);
        var count = Count(readings, first, high);
        var what = count == 1 ? $"{Show(first)} " : $"{Phrases.Number(count)} times from {Show(first)} to {ShowTime(last)} ";
        var at = Instant.FromUnixTimeSeconds(span.StartUtc);
        var change = times.Zone.GetZoneInterval(at).Name;
        var after = $"{ShowTime(span.LocalStart)} {change}";
        var one = count == 1;
        if (skipped)
        {
            var fate = times.ClockChange.Gap == GapRule.Next ? $"{(one ? "it fires" : "they fire once,")} at {Show(span.LocalStart)} {change}" : one ? "it does not fire" : "they do not fire";
            return Surprise(times.ClockChange.Gap == GapRule.Next ? ClockEffect.Moved : ClockEffect.Skipped, $"{what}{(one ? "does" : "do")} not exist in {times.Zone.Id}, where the clocks go forward to {after}: {fate}.");
        }
        var pass = times.ClockChange.Overlap switch
        {
            OverlapRule.First => "at the first pass only",
            OverlapRule.Second => "at the second pass only",
            _ => "at both passes",
        };
        var effect = times.ClockChange.Overlap switch { OverlapRule.First => ClockEffect.FirstPass, OverlapRule.Second => ClockEffect.SecondPass, _ => ClockEffect.BothPasses };
        return Surprise(effect, $"{what}{(one ? "comes" : "come")} twice in {times.Zone.Id}, where the clocks go back to {after}: {(one ? "it fires" : "they fire")} {pass}.");

        ClockSurprise Surprise(ClockEffect effect, string message) => new(at, effect, (int)count, Local(first), Local(last), message);
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
