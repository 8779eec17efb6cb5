using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Carillon.Bench;

/// <summary>The real server as a process of its own, from its start until /readyz says yes, with 1,000 workflow files; first with an empty database, then again.</summary>
internal static class StartBench
{
    private const int Rounds = 5;

    public static async Task RunAsync(TextWriter output)
    {
        using var folder = new BenchFolder();
        for (var i = 0; i < 1000; i++)
            folder.File($"w{i:0000}.yaml", Workflow(i));
        var first = await StartAsync(folder);
        output.WriteLine($"figure start1000-first {first.Milliseconds:0} ms");
        var again = new List<(double Milliseconds, double Megabytes)>();
        for (var i = 0; i < Rounds; i++)
            again.Add(await StartAsync(folder));
        output.WriteLine($"figure start1000 {again.Select(a => a.Milliseconds).Order().ElementAt(Rounds / 2):0} ms");
        output.WriteLine($"figure memory1000 {again.Select(a => a.Megabytes).Order().ElementAt(Rounds / 2):0} MB");
    }

    private static string Workflow(int i) => $$$"""
        id: workflow-{{{i}}}
        name: Workflow {{{i}}}
        tags: [bench, group-{{{i % 10}}}]
        input:
          symbol: { type: string, default: AAPL }
          lookback: { type: integer, default: 200, minimum: 20 }
        schedule:
          cron: "{{{i % 60}}} {{{i % 24}}} * * 1-5"
          timezone: America/New_York
          jitter: 30s
          overlap_policy: skip
          catch_up: 1h
        defaults:
          retry: { max_attempts: 3, backoff: exponential, initial: 10s, max: 5m }
          timeout: 10m
        tasks:
          - id: fetch
            uses: shell
            with: { run: "echo ${{ input.symbol }}" }
          - id: check
            uses: shell
            needs: [fetch]
            if: ${{ tasks.fetch.output.exit_code == 0 }}
            with: { run: "echo ${{ input.lookback }}" }
          - id: report
            uses: shell
            needs: [check]
            with: { run: "echo done" }
        """;

    private static async Task<(double Milliseconds, double Megabytes)> StartAsync(BenchFolder folder)
    {
        var port = FreePort();
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src", "Carillon.Server", "bin", "Release", "net10.0", "carillon");
        var start = new ProcessStartInfo(program, ["serve", "--workflows", folder.Workflows, "--data", folder.Data, "--urls", $"http://127.0.0.1:{port}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            while (!await IsReadyAsync(client, port))
            {
                if (process.HasExited || watch.Elapsed > TimeSpan.FromMinutes(1))
                    throw new InvalidOperationException($"the server did not become ready: {await errors}");
                // Each look costs the server a little of its two cores.
                await Task.Delay(20);
            }
            var milliseconds = watch.Elapsed.TotalMilliseconds;
            process.Refresh();
            return (milliseconds, process.WorkingSet64 / 1024.0 / 1024.0);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port)
    {
        try
        {
            return (await client.GetAsync($"http://127.0.0.1:{port}/readyz")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
