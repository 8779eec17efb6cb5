using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>What the ends of data windows are aligned to, always downwards.</summary>
public enum WindowAlign
{
    /// <summary>The start of a local day; lag and length count local days. The default.</summary>
    Day,

    /// <summary>The start of a local hour; lag and length are elapsed time.</summary>
    Hour,

    /// <summary>Nothing; lag and length are elapsed time.</summary>
    None,
}

/// <summary>How the data windows of a schedule follow from its nominal times.</summary>
/// <param name="Lag">How long before the nominal time the window ends, before alignment. Zero or more.</param>
/// <param name="Length">How long it is; null for the gap to the window of the occurrence before.</param>
/// <param name="Align">What its end is aligned to.</param>
public sealed record WindowRule(Duration Lag, Duration? Length, WindowAlign Align);

/// <summary>
/// The data windows of a schedule. A window depends on the nominal time alone, so a retry or a backfill of an occurrence has the same one.
/// Without a length they tile: each begins where the one of the occurrence before it ends. Pure, immutable, thread safe.
/// </summary>
public sealed class DataWindows
{
    private readonly OccurrenceTimes _unbounded;
    private readonly LocalTimeResolver _resolver;

    /// <summary>Combines them.</summary>
    /// <param name="rule">Lag, length, alignment. With <see cref="WindowAlign.Day"/> a length is whole days.</param>
    /// <param name="times">The schedule's times.</param>
    public DataWindows(WindowRule rule, ScheduleTimes times)
    {
        Rule = rule;
        Times = times;
        // The window of the first occurrence after start_at begins where one before it would have ended.
        _unbounded = times.WithoutBounds();
        _resolver = new LocalTimeResolver(times.Zone, ClockChangeRule.Fixed);
    }

    /// <summary>Lag, length, alignment.</summary>
    public WindowRule Rule { get; }

    /// <summary>The schedule's times.</summary>
    public ScheduleTimes Times { get; }

    /// <summary>The window of the occurrence at <paramref name="nominal"/>; for a run without one, of the time it was made.</summary>
    public DataWindow Of(Instant nominal)
    {
        var end = EndOf(nominal);
        var start = Rule.Length is { } length ? Before(end, length)
            : _unbounded.Previous(nominal) is { } previous ? EndOf(previous)
            : end;
        // Where the clocks go back over midnight, a later occurrence may lie on an earlier local day.
        return new DataWindow(start < end ? start : end, end, Times.Zone);
    }

    /// <summary>The occurrences whose windows have a part in [<paramref name="from"/>, <paramref name="to"/>), with them, and empty windows among them, in order, lazily.</summary>
    public IEnumerable<(Instant Nominal, DataWindow Window)> Within(Instant from, Instant to)
    {
        // A window ends at most a day and an hour of clock change before nominal minus lag.
        foreach (var nominal in Times.Between(from + Rule.Lag - Duration.FromDays(2), Instant.FromUnixTimeSeconds(ZoneTimeline.End)))
        {
            var window = Of(nominal);
            if (window.Start >= to)
                yield break;
            if (window.End > from)
                yield return (nominal, window);
        }
    }

    private Instant EndOf(Instant nominal)
    {
        if (Rule.Align != WindowAlign.Day)
        {
            var end = nominal - Rule.Lag;
            return Rule.Align == WindowAlign.None ? end : end - SinceHour(end);
        }
        var days = Rule.Lag.Days;
        return StartOf((nominal - (Rule.Lag - Duration.FromDays(days))).InZone(Times.Zone).Date.PlusDays(-days));
    }

    private Instant Before(Instant end, Duration length) =>
        Rule.Align == WindowAlign.Day ? StartOf(end.InZone(Times.Zone).Date.PlusDays(-length.Days)) : end - length;

    private Duration SinceHour(Instant at)
    {
        var time = at.InZone(Times.Zone).TimeOfDay;
        return Duration.FromNanoseconds(time.NanosecondOfDay % NodaConstants.NanosecondsPerHour);
    }

    /// <summary>The first instant of a local day in the schedule's zone; of days outside 1900 through 2199, that of 1900.</summary>
    public Instant StartOf(LocalDate date) => _resolver.Resolve(date.AtMidnight()) ?? Instant.FromUnixTimeSeconds(ZoneTimeline.Start);
}
