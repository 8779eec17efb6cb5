using System.Globalization;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>
/// What the clocks of a zone showed over some time, by the rules of one release of the zone database: kept, so that a later release with other rules does not repeat what has run by these. Immutable.
/// </summary>
public sealed class ZoneOffsets
{
    private readonly List<(long FromSeconds, int OffsetSeconds)> _spans;

    private ZoneOffsets(List<(long, int)> spans, long end) => (_spans, EndSeconds) = (spans, end);

    private long EndSeconds { get; }

    /// <summary>The first instant of it, inclusive.</summary>
    public Instant From => Instant.FromUnixTimeSeconds(_spans[0].FromSeconds);

    /// <summary>The end of it, exclusive.</summary>
    public Instant Until => Instant.FromUnixTimeSeconds(EndSeconds);

    /// <summary>Those of a zone.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="from">From then on, inclusive; whole seconds.</param>
    /// <param name="until">Until then, exclusive and later; whole seconds.</param>
    public static ZoneOffsets Of(DateTimeZone zone, Instant from, Instant until)
    {
        List<(long, int)> spans = [];
        foreach (var interval in zone.GetZoneIntervals(from, until))
        {
            var start = interval.HasStart && interval.Start > from ? interval.Start : from;
            if (spans.Count == 0 || spans[^1].Item2 != interval.WallOffset.Seconds)
                spans.Add((start.ToUnixTimeSeconds(), interval.WallOffset.Seconds));
        }
        return new ZoneOffsets(spans, until.ToUnixTimeSeconds());
    }

    /// <summary>Those that <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It did not.</exception>
    public static ZoneOffsets Parse(string text)
    {
        var parts = text.Split(' ');
        List<(long, int)> spans = [.. parts[..^1].Select(part => part.Split(':')).Select(span => (long.Parse(span[0], CultureInfo.InvariantCulture), int.Parse(span[1], CultureInfo.InvariantCulture)))];
        return spans.Count == 0 ? throw new FormatException(text) : new ZoneOffsets(spans, long.Parse(parts[^1], CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Up to when a schedule is settled by other rules, if it is settled until <paramref name="cursor"/> by these: as far as the wall clock had come then. What has run at a reading does not run
    /// at that reading again; never earlier than <paramref name="cursor"/>.
    /// </summary>
    /// <param name="cursor">An instant; one that these offsets do not cover stays as it is.</param>
    /// <param name="zone">The zone by the other rules.</param>
    public Instant Carry(Instant cursor, DateTimeZone zone)
    {
        if (cursor < From || cursor >= Until)
            return cursor;
        var seconds = cursor.ToUnixTimeSeconds();
        var offset = Offset.FromSeconds(_spans.FindLast(span => span.FromSeconds <= seconds).OffsetSeconds);
        var reading = cursor.WithOffset(offset).LocalDateTime;
        var map = zone.MapLocal(reading);
        var carried = map.Count == 0 ? map.LateInterval.Start : reading.WithOffset(map.LateInterval.WallOffset).ToInstant();
        return Instant.Max(cursor, carried);
    }

    /// <summary>As text that <see cref="Parse"/> reads: each span's first second since 1970 and its offset in seconds, then the end.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{string.Join(' ', _spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.FromSeconds}:{span.OffsetSeconds}")))} {EndSeconds}");
}
