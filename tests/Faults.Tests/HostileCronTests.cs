using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Carillon.Core.Schedules;
using NodaTime;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Text that only looks like a cron, by the million.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "5")]
[Collection(Alone.Name)]
public sealed class HostileCronTests(ITestOutputHelper said)
{
    private static readonly Instant From = Instant.FromUtc(2026, 1, 1, 0, 0);

    private static readonly string[] Pieces =
    [
        "*", ",", "-", "/", "?", "L", "W", "#", "H", "(", ")", " ", " ", " ", "0", "1", "5", "15", "31", "59", "60", "99999999999", "mon", "jan", "@daily", "٣", "\0", "\ud83d", "é", "LW", "5L",
        "1#2", "*/0", "*/60", "* * * * *", "0 0 ", "0 0 31 2 *", "L-3", "15W", "FRI-MON",
    ];

    private readonly Figures _figures = new("5", said);

    [Fact]
    public void Millions_of_strings_are_answered_quickly_and_none_throws_hangs_or_never_fires()
    {
        var seed = Scale.Seed();
        var random = new Random(seed);
        var count = Scale.Of(300_000, 10_000_000);
        var times = new long[count];
        var read = 0;
        for (var i = 0; i < count; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var began = Stopwatch.GetTimestamp();
            var parsed = CronExpression.Parse(text, "s");
            times[i] = Stopwatch.GetTimestamp() - began;
            if (!parsed.IsOk)
            {
                parsed.Problems.ShouldNotBeEmpty($"seed {seed}: {text}");
                continue;
            }
            read++;
            new ScheduleTimes(parsed.Value, DateTimeZone.Utc).Next(From).ShouldNotBeNull($"seed {seed}: {text}");
        }
        Array.Sort(times);
        said.WriteLine($"seed {seed}: {count} strings, {read} of them crons, the slowest {Micros(times[^1])} µs");
        _figures.AtMost("parse-p99", Micros(times[(int)(count * 0.99)]), 50, "us");
        _figures.AtMost("never-fires", Enumerable.Range(0, 20).Min(_ => Took(() => CronExpression.Parse("0 0 31 2 *", "s").IsOk.ShouldBeFalse())) / 1000, 1, "ms");
        _figures.AtMost("list-of-10-kB", Enumerable.Range(0, 20).Min(_ => Took(() => CronExpression.Parse(string.Join(',', Enumerable.Repeat("1", 5000)) + " * * * *", "s").IsOk.ShouldBeFalse())) / 1000, 1, "ms");
    }

    [Fact]
    public async Task Over_HTTP_field_and_position_are_named()
    {
        await using var folder = new FaultFolder();
        folder.Write("w.yaml", "id: w\ntasks:\n  - { id: a, uses: shell, with: { run: ':' } }\n");
        await using var carillon = await ServerProcess.StartAsync(folder);
        foreach (var (cron, says) in new[] { ("0 24 * * *", "hour field, column 3"), ("*/0 * * * *", "minute field, column 3"), ("0 0 */60 * *", "day of month field, column 7"), ("0 0 31 2 *", "never fires"), ("٣ * * * *", "minute field, column 1"), ("0 5W * * *", "hour field, column 4") })
        {
            var (status, answer) = await carillon.PostAsync("/api/schedules/preview", new JsonObject { ["cron"] = cron });
            status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.ToJsonString());
            answer["problems"]!.AsArray().Select(p => p!["message"]!.ToString()).ShouldContain(m => m.Contains(says), cron);
        }
    }

    private static double Micros(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private static double Took(Action act)
    {
        var began = Stopwatch.GetTimestamp();
        act();
        return Micros(Stopwatch.GetTimestamp() - began);
    }
}
