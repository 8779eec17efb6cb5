using System.Globalization;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>
/// Somebody sets the wall clock of the machine while schedules are due each second. libfaketime stands between the process and the clock: the wall clock steps, the monotonic one goes on.
/// </summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "2")]
public sealed class ClockStepTests(ITestOutputHelper said)
{
    private const int Schedules = 50;
    private readonly Figures _figures = new("2", said);

    public static TheoryData<string, int> Steps
    {
        get
        {
            var steps = new TheoryData<string, int> { { "day-ahead", 86_400 }, { "hour-back", -3600 } };
            if (Scale.IsLong)
            {
                steps.Add("hour-ahead", 3600);
                steps.Add("day-back", -86_400);
            }
            return steps;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Slots_are_neither_lost_nor_doubled_and_the_first_comes_soon(string name, int seconds)
    {
        if (!Needs.IsThere(Needs.FakeTime, "libfaketime (Debian's package faketime)", said))
            return;
        await using var folder = new FaultFolder();
        var clock = Path.Combine(folder.Root, "clock");
        await File.WriteAllTextAsync(clock, "+0");
        folder.Write("ticking.yaml", "id: ticking\nschedules:\n" + string.Concat(Enumerable.Range(0, Schedules).Select(i =>
            $"  - {{ id: s{i}, every: 1s, overlap_policy: allow, catch_up: {{ mode: all, max_runs: 3 }} }}\n")) + "tasks:\n  - { id: a, uses: wait, with: { until: \"2020-01-01T00:00:00Z\" } }\n");
        await using var carillon = await ServerProcess.StartAsync(folder, new ServerStart
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LD_PRELOAD"] = Needs.FakeTime,
                ["FAKETIME_TIMESTAMP_FILE"] = clock,
                ["FAKETIME_CACHE_DURATION"] = "1",
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["FAKETIME_DONT_RESET"] = "1",
                // Without it libfaketime gives waits by the monotonic clock a wall clock's end, and after a step ahead three threads of the runtime turn without a pause.
                ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            },
        });
        await carillon.UntilAsync("/healthz", _ => folder.Number("select count(*) from runs where status = 'completed'") >= 2 * Schedules);

        if (seconds < 0)
        {
            // What ran already does not run again: silence, until the clock is where it was.
            Set(clock, seconds);
            var runs = folder.Number("select count(*) from runs");
            await Task.Delay(TimeSpan.FromSeconds(Scale.Of(4, 60)));
            (folder.Number("select count(*) from runs") - runs).ShouldBeLessThanOrEqualTo(2 * Schedules, "none but those of the second in which the clock was set");
            Set(clock, 0);
        }
        else
        {
            Set(clock, seconds);
        }
        // The server sees it within a second.
        var stepped = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 1000 + (Math.Max(0, seconds) * 1000L)) * 1000;
        await carillon.UntilAsync("/healthz", _ => folder.Number($"select count(*) from runs where nominal_at > {stepped} and status = 'completed'") >= 3 * Schedules);
        for (var i = 0; i < Schedules; i++)
            await carillon.PostAsync($"/api/schedules/schedule-default-ticking-s{i}/pause", new System.Text.Json.Nodes.JsonObject { ["by"] = "test", ["reason"] = "the end" });
        await carillon.UntilAsync("/api/runs?status=pending,running,canceling", open => open["items"]!.AsArray().Count == 0);
        (await carillon.StopAsync()).ShouldBe(0, carillon.Said);

        _figures.AtMost($"{name}-first-fire", folder.Number($"select max(started_at - nominal_at) from runs where nominal_at = (select min(nominal_at) from runs where nominal_at > {stepped})") / 1e6, 2, "s");
        _figures.Holds($"{name}-oracle", () =>
        {
            var oracle = new Oracle(folder, name).Ended().EverythingSucceededOnce();
            for (var i = 0; i < Schedules; i++)
                oracle.NoSlotLostOrDoubled($"schedule-default-ticking-s{i}", everySeconds: 1);
        });
    }

    /// <summary>Moved into place whole: the server reads it once a second.</summary>
    private static void Set(string clock, int seconds)
    {
        File.WriteAllText(clock + ".new", string.Create(CultureInfo.InvariantCulture, $"{seconds:+0;-0;+0}"));
        File.Move(clock + ".new", clock, overwrite: true);
    }
}
