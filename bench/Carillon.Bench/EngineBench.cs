using System.Diagnostics;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Carillon.Bench;

/// <summary>The embedded engine on a real SQLite file with synchronous=FULL, in a folder on the system's temporary disk.</summary>
internal static class EngineBench
{
    private const int Warm = 5;
    private const int Rounds = 20;

    public static async Task Chain40Async(TextWriter output)
    {
        var tasks = string.Concat(Enumerable.Range(0, 40).Select(i => $"  - {{ id: t{i}, uses: bench.noop{(i == 0 ? "" : $", needs: [t{i - 1}]")} }}\n"));
        await MedianAsync(output, "chain40", $"id: chain\ntasks:\n{tasks}");
    }

    public static async Task Fanout1000Async(TextWriter output) => await MedianAsync(
        output, "fanout1000", $"id: fan\ntasks:\n  - {{ id: each, uses: bench.noop, for_each: [{string.Join(", ", Enumerable.Range(0, 1000))}] }}\n");

    public static async Task Due10000Async(TextWriter output)
    {
        using var folder = new BenchFolder();
        var due = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 15);
        var schedules = string.Concat(Enumerable.Range(0, 100).Select(s => $"  - {{ id: s{s}, once: \"{due:yyyy-MM-ddTHH:mm:ss}\" }}\n"));
        for (var f = 0; f < 100; f++)
            folder.File($"w{f}.yaml", $"id: w{f}\nschedules:\n{schedules}tasks:\n  - {{ id: a, uses: bench.noop }}\n");
        using var host = await folder.StartAsync();
        Console.Error.WriteLine($"10,000 schedules stored; due at {due:HH:mm:ss} UTC");
        var deadline = Stopwatch.StartNew();
        while (Done(host) < 10_000 && deadline.Elapsed < TimeSpan.FromMinutes(2))
            await Task.Delay(100);
        var late = host.Database.Read(sql => sql.Query("select (t.started_at - r.nominal_at) from runs r join task_runs t on t.run_id = r.id order by 1", row => row.GetInt64(0) / 1000.0));
        var doubled = host.Database.Read(sql => sql.Number("select count(*) - count(distinct schedule_id) from runs"));
        output.WriteLine($"figure due10000-p50 {late[late.Count / 2]:0.0} ms");
        output.WriteLine($"figure due10000-p99 {late[late.Count * 99 / 100]:0.0} ms");
        output.WriteLine($"figure due10000-lost {10_000 - late.Count} runs");
        output.WriteLine($"figure due10000-doubled {doubled} runs");
        await host.StopAsync(CancellationToken.None);

        static long Done(EngineHost host) => host.Database.Read(sql => sql.Number("select count(*) from runs where status = 'completed'")) ?? 0;
    }

    private static async Task MedianAsync(TextWriter output, string name, string yaml)
    {
        using var folder = new BenchFolder();
        folder.File("w.yaml", yaml);
        using var host = await folder.StartAsync();
        var workflow = host.Catalog.Entries[0].Live!.Id;
        var times = new List<double>();
        for (var i = 0; i < Warm + Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            await RunAsync(host, workflow);
            if (i >= Warm)
                times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        output.WriteLine($"figure {name} {times[times.Count / 2]:0.0} ms");
        output.WriteLine($"figure {name}-worst {times[^1]:0.0} ms");
        await host.StopAsync(CancellationToken.None);
    }

    private static async Task RunAsync(EngineHost host, WorkflowId workflow)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var changed = new SemaphoreSlim(0);
        void OnChanged(RunId id) => changed.Release();
        host.Feed.Changed += OnChanged;
        var run = (await host.Runs.StartAsync(new StartRun(workflow, [], RunTrigger.Manual, "bench"))).Value;
        while (host.Database.Read(sql => sql.First("select status from runs where id = $1", row => row.GetString(0), run.Value)) is var status && status != "completed")
        {
            if (status is "failed" or "canceled")
                throw new InvalidOperationException($"run {run} ended {status}");
            await changed.WaitAsync();
        }
        host.Feed.Changed -= OnChanged;
    }
}

/// <summary>A task type that does nothing.</summary>
internal sealed class NoopTask : ITaskHandler
{
    private static readonly TaskResult Done = new TaskResult.Succeeded(null);

    public TaskType Type { get; } = new()
    {
        Name = "bench.noop",
        Summary = "Does nothing.",
        InputSchema = JsonNode.Parse("""{ "type": "object", "properties": {}, "additionalProperties": false }""")!.AsObject(),
        OutputSchema = [],
    };

    public Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken) => Task.FromResult(Done);
}

/// <summary>A folder of workflows and data that goes away with the bench, unless it is one to be kept.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly bool _isKept;
    private readonly string _root;

    public BenchFolder(string? kept = null)
    {
        _isKept = kept is not null;
        _root = kept ?? Directory.CreateTempSubdirectory("carillon-bench-").FullName;
        Directory.CreateDirectory(Workflows);
    }

    public string Workflows => Path.Combine(_root, "workflows");

    public string Data => Path.Combine(_root, "data");

    public void File(string name, string text) => System.IO.File.WriteAllText(Path.Combine(Workflows, name), text);

    public async Task<EngineHost> StartAsync()
    {
        var host = new EngineHost(new EngineOptions { DataFolder = Data, Workflows = Workflows }, [new NoopTask()], NullLogger<EngineHost>.Instance);
        await host.StartAsync(CancellationToken.None);
        await host.Reconcile.ReconcileAsync();
        var broken = host.Catalog.Entries.FirstOrDefault(e => e.Live is null);
        return broken is null ? host : throw new InvalidOperationException(broken.Problems[0].ToString());
    }

    public void Dispose()
    {
        if (!_isKept)
            Directory.Delete(_root, recursive: true);
    }
}
