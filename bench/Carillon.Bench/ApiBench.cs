using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Carillon.Bench;

/// <summary>
/// The API over a large history. The server is one process, this one sends: each request has its time on a fixed beat, and what counts is the time from
/// that until the last byte of the answer, so that a slow answer does not hold back the ones after it.
/// </summary>
internal static class ApiBench
{
    private const int PerSecond = 200;
    private const int Seconds = 20;
    private const int WarmSeconds = 5;
    private const int DeepPage = 5000;
    private const int PageSize = 50;
    private const int MostRows = 200;

    public static async Task RunAsync(TextWriter output)
    {
        using var folder = new BenchFolder(HistoryMaker.Kept);
        using var server = await HistoryMaker.ServeAsync(folder);
        Console.Error.WriteLine($"load average {Load()}");
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = server.Address };
        // As a reader comes there: page by page.
        var deep = (await CursorsAsync(client, "/api/runs", DeepPage * PageSize / MostRows))[^1];
        var lists = await CursorsAsync(client, "/api/schedules", HistoryMaker.Schedules / MostRows);
        await SendAsync(client, Requests(deep, lists), WarmSeconds);
        var times = await SendAsync(client, Requests(deep, lists), Seconds);
        foreach (var (name, list) in times.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            list.Sort();
            output.WriteLine($"figure {name}-p50 {list[list.Count / 2]:0.0} ms");
            output.WriteLine($"figure {name}-p99 {list[list.Count * 99 / 100]:0.0} ms");
        }
        Console.Error.WriteLine($"load average {Load()}");
    }

    private static async Task<List<string>> CursorsAsync(HttpClient client, string list, int pages)
    {
        var cursors = new List<string>();
        for (string? cursor = null; cursors.Count < pages; cursors.Add(cursor))
        {
            var page = JsonNode.Parse(await client.GetStringAsync($"{list}?limit={MostRows}{(cursor is null ? "" : "&cursor=" + cursor)}"));
            cursor = page!["next_cursor"]?.GetValue<string>();
            if (cursor is null)
                break;
        }

        return cursors;
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    /// <summary>A fixed mix, the same in every run.</summary>
    private static IEnumerable<(string Name, string Path)> Requests(string deep, List<string> lists)
    {
        var random = new Random(1);
        string[] statuses = ["active", "paused", "disabled"];
        while (true)
        {
            var schedule = $"/api/schedules/schedule-default-workflow-{random.Next(HistoryMaker.Schedules)}";
            yield return random.Next(100) switch
            {
                < 8 => ("api-list", $"/api/schedules?limit={PageSize}&cursor={lists[random.Next(lists.Count)]}"),
                < 14 => ("api-list", $"/api/schedules?status={statuses[random.Next(3)]}&limit={PageSize}"),
                < 20 => ("api-list", $"/api/schedules?tag=group-{random.Next(10)}&limit={PageSize}"),
                < 25 => ("api-list", $"/api/schedules?text=workflow-{random.Next(HistoryMaker.Schedules)}&limit={PageSize}"),
                < 45 => ("api-detail", schedule),
                < 60 => ("api-runs", schedule + $"/runs?limit={PageSize}"),
                < 70 => ("api-runs-deep", $"/api/runs?limit={PageSize}&cursor={deep}"),
                < 75 => ("api-calendar", $"/api/occurrences?from={Day(15)}T00:00:00Z&to={Day(-15)}T00:00:00Z"),
                < 90 => ("api-metrics", schedule + "/metrics?series=day"),
                _ => ("api-compare", schedule + $"/compare?period1_start={Day(60)}&period1_end={Day(30)}&period2_start={Day(30)}&period2_end={Day(0)}"),
            };
        }
    }

    private static string Day(int ago) => TimeProvider.System.GetUtcNow().AddDays(-ago).ToString("yyyy-MM-dd");

    private static async Task<Dictionary<string, List<double>>> SendAsync(HttpClient client, IEnumerable<(string Name, string Path)> requests, int seconds)
    {
        var times = new ConcurrentDictionary<string, ConcurrentBag<double>>(StringComparer.Ordinal);
        var sent = new List<Task>();
        // A thread of its own keeps the beat: timers are too coarse for it.
        await Task.Factory.StartNew(() =>
        {
            var start = Stopwatch.GetTimestamp();
            var number = 0;
            foreach (var (name, path) in requests.Take(PerSecond * seconds))
            {
                var due = start + (number++ * Stopwatch.Frequency / PerSecond);
                while (Stopwatch.GetTimestamp() < due)
                    Thread.Sleep(due - Stopwatch.GetTimestamp() > Stopwatch.Frequency / 500 ? 1 : 0);
                sent.Add(Task.Run(() => SendAsync(client, path, due, times.GetOrAdd(name, _ => []))));
            }
        }, TaskCreationOptions.LongRunning);
        await Task.WhenAll(sent);
        return times.ToDictionary(t => t.Key, t => t.Value.ToList());
    }

    private static async Task SendAsync(HttpClient client, string path, long due, ConcurrentBag<double> times)
    {
        using var answer = await client.GetAsync(path);
        await answer.Content.CopyToAsync(Stream.Null);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}");
        times.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
    }
}
