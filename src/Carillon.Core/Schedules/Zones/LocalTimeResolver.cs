using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>
/// The one place that turns wall-clock time into instants: a zone with the rule for skipped and repeated times.
/// Immutable, thread safe; asking allocates nothing. Knows the years 1900 through 2199.
/// </summary>
public sealed class LocalTimeResolver
{
    internal const long None = long.MaxValue;
    internal const long NoneBefore = long.MinValue;

    private readonly ZoneTimeline _timeline;
    private readonly ZoneSpan[] _spans;
    private readonly bool _gapFires;
    private readonly bool _firstOnly;
    private readonly bool _secondOnly;

    /// <summary>A resolver for a zone. The zone's transitions are read once and shared.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="rule">What skipped and repeated times do.</param>
    public LocalTimeResolver(DateTimeZone zone, ClockChangeRule rule)
    {
        Zone = zone;
        Rule = rule;
        _timeline = ZoneTimeline.Of(zone);
        _spans = _timeline.Spans;
        _gapFires = rule.Gap == GapRule.Next;
        _firstOnly = rule.Overlap == OverlapRule.First;
        _secondOnly = rule.Overlap == OverlapRule.Second;
    }

    /// <summary>The zone.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>What skipped and repeated times do.</summary>
    public ClockChangeRule Rule { get; }

    internal ZoneTimeline Timeline => _timeline;

    /// <summary>The instant of one wall-clock time; its first one under <see cref="OverlapRule.Both"/>. Null when the clocks skip it and the rule is <see cref="GapRule.Skip"/>, or outside the known years.</summary>
    /// <param name="time">The wall-clock time; fractions of a second are dropped.</param>
    public Instant? Resolve(LocalDateTime time)
    {
        var local = ((long)Civil.DayNumber(time.Year, time.Month, time.Day) * Civil.SecondsPerDay) + (time.TickOfDay / NodaConstants.TicksPerSecond);
        var found = Next(new OneReading(local), ZoneTimeline.Start);
        return found == None ? null : Instant.FromUnixTimeSeconds(found);
    }

    /// <summary>The UTC second of one reading: its first pass, or the end of the gap that skips it. Allocates nothing; <see cref="None"/> outside the known years.</summary>
    internal long FirstPass(long local)
    {
        var index = _timeline.IndexAt(Math.Clamp(local - Civil.SecondsPerDay, ZoneTimeline.Start, ZoneTimeline.End - 1));
        for (; index < _spans.Length; index++)
        {
            ref readonly var span = ref _spans[index];
            if (local < span.LocalEnd)
                return local < span.LocalStart ? span.StartUtc : local - span.Offset;
        }
        return None;
    }

    /// <summary>The first instant at or after <paramref name="from"/> (UTC seconds) at which one of the readings fires, or <see cref="None"/>.</summary>
    internal long Next(WallClockRecurrence readings, long from)
    {
        if (from < ZoneTimeline.Start)
            from = ZoneTimeline.Start;
        if (from >= ZoneTimeline.End)
            return None;
        var index = _timeline.IndexAt(from);
        ref readonly var span = ref _spans[index];
        var low = from + span.Offset;
        if (_firstOnly && low < span.ShownBefore)
            low = span.ShownBefore;
        var reading = readings.NextLocal(low);
        while (true)
        {
            if (reading < (_secondOnly ? span.LastPassEnd : span.LocalEnd))
                return reading - span.Offset;
            if (++index == _spans.Length)
                return None;
            span = ref _spans[index];
            if (_gapFires && reading < span.LocalStart && reading >= span.ShownBefore)
                return span.StartUtc;
            var start = _firstOnly ? span.FirstPassStart : span.LocalStart;
            // Between two spans most searches stay valid; only a clock that went back, or a gap, asks anew.
            if (start < low || reading < start)
                reading = readings.NextLocal(start);
            else if (reading == None)
                return None;
            low = start;
        }
    }

    /// <summary>The last instant at or before <paramref name="until"/> (UTC seconds) at which one of the readings fires, or <see cref="NoneBefore"/>.</summary>
    internal long Previous(WallClockRecurrence readings, long until)
    {
        if (until >= ZoneTimeline.End)
            until = ZoneTimeline.End - 1;
        if (until < ZoneTimeline.Start)
            return NoneBefore;
        var index = _timeline.IndexAt(until);
        var high = until + _spans[index].Offset;
        while (true)
        {
            ref readonly var span = ref _spans[index];
            if (_secondOnly && high >= span.ShownAfter)
                high = span.ShownAfter - 1;
            var reading = readings.PreviousLocal(high);
            if (reading >= (_firstOnly ? span.FirstPassStart : span.LocalStart))
                return reading - span.Offset;
            if (_gapFires && span.HasGap && SkippedReading(readings, span) != None)
                return span.StartUtc;
            if (index == 0)
                return NoneBefore;
            index--;
            high = _spans[index].LocalEnd - 1;
        }
    }

    /// <summary>The first of the readings that the clocks skip on entering <paramref name="span"/>, or <see cref="None"/>.</summary>
    internal static long SkippedReading(WallClockRecurrence readings, in ZoneSpan span)
    {
        if (!span.HasGap)
            return None;
        var reading = readings.NextLocal(span.ShownBefore);
        return reading < span.LocalStart ? reading : None;
    }

    private sealed class OneReading(long reading) : WallClockRecurrence
    {
        internal override long NextLocal(long from) => from <= reading ? reading : None;

        internal override long PreviousLocal(long until) => until >= reading ? reading : NoneBefore;
    }
}
