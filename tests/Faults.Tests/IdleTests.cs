using System.Diagnostics;
using System.Globalization;
using Carillon.Tests.Shared;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>A hundred thousand schedules of which none is due: what they cost while they wait.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "9")]
[Collection(Alone.Name)]
public sealed class IdleTests(ITestOutputHelper said)
{
    private readonly Figures _figures = new("9", said);

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task They_cost_little_and_delay_nobody(DatabaseKind database)
    {
        var count = Scale.Of(10_000, 100_000);
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        ManySchedules.Write((name, yaml) => folder.Write(name, yaml), count, ManySchedules.Idle);
        await using (var first = ServerProcess.Launch(folder))
        {
            await first.ReadyAsync(TimeSpan.FromMinutes(5));
            (await first.StopAsync()).ShouldBe(0, first.Said);
        }
        folder.Write("probe.yaml", "id: probe\nschedule: { every: 1s, overlap_policy: allow }\ntasks:\n  - { id: a, uses: wait, with: { until: \"2020-01-01T00:00:00Z\" } }\n");

        var started = Stopwatch.StartNew();
        await using var carillon = ServerProcess.Launch(folder);
        await carillon.ReadyAsync(TimeSpan.FromMinutes(5));
        var ready = started.Elapsed.TotalSeconds;
        // What starting has left behind is gone by then: mostly the runtime, which compiles for some ten seconds more what has been called often.
        await Task.Delay(TimeSpan.FromSeconds(Scale.Of(15, 60)));
        var (from, used, since) = (DateTimeOffset.UtcNow, carillon.ProcessorTime, Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(Scale.Of(10, 600)));
        var processor = 100 * (carillon.ProcessorTime - used).TotalSeconds / since.Elapsed.TotalSeconds;
        var memory = carillon.Memory("VmRSS") / 1048576.0;
        (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        var lateness = folder.Rows($"select started_at - nominal_at from runs where workflow_id = 'probe' and nominal_at > {from.ToUnixTimeMilliseconds() * 1000} and started_at is not null order by 1")
            .Select(row => long.Parse(row, CultureInfo.InvariantCulture) / 1000.0).ToList();

        said.WriteLine($"{count} schedules, {lateness.Count} probes");
        _figures.AtMost("ready", ready, 3, "s");
        _figures.AtMost("cpu", processor, 5, "%");
        _figures.AtMost("memory", memory, 300, "MB");
        _figures.AtMost("probe-lateness-p99", lateness[lateness.Count * 99 / 100], 100, "ms");
    }
}
