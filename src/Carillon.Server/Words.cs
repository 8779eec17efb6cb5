using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Server;

/// <summary>Values as people read them.</summary>
internal static class Words
{
    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss'Z'");

    /// <summary><c>340 ms</c>, <c>2.4 s</c>, <c>3 min 20 s</c>, <c>5 h 02 min</c>.</summary>
    public static string Duration(long milliseconds)
    {
        var span = TimeSpan.FromMilliseconds(milliseconds);
        return milliseconds < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms")
            : span.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s")
            : span.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:00} min");
    }

    /// <summary><c>2026-03-09 20:30:00Z</c>, or nothing.</summary>
    public static string Time(Instant? at) => at is { } instant ? Minute.Format(instant) : "";

    /// <summary>A whole number as it is, without separators.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(int number, string word) => number == 1 ? $"1 {word}" : string.Create(CultureInfo.InvariantCulture, $"{number} {word}s");

    /// <summary><c>in 3 min 20 s</c> or <c>5.0 s ago</c>; from 48 hours on in whole days, rounded.</summary>
    public static string Distance(Instant at, Instant now) =>
        at >= now ? "in " + Roughly(at - now) : Roughly(now - at) + " ago";

    private static string Roughly(NodaTime.Duration span) => span.TotalHours < 48
        ? Duration((long)span.TotalMilliseconds)
        : Count((int)Math.Round(span.TotalDays, MidpointRounding.AwayFromZero), "day");

    /// <summary><c>12 B</c>, <c>3.4 KiB</c>, <c>1.2 MiB</c>, <c>5.0 GiB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0 / 1024.0:0.0} GiB"),
    };
}
