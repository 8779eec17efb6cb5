using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Others use up the processor: nobody is taken for dead, nothing is done twice, and work is late by little.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "15")]
[Collection(Alone.Name)]
public sealed class StarvationTests(ITestOutputHelper said)
{
    private const int Spinning = 8;
    private const int RunsPerSecond = 20;
    private readonly Figures _figures = new("15", said);

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Eight_spinning_processes_make_nobody_dead_and_little_late(DatabaseKind database)
    {
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        var yaml = new StringBuilder("id: busy\nschedules:\n");
        for (var i = 0; i < RunsPerSecond; i++)
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ id: s{i}, every: 1s, overlap_policy: allow, catch_up: {{ mode: all }} }}\n");
        folder.Write("busy.yaml", yaml.Append("tasks:\n  - { id: a, uses: wait, with: { until: \"2020-01-01T00:00:00Z\" } }\n").ToString());
        await using var carillon = await ServerProcess.StartAsync(folder);
        await carillon.UntilAsync("/api/runs?status=completed", runs => runs["items"]!.AsArray().Count >= RunsPerSecond);

        var from = DateTimeOffset.UtcNow;
        var spinning = Enumerable.Range(0, Spinning).Select(_ => Process.Start("sh", ["-c", "while :; do :; done"])).ToList();
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(Scale.Of(12, 300)));
        }
        finally
        {
            foreach (var process in spinning)
            {
                process.Kill();
                process.Dispose();
            }
        }
        var to = DateTimeOffset.UtcNow;
        for (var i = 0; i < RunsPerSecond; i++)
            await carillon.PostAsync($"/api/schedules/schedule-default-busy-s{i}/pause", new System.Text.Json.Nodes.JsonObject { ["by"] = "test", ["reason"] = "the end" });
        await carillon.UntilAsync("/api/runs?status=pending,running,canceling", open => open["items"]!.AsArray().Count == 0);
        (await carillon.StopAsync()).ShouldBe(0, carillon.Said);

        var lateness = folder.Rows($"select started_at - nominal_at from runs where nominal_at between {from.ToUnixTimeMilliseconds() * 1000} and {to.ToUnixTimeMilliseconds() * 1000} order by 1");
        _figures.AtLeast("runs", lateness.Count / (to - from).TotalSeconds, RunsPerSecond * 0.9, "runs/s");
        _figures.Exactly("false-takeovers", folder.Number("select count(*) from attempt_history where outcome = 'lost'"), 0, "attempts");
        _figures.AtMost("lateness-p99", long.Parse(lateness[lateness.Count * 99 / 100], CultureInfo.InvariantCulture) / 1e6, 2, "s");
        _figures.Holds("oracle", () =>
        {
            var oracle = new Oracle(folder, "starved").Ended().EverythingSucceededOnce().Lawful();
            for (var i = 0; i < RunsPerSecond; i++)
                oracle.NoSlotLostOrDoubled($"schedule-default-busy-s{i}", everySeconds: 1);
        });
    }
}
