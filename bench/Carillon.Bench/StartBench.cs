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

    internal static string Workflow(int i) => $$$"""
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
        using var server = await ServerProcess.StartAsync(folder.Workflows, folder.Data);
        return (server.ReadyAfter, server.Megabytes);
    }
}
