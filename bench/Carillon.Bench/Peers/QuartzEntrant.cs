using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Quartz;

namespace Carillon.Bench.Peers;

/// <summary>Quartz.NET, clustered on PostgreSQL: one durable job, and a trigger that fires once for each thing to do.</summary>
internal static class QuartzEntrant
{
    private const int Warm = 20;
    private const int ChainSteps = 40;
    private static readonly JobKey Noop = new("noop");

    public static async Task<Measurement> MeasureAsync(Assignment asked)
    {
        var address = new Uri(asked.Database!);
        var connection = $"Host={address.Host};Port={address.Port};Username=postgres;Database={address.AbsolutePath.Trim('/')}";
        // As many threads as jobs are acquired at once: the batch is the size of the pool unless told otherwise.
        var threads = int.Parse(asked.Setting, CultureInfo.InvariantCulture);
        using var factory = (IDisposable)QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.UseDefaultThreadPool(threads);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connection);
                store.UseSystemTextJsonSerializer();
                store.UseClustering();
                store.ProvisionSchema();
            });
        }).Build();
        var scheduler = await ((ISchedulerFactory)factory).GetScheduler();
        await scheduler.AddJob(JobBuilder.Create<NoopJob>().WithIdentity(Noop).StoreDurably().Build(), new AddJobOptions());
        await scheduler.Start();
        var pickups = await PickupsAsync(scheduler, asked.Pickups);
        var chains = await ChainsAsync(scheduler, asked.Chains);
        await scheduler.Standby();
        var (seconds, lost, doubled) = await BacklogAsync(scheduler, connection, asked.Jobs);
        await scheduler.Shutdown(waitForJobsToComplete: false);
        return new Measurement(asked.Jobs, seconds, lost, doubled, pickups, chains);
    }

    private static async Task<double[]> PickupsAsync(IScheduler scheduler, int count)
    {
        var times = new List<double>();
        for (var i = -Warm; i < count; i++)
        {
            await Task.Delay(10 + (i & 7));
            var started = NoopJob.Expect(_ => true);
            var asked = Stopwatch.GetTimestamp();
            await scheduler.ScheduleJob(Once($"lone-{i}"));
            var at = await started;
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(asked, at).TotalMilliseconds);
        }
        return [.. times];
    }

    private static async Task<double[]> ChainsAsync(IScheduler scheduler, int count)
    {
        var times = new List<double>();
        for (var i = -2; i < count; i++)
        {
            await Task.Delay(20);
            var chain = i;
            NoopJob.Follow = name => int.Parse(name.Split('-')[^1], CultureInfo.InvariantCulture) is var step && step < ChainSteps
                ? scheduler.ScheduleJob(Once($"chain{chain}-{step + 1}")).AsTask()
                : Task.CompletedTask;
            var ended = NoopJob.Expect(name => name == $"chain{chain}-{ChainSteps}");
            var asked = Stopwatch.GetTimestamp();
            await scheduler.ScheduleJob(Once($"chain{chain}-1"));
            var at = await ended;
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(asked, at).TotalMilliseconds);
        }
        NoopJob.Follow = null;
        return [.. times];
    }

    private static async Task<(double Seconds, int Lost, int Doubled)> BacklogAsync(IScheduler scheduler, string connection, int jobs)
    {
        await using var store = new NpgsqlConnection(connection);
        await store.OpenAsync();
        var job = JobBuilder.Create<NoopJob>().WithIdentity("backlog").StoreDurably().Build();
        await scheduler.ScheduleJobs(new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>
        {
            [job] = [.. Enumerable.Range(0, jobs).Select(i => TriggerBuilder.Create().WithIdentity($"{i}").ForJob(job).StartNow().Build())],
        }, ScheduleJobOptions.Replacing);
        await ExecuteAsync(store, "vacuum analyze");
        await ExecuteAsync(store, "checkpoint");
        NoopJob.Log = new int[jobs];
        var watch = Stopwatch.StartNew();
        await scheduler.Start();
        var patience = new Patience();
        while (patience.Waits(NoopJob.Missing()))
            await Task.Delay(5);
        while (patience.Waits(await CountAsync(store)))
            await Task.Delay(1);
        var seconds = watch.Elapsed.TotalSeconds;
        return (seconds, (int)Math.Max(NoopJob.Missing(), await CountAsync(store)), NoopJob.Log.Sum(count => Math.Max(0, count - 1)));
    }

    private static ITrigger Once(string name) => TriggerBuilder.Create().WithIdentity(name).ForJob(Noop).StartNow().Build();

    private static async Task<long> CountAsync(NpgsqlConnection store)
    {
        await using var command = new NpgsqlCommand("select count(*) from qrtz_triggers", store);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection store, string sql)
    {
        await using var command = new NpgsqlCommand(sql, store);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Does nothing but write down that it did.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1812", Justification = "Quartz makes it.")]
internal sealed class NoopJob : IJob
{
    private static (Func<string, bool> Is, TaskCompletionSource<long> Started)? _expected;

    /// <summary>How often each job of the backlog was carried out, by the name of its trigger.</summary>
    public static int[] Log { get; set; } = [];

    /// <summary>What each job does next, by the name of its trigger.</summary>
    public static Func<string, Task>? Follow { get; set; }

    public static int Missing() => Log.Count(count => count == 0);

    /// <summary>The time at which the code of the first trigger with such a name begins.</summary>
    public static Task<long> Expect(Func<string, bool> name)
    {
        var started = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected = (name, started);
        return started.Task;
    }

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var at = Stopwatch.GetTimestamp();
        var name = context.Trigger.Key.Name;
        if (int.TryParse(name, CultureInfo.InvariantCulture, out var id))
            Interlocked.Increment(ref Log[id]);
        else if (_expected is { } expected && expected.Is(name))
            expected.Started.TrySetResult(at);
        if (Follow is { } follow)
            await follow(name);
    }
}
