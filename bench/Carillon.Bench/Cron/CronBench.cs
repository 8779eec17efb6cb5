using System.Diagnostics;
using System.Globalization;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Bench.Cron;

/// <summary>The next occurrence of a cron, beside Quartz, walking through the years from 2026 on; rounds in turn, medians.</summary>
public static class CronBench
{
    private const int Rounds = 15;
    private const int Steps = 20_000;

    private static readonly (string Slug, string Cron, string Quartz)[] Cases =
    [
        ("daily", "0 2 * * *", "0 0 2 * * ?"),
        ("every5", "*/5 * * * *", "0 0/5 * * * ?"),
        ("lastday", "0 8 L * *", "0 0 8 L * ?"),
        ("nth", "0 8 * * 1#1", "0 0 8 ? * 2#1"),
    ];

    private static readonly (string Slug, string Zone)[] Zones = [("utc", "UTC"), ("newyork", "America/New_York")];

    /// <summary>Measures and prints one line per figure.</summary>
    public static void Run(TextWriter output)
    {
        foreach (var (zoneSlug, zoneName) in Zones)
        {
            foreach (var (slug, cron, quartz) in Cases)
                Compare(output, $"{slug}-{zoneSlug}", cron, quartz, zoneName);
        }
        Parse(output);
    }

    /// <summary>Reading good and hostile text, each call timed.</summary>
    private static void Parse(TextWriter output)
    {
        string[] texts =
        [
            .. Cases.Select(c => c.Cron), "0 0 31 2 *", "0 0 30W 2 *", "*/0 * * * *", "0 0 */60 * *", "H(0-29)/10 H * * *", "@dayly", "\u0663 * * * *",
            string.Join(',', Enumerable.Range(0, 60)) + " * * * *", new string('9', 500), new string('1', 10_000), "0 12 1,15,L * mon#1,fril", "0 22-2/2 28-3 nov-feb fri-mon",
        ];
        var times = new double[texts.Length * 2000];
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < times.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                CronExpression.Parse(texts[i % texts.Length], "bench");
                times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }
        Array.Sort(times);
        Print(output, "cron-parse-p50", times[times.Length / 2], "us");
        Print(output, "cron-parse-p99", times[times.Length * 99 / 100], "us");
    }

    private static void Compare(TextWriter output, string slug, string cron, string quartz, string zoneName)
    {
        var ours = new ScheduleTimes(CronExpression.Parse(cron, "bench").Value, DateTimeZoneProviders.Tzdb[zoneName]);
        var theirs = new Quartz.CronExpression(quartz, TimeZoneInfo.FindSystemTimeZoneById(zoneName));
        Agree(slug, ours, theirs);

        var mine = new double[Rounds];
        var other = new double[Rounds];
        var bytes = 0L;
        // Tiered compilation replaces the methods while they run: without a long warm-up the first compiler is measured, for us or for them.
        var warm = Stopwatch.StartNew();
        for (var i = 0; i < 20 || warm.ElapsedMilliseconds < 1200; i++)
        {
            Walk(ours);
            Walk(theirs);
            Thread.Sleep(10);
        }
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var nanoseconds = Walk(ours);
            bytes = Math.Max(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
            mine[round] = nanoseconds;
            other[round] = Walk(theirs);
        }
        var ratios = mine.Zip(other, (a, b) => b / a).ToArray();
        Print(output, $"cron-{slug}", Median(mine), "ns");
        Print(output, $"cron-{slug}-bytes", bytes / Steps, "bytes");
        Print(output, $"cron-quartz-{slug}", Median(other), "ns");
        Print(output, $"ratio-cron-quartz-{slug}", Median(ratios), "x");
    }

    /// <summary>A comparison of different answers would be worthless.</summary>
    private static void Agree(string slug, ScheduleTimes ours, Quartz.CronExpression theirs)
    {
        var at = Start;
        for (var i = 0; i < 200; i++)
        {
            var mine = ours.Next(at)!.Value;
            var other = theirs.GetNextValidTimeAfter(at.ToDateTimeOffset())!.Value;
            // Quartz answers with other dates at clock changes; those are its own rule, not ours.
            if (mine.ToDateTimeOffset() != other && Duration.FromTimeSpan((mine.ToDateTimeOffset() - other).Duration()) > Duration.FromHours(2))
                throw new InvalidOperationException($"{slug}: {mine} against {other}");
            at = mine;
        }
    }

    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2027, 1, 1, 0, 0);

    private static double Walk(OccurrenceTimes times)
    {
        var at = Start;
        var watch = Stopwatch.GetTimestamp();
        for (var i = 0; i < Steps; i++)
            at = times.Next(at) is { } next && next < End ? next : Start;
        return Stopwatch.GetElapsedTime(watch).TotalNanoseconds / Steps;
    }

    private static double Walk(Quartz.CronExpression times)
    {
        var start = Start.ToDateTimeOffset();
        var end = End.ToDateTimeOffset();
        var at = start;
        var watch = Stopwatch.GetTimestamp();
        for (var i = 0; i < Steps; i++)
            at = times.GetNextValidTimeAfter(at) is { } next && next < end ? next : start;
        return Stopwatch.GetElapsedTime(watch).TotalNanoseconds / Steps;
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static void Print(TextWriter output, string name, double value, string unit) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {name} {value:0.##} {unit}"));
}
