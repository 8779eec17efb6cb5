using System.Net;
using System.Net.Sockets;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Clients that never speak open twice as many connections as the process may have files. One without a file handle left would die: .NET cannot load code then.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "20")]
public sealed class HandlesTests(ITestOutputHelper said)
{
    private const int Handles = 1024;
    private readonly Figures _figures = new("20", said);

    [Fact]
    public async Task Schedules_keep_their_time_and_nothing_is_lost()
    {
        await using var folder = new FaultFolder();
        folder.Write("ticking.yaml", "id: ticking\nschedule: { every: 1s, overlap_policy: allow, catch_up: { mode: all } }\ntasks:\n  - { id: a, uses: shell, retry: { max_attempts: 10, backoff: fixed, initial: 1s }, with: { run: ':' } }\n");
        await using var carillon = await ServerProcess.StartAsync(folder, new ServerStart { Through = ["prlimit", $"--nofile={Handles}:{Handles}"] });
        await carillon.UntilAsync("/api/runs?workflow=ticking&status=completed", runs => runs["items"]!.AsArray().Count >= 1);
        // All at once: they come faster than any are turned away.
        var silent = Enumerable.Range(0, 2 * Handles).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        try
        {
            var server = new IPEndPoint(IPAddress.Loopback, carillon.Http.BaseAddress!.Port);
            var connecting = Task.WhenAll(silent.Select(socket => OpenAsync(socket, server)));
            var peak = 0;
            while (!connecting.IsCompleted)
            {
                peak = Math.Max(peak, carillon.Files);
                await Task.WhenAny(connecting, Task.Delay(1));
            }
            await connecting;
            _figures.AtMost("handles-peak", peak, Handles * 3 / 4, "files");
            var before = folder.Number("select count(*) from runs where status = 'completed'");
            await Task.Delay(TimeSpan.FromSeconds(Scale.Of(4, 60)));
            _figures.AtLeast("handles-runs-meanwhile", folder.Number("select count(*) from runs where status = 'completed'") - before, Scale.Of(3, 58), "runs");
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }

        var relief = System.Diagnostics.Stopwatch.StartNew();
        await carillon.UntilAsync("/readyz", ready => (bool)ready["ready"]!, TimeSpan.FromSeconds(20));
        _figures.AtMost("handles-resume", relief.Elapsed.TotalSeconds, 10, "s");
        await Load.SettleAsync(carillon);
        _figures.Holds("handles-oracle", () =>
        {
            new Oracle(folder, "out of handles").Ended().Outcomes("succeeded", "failed").NoSlotLostOrDoubled(Load.Schedule, everySeconds: 1).Lawful();
            folder.Rows("select id, error from runs where status <> 'completed'").ShouldBeEmpty();
        });
    }

    /// <summary>Who is turned away may be told so before the connection stands.</summary>
    private static async Task OpenAsync(Socket socket, IPEndPoint server)
    {
        try
        {
            await socket.ConnectAsync(server);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
        }
    }
}
