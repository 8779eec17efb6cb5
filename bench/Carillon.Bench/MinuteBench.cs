using System.Globalization;
using Carillon.Bench.Peers;
using Carillon.Engine;

namespace Carillon.Bench;

/// <summary>
/// 10,000 schedules that are due within one minute, 166 or 167 at each of its seconds, and again in the next: from the nominal time until the attempt is claimed, on SQLite,
/// and on PostgreSQL with one node and with three. The first minute is the first that the processes have anything to do.
/// </summary>
internal static class MinuteBench
{
    private const int Schedules = 10_000;
    private const int Each = 50;
    private static readonly TimeSpan UntilDue = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(TextWriter output)
    {
        await MeasureAsync(output, "minute10000-sqlite", database: null, nodes: 1);
        using var postgres = await OwnPostgres.StartAsync();
        await MeasureAsync(output, "minute10000-postgres", await postgres.CreateAsync("minute_1"), nodes: 1);
        await MeasureAsync(output, "minute10000-three-nodes", await postgres.CreateAsync("minute_3"), nodes: 3);
    }

    private static async Task MeasureAsync(TextWriter output, string name, string? database, int nodes)
    {
        var folder = Directory.CreateTempSubdirectory("carillon-minute-").FullName;
        try
        {
            var soon = TimeProvider.System.GetUtcNow() + UntilDue;
            var first = new DateTimeOffset(soon.Year, soon.Month, soon.Day, soon.Hour, soon.Minute, 0, TimeSpan.Zero).AddMinutes(1);
            Write(folder, first);
            var handler = new LoggedTask();
            var asked = new Assignment(database, folder, "", Jobs: 0, Pickups: 0, Chains: 0) { Nodes = nodes };
            using var host = await CarillonEntrant.OpenAsync(asked, handler, runSchedules: true, rehearses: true);
            await using var others = await CarillonNodes.StartAsync(asked, nodes - 1, handler);
            if (TimeProvider.System.GetUtcNow() >= first)
                throw new InvalidOperationException($"The schedules were due before {nodes} nodes had started.");
            var second = first + TimeSpan.FromMinutes(1);
            var last = second + TimeSpan.FromMinutes(1);
            await Task.Delay(last - TimeProvider.System.GetUtcNow());
            while (Count(host, "select count(*) from runs where status = 'completed'") < 2 * Schedules && TimeProvider.System.GetUtcNow() < last + Longest)
                await Task.Delay(100);
            Report(output, name + "-first", host, first);
            Report(output, name, host, second);
            output.WriteLine($"figure {name}-lost {(2 * Schedules) - Count(host, "select count(*) from (select distinct schedule_id, nominal_at from runs where status = 'completed') as r")} runs");
            output.WriteLine($"figure {name}-doubled {handler.Count - (2 * Schedules)} runs");
            await host.StopAsync(CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Lateness of the minute from then on.</summary>
    private static void Report(TextWriter output, string name, EngineHost host, DateTimeOffset from)
    {
        var start = from.ToUnixTimeMilliseconds() * 1000;
        var late = host.Database.Read(sql => sql.Query(
            "select h.started_at - r.nominal_at from runs r join attempt_history h on h.run_id = r.id where h.outcome = 'succeeded' and r.nominal_at >= $1 and r.nominal_at < $2 order by 1",
            row => row.GetInt64(0) / 1000.0, start, start + 60_000_000));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {name}-p50 {late[late.Count / 2]:0.0} ms"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {name}-p99 {late[late.Count * 99 / 100]:0.0} ms"));
    }

    private static void Write(string folder, DateTimeOffset first)
    {
        Directory.CreateDirectory(CarillonFolder.Workflows(folder));
        for (var w = 0; w < Schedules / Each; w++)
        {
            var schedules = Enumerable.Range(0, Each).Select(s => string.Create(
                CultureInfo.InvariantCulture, $"  - {{ id: s{s}, cron: \"{((w * Each) + s) % 60} * * * * *\", overlap_policy: allow, start_at: \"{first:yyyy-MM-ddTHH:mm:ssZ}\", end_at: \"{first.AddMinutes(2):yyyy-MM-ddTHH:mm:ssZ}\" }}\n"));
            File.WriteAllText(Path.Join(CarillonFolder.Workflows(folder), $"w{w}.yaml"), $"id: w{w}\nschedules:\n{string.Concat(schedules)}tasks:\n  - {{ id: a, uses: {LoggedTask.Name} }}\n");
        }
    }

    private static long Count(EngineHost host, string sql) => host.Database.Read(s => s.Number(sql)) ?? 0;
}
