using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Carillon.Bench.Peers;

/// <summary>Lone runs asked of a real server by HTTP: from sending the request until the code of the task begins, in whichever of the servers that is.</summary>
internal static class HttpPickups
{
    private const int Warm = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<double[]> MeasureAsync(Assignment asked, CancellationToken stop)
    {
        var (workflows, marks, plugins) = (Path.Join(asked.Folder, "http-workflows"), Path.Join(asked.Folder, "marks"), Path.Join(asked.Folder, "plugins"));
        foreach (var folder in new[] { workflows, marks, plugins })
            Directory.CreateDirectory(folder);
        var assembly = typeof(MarkTask).Assembly.Location;
        File.Copy(assembly, Path.Join(plugins, Path.GetFileName(assembly)));
        File.WriteAllText(Path.Join(workflows, "lone.yaml"), $"id: lone\ntasks:\n  - {{ id: a, uses: {MarkTask.Name} }}\n");
        using var server = await ServerProcess.StartAsync(workflows, Path.Join(asked.Folder, "http-data"), new Dictionary<string, string>
        {
            ["CARILLON_PLUGINS"] = plugins,
            [MarkTask.FolderVariable] = marks,
        });
        using var client = new HttpClient { BaseAddress = server.Address };
        var sent = new List<(string Run, long At)>();
        for (var i = -Warm; i < asked.Pickups; i++)
        {
            await Task.Delay(10 + (i & 7), stop);
            var at = Stopwatch.GetTimestamp();
            using var answer = await client.PostAsync("/api/workflows/lone/run-now", content: null, stop);
            var run = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(stop))!["run_id"]!.GetValue<string>();
            if (i >= 0)
                sent.Add((run, at));
        }
        var watch = Stopwatch.StartNew();
        var starts = MarkTask.Read(marks);
        while (sent.Exists(s => !starts.ContainsKey(s.Run)) && watch.Elapsed < Patience)
        {
            await Task.Delay(50, stop);
            starts = MarkTask.Read(marks);
        }
        return [.. sent.Select(s => Stopwatch.GetElapsedTime(s.At, starts[s.Run]).TotalMilliseconds)];
    }
}
