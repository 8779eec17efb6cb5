using System.Diagnostics;
using Carillon.Tests.Shared;

namespace Carillon.Bench;

/// <summary>The real server with 100,000 schedules of which none is due, on SQLite: from its start until /readyz says yes, the definitions stored before; then what it costs while it waits.</summary>
internal static class IdleBench
{
    private const int Schedules = 100_000;
    private const int Rounds = 3;

    /// <summary>What starting has left behind is gone by then.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(TextWriter output)
    {
        using var folder = new BenchFolder();
        ManySchedules.Write(folder.File, Schedules, ManySchedules.Idle);
        using (var first = await ServerProcess.StartAsync(folder.Workflows, folder.Data))
            output.WriteLine($"figure idle100k-ready-first {first.ReadyAfter / 1000:0.0} s");
        var ready = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            using var server = await ServerProcess.StartAsync(folder.Workflows, folder.Data);
            ready.Add(server.ReadyAfter / 1000);
            if (round < Rounds)
                continue;
            output.WriteLine($"figure idle100k-ready {ready.Order().ElementAt(Rounds / 2):0.0} s");
            await Task.Delay(Settle);
            var (before, since) = (server.Now(), Stopwatch.StartNew());
            await Task.Delay(Watched);
            var after = server.Now();
            output.WriteLine($"figure idle100k-memory {after.Megabytes:0} MB");
            output.WriteLine($"figure idle100k-cpu {100 * (after.Processor - before.Processor) / since.Elapsed:0.00} percent");
        }
    }
}
