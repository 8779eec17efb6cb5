using System.Runtime.CompilerServices;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>A stretch of time with one UTC offset. All values are seconds; local ones are wall-clock readings since 1970-01-01T00:00.</summary>
internal readonly struct ZoneSpan
{
    /// <summary>First instant, inclusive.</summary>
    public long StartUtc { get; init; }

    /// <summary>First instant after it.</summary>
    public long EndUtc { get; init; }

    /// <summary>Local minus UTC.</summary>
    public long Offset { get; init; }

    /// <summary>The greatest reading, exclusive, that any earlier span has shown. Below <see cref="LocalStart"/>: there is a gap between the two.</summary>
    public long ShownBefore { get; init; }

    /// <summary>The least reading that any later span will show.</summary>
    public long ShownAfter { get; init; }

    public long LocalStart => StartUtc + Offset;

    public long LocalEnd => EndUtc + Offset;

    /// <summary>True when the clocks skipped readings on entering this span.</summary>
    public bool HasGap => ShownBefore < LocalStart;

    /// <summary>The first reading that is not a second pass.</summary>
    public long FirstPassStart => Math.Max(LocalStart, ShownBefore);

    /// <summary>The end, exclusive, of the readings that will not come again.</summary>
    public long LastPassEnd => Math.Min(LocalEnd, ShownAfter);
}

/// <summary>
/// The offsets of one zone from 1900 through 2199, read once from NodaTime and then shared by every schedule of the zone, so that asking for an
/// occurrence converts no zone and allocates nothing. Immutable, thread safe. There are no occurrences outside these years.
/// </summary>
internal sealed class ZoneTimeline
{
    /// <summary>1900-01-01T00:00:00Z.</summary>
    public const long Start = -2_208_988_800;

    /// <summary>2200-01-01T00:00:00Z, exclusive.</summary>
    public const long End = 7_258_118_400;

    /// <summary>2^23 seconds are 97 days: a zone has rarely more than one transition in so long.</summary>
    private const int BucketShift = 23;

    private static readonly ConditionalWeakTable<DateTimeZone, ZoneTimeline> Cache = [];

    private readonly ushort[] _buckets;

    private ZoneTimeline(ZoneSpan[] spans)
    {
        Spans = spans;
        _buckets = new ushort[((End - Start) >> BucketShift) + 1];
        var span = 0;
        for (var bucket = 0; bucket < _buckets.Length; bucket++)
        {
            while (Start + ((long)bucket << BucketShift) >= spans[span].EndUtc)
                span++;
            _buckets[bucket] = (ushort)span;
        }
    }

    public ZoneSpan[] Spans { get; }

    public static ZoneTimeline Of(DateTimeZone zone) => Cache.GetValue(zone, Read);

    /// <summary>The index of the span that holds <paramref name="utc"/>, which lies in [<see cref="Start"/>, <see cref="End"/>).</summary>
    public int IndexAt(long utc)
    {
        int index = _buckets[(utc - Start) >> BucketShift];
        while (utc >= Spans[index].EndUtc)
            index++;
        return index;
    }

    public long ToLocal(long utc) => utc + Spans[IndexAt(Math.Clamp(utc, Start, End - 1))].Offset;

    private static ZoneTimeline Read(DateTimeZone zone)
    {
        var offsets = new List<(long Start, long Offset)>();
        foreach (var interval in zone.GetZoneIntervals(Instant.FromUnixTimeSeconds(Start), Instant.FromUnixTimeSeconds(End)))
        {
            var start = interval.HasStart ? Math.Max(Start, interval.Start.ToUnixTimeSeconds()) : Start;
            // A change of name or of daylight saving alone moves no clock.
            if (offsets.Count == 0 || offsets[^1].Offset != interval.WallOffset.Seconds)
                offsets.Add((start, interval.WallOffset.Seconds));
        }
        var spans = new ZoneSpan[offsets.Count];
        var shownBefore = long.MaxValue;
        for (var i = 0; i < spans.Length; i++)
        {
            var end = i + 1 < spans.Length ? offsets[i + 1].Start : End;
            spans[i] = new ZoneSpan { StartUtc = offsets[i].Start, EndUtc = end, Offset = offsets[i].Offset, ShownBefore = i == 0 ? offsets[0].Start + offsets[0].Offset : shownBefore };
            shownBefore = i == 0 ? spans[0].LocalEnd : Math.Max(shownBefore, spans[i].LocalEnd);
        }
        var shownAfter = long.MaxValue;
        for (var i = spans.Length - 1; i >= 0; i--)
        {
            spans[i] = spans[i] with { ShownAfter = shownAfter };
            shownAfter = Math.Min(shownAfter, spans[i].LocalStart);
        }
        return new ZoneTimeline(spans);
    }
}
