using System.Diagnostics;
using System.Globalization;
using Carillon.Tests.Shared;
using Xunit.Abstractions;

namespace Carillon.Faults.Tests;

/// <summary>Thousands of schedules are due in the same second: while the server runs, and when it starts.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Row", "8")]
[Collection(Alone.Name)]
public sealed class HerdTests(ITestOutputHelper said)
{
    private const int Pool = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Figures _figures = new("8", said);

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Each_has_its_run_once_within_the_pool_while_the_api_answers(DatabaseKind database)
    {
        var count = Scale.Of(2_000, 10_000);
        await using var folder = new FaultFolder(database);
        _figures.On(database);
        var now = DateTimeOffset.UtcNow;
        var due = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(Scale.Of(8, 20));
        ManySchedules.Write((name, yaml) => folder.Write(name, yaml), count, _ => $"once: \"{due:yyyy-MM-ddTHH:mm:ss}\", catch_up: {{ mode: all }}", $"herd: {Pool}");

        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            DateTimeOffset.UtcNow.ShouldBeLessThan(due, "the schedules are stored before they are due");
            var (answers, most) = await WatchAsync(carillon, folder, count, due);
            _figures.AtMost("api-p99", answers.Order().ElementAt(answers.Count * 99 / 100), 250, "ms", $"{answers.Count} answers");
            _figures.AtMost("pool-most", most, Pool, "attempts");
            (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        }
        _figures.Exactly("runs", folder.Number("select count(*) from runs where status = 'completed'"), count, "runs");
        _figures.AtMost("lateness-p99", Lateness(folder, due.ToUnixTimeMilliseconds() * 1000), 5, "s");
        _figures.Holds("oracle", () => new Oracle(folder, "herd").Ended().EverythingSucceededOnce().Outcomes("succeeded").RunsFollowTheLedger().Lawful());

        // The same once more, with the second in which they are due long past when the server starts.
        folder.Store.Execute("delete from runs");
        folder.Store.Execute("delete from ledger");
        var back = due.ToUnixTimeMilliseconds() * 1000 - 1;
        folder.Store.Execute($"update schedules set cursor_at = {back}, next_nominal_at = {back + 1}, next_due_at = {back + 1}, wake_at = {back + 1}, run_count = 0");
        var started = DateTimeOffset.UtcNow;
        await using (var carillon = await ServerProcess.StartAsync(folder))
        {
            await WatchAsync(carillon, folder, count, started);
            (await carillon.StopAsync()).ShouldBe(0, carillon.Said);
        }
        _figures.Exactly("runs-after-restart", folder.Number("select count(*) from runs where status = 'completed'"), count, "runs");
        _figures.AtMost("lateness-p99-after-restart", Lateness(folder, started.ToUnixTimeMilliseconds() * 1000), 5, "s");
        _figures.Holds("oracle-after-restart", () => new Oracle(folder, "herd at start").Ended().EverythingSucceededOnce().RunsFollowTheLedger().Lawful());
    }

    /// <summary>Until all have ended: what the API's answers took, in milliseconds, and how many attempts ran at once.</summary>
    private static async Task<(List<double> Answers, int Most)> WatchAsync(ServerProcess carillon, FaultFolder folder, int count, DateTimeOffset due)
    {
        List<double> answers = [];
        var most = 0;
        using var connection = folder.Store.Open();
        using var running = connection.CreateCommand();
        running.CommandText = "select (select count(*) from attempts where status = 'running'), (select count(*) from runs where status = 'completed')";
        for (var done = 0; done < count;)
        {
            (DateTimeOffset.UtcNow - due).ShouldBeLessThan(Patience, $"{done} of {count} runs have ended; {carillon.Said}");
            var asked = Stopwatch.GetTimestamp();
            await carillon.GetAsync("/api/runs?limit=20");
            if (DateTimeOffset.UtcNow >= due)
                answers.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            using var reader = running.ExecuteReader();
            reader.Read();
            (most, done) = (Math.Max(most, reader.GetInt32(0)), reader.GetInt32(1));
            await Task.Delay(10);
        }
        return (answers, most);
    }

    /// <summary>The 99th hundredth of how late runs began, in seconds.</summary>
    private static double Lateness(FaultFolder folder, long due)
    {
        var starts = folder.Rows("select started_at from runs order by started_at");
        return (long.Parse(starts[starts.Count * 99 / 100], CultureInfo.InvariantCulture) - due) / 1e6;
    }
}
