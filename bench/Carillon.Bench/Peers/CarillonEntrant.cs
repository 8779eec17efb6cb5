using System.Diagnostics;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Carillon.Bench.Peers;

/// <summary>
/// Carillon's engine. Its backlog is one of real schedules that the engine finds when it is started after downtime: all of them caught up, each with its ledger
/// row, its run, its task and attempt in the history.
/// </summary>
internal static class CarillonEntrant
{
    private const int Warm = 20;
    /// <summary>This process is told of its own runs; of one that another node carries out it looks again.</summary>
    private static readonly TimeSpan OtherNodes = TimeSpan.FromMilliseconds(200);

    public static async Task<Measurement> MeasureAsync(Assignment asked)
    {
        var backlog = new Backlog(asked.Jobs, TimeProvider.System.GetUtcNow());
        CarillonFolder.Write(asked.Folder, backlog);
        var handler = new LoggedTask();
        double[] pickups, chains;
        using (var host = await OpenAsync(asked, handler, runSchedules: false))
        {
            await using (await CarillonNodes.StartAsync(asked, asked.Nodes - 1, handler))
                pickups = await PickupsAsync(host, handler, asked.Pickups);
            chains = await ChainsAsync(host, asked.Chains);
            await backlog.MissAsync(host.Database);
            await host.StopAsync(CancellationToken.None);
        }
        handler.Clear();
        var watch = Stopwatch.StartNew();
        using var late = await OpenAsync(asked, handler, runSchedules: true);
        var patience = new Patience();
        while (patience.Waits(backlog.Runs - handler.Count))
            await Task.Delay(2);
        while (patience.Waits(late.Database.Read(sql => sql.Number("select count(*) from runs where status in ('pending', 'running', 'canceling')")) ?? 0))
            await Task.Delay(1);
        var seconds = watch.Elapsed.TotalSeconds;
        var (lost, doubled) = backlog.Check(late.Database, handler.Runs);
        await late.StopAsync(CancellationToken.None);
        return new Measurement(backlog.Runs, seconds, lost, doubled, pickups, chains);
    }

    /// <summary>An engine of this process on the assignment's database, once it has read the workflows; with <paramref name="rehearses"/> as the server has it.</summary>
    public static async Task<EngineHost> OpenAsync(Assignment asked, LoggedTask handler, bool runSchedules, string node = "local", bool rehearses = false)
    {
        var options = new EngineOptions
        {
            Database = asked.Database is { } address ? DatabaseAddress.Parse(address) : null,
            Node = node,
            DataFolder = CarillonFolder.Data(asked.Folder),
            Workflows = CarillonFolder.Workflows(asked.Folder),
            RunSchedules = runSchedules,
            Rehearses = rehearses,
            // As the peers run with their queues and pools set for many small jobs at once.
            Slots = 1_000,
        };
        var host = new EngineHost(options, [handler], NullLogger<EngineHost>.Instance);
        await host.StartAsync(CancellationToken.None);
        await host.Reconcile.FirstPass;
        return host.Catalog.Entries.FirstOrDefault(e => e.Live is null) is { } broken ? throw new InvalidOperationException(broken.Problems[0].ToString()) : host;
    }

    /// <summary>From asking the engine for a run until the code of its task begins.</summary>
    private static async Task<double[]> PickupsAsync(EngineHost host, LoggedTask handler, int count)
    {
        var times = new List<double>();
        for (var i = -Warm; i < count; i++)
        {
            await Task.Delay(10 + (i & 7));
            var asked = Stopwatch.GetTimestamp();
            var run = await RunAsync(host, CarillonFolder.Lone);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(asked, handler.StartOf(run)).TotalMilliseconds);
        }
        return [.. times];
    }

    /// <summary>A run of 40 tasks, from asking for it until its end is durable.</summary>
    private static async Task<double[]> ChainsAsync(EngineHost host, int count)
    {
        var times = new List<double>();
        for (var i = -2; i < count; i++)
        {
            await Task.Delay(20);
            var asked = Stopwatch.GetTimestamp();
            await RunAsync(host, CarillonFolder.Chain);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }
        return [.. times];
    }

    private static async Task<RunId> RunAsync(EngineHost host, string workflow)
    {
        using var changed = new SemaphoreSlim(0);
        void OnChanged(RunId id) => changed.Release();
        host.Feed.Changed += OnChanged;
        try
        {
            var run = (await host.Runs.StartAsync(new StartRun(new WorkflowId(workflow), [], RunTrigger.Manual, "bench"))).Value;
            while (host.Database.Read(sql => sql.First("select status from runs where id = $1", row => row.GetString(0), run.Value)) is not "completed")
                await changed.WaitAsync(OtherNodes);
            return run;
        }
        finally
        {
            host.Feed.Changed -= OnChanged;
        }
    }
}
