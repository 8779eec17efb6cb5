using Carillon.Core;
using Carillon.Core.History;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;
using NodaTime;

namespace Carillon.Engine.Tests.History;

/// <summary>Whatever happens between runs that end, folds, lost batches and retention, the answer is what a count over all runs that ever ended gives.</summary>
public sealed class FoldTests : IDisposable
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 7, 23, 0);
    private static readonly string[] Statuses = ["completed", "completed", "completed", "failed", "failed", "canceled"];

    private readonly string _folder = Directory.CreateTempSubdirectory("carillon-fold-").FullName;
    private readonly Database _database;
    private readonly List<Ended> _all = [];
    private bool _refuse;

    public FoldTests()
    {
        _database = Database.Open(TestDatabase.For(_folder));
        _database.RefuseCommit = () => _refuse;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Buckets_and_tail_are_the_sum_of_all_runs(int seed)
    {
        var random = new Random(seed);
        await _database.WriteAsync(SaveSchedules);
        var now = Start;
        for (var step = 0; step < 250; step++)
        {
            switch (random.Next(10))
            {
                case < 6:
                    for (var many = random.Next(1, 5); many > 0; many--)
                        await EndAsync(random, now += Duration.FromMilliseconds(random.Next(1, 900_000)));
                    break;
                case < 8:
                    await _database.WriteAsync(sql => BucketStore.Fold(sql, random.Next(1, 9)));
                    break;
                case < 9:
                    await LoseAsync(random.Next(1, 9));
                    break;
                default:
                    await _database.WriteAsync(sql => sql.Execute("delete from runs where folded = 1 and completed_at < $1", (now - Duration.FromHours(random.Next(1, 30))).ToStored()));
                    break;
            }
            if (step % 10 == 0)
                Compare(random, now);
        }
        while (await _database.WriteAsync(sql => BucketStore.Fold(sql, 100)) > 0)
        {
        }
        Compare(random, now);
        _database.Read(sql => sql.Number("select count(*) from runs where folded = 0")).ShouldBe(0);
    }

    private void Compare(Random random, Instant now)
    {
        var from = Start + Duration.FromMinutes(15 * random.Next(0, 200));
        var period = HistoryPeriod.Of(random.Next(2) == 0 ? Start : from, now > from ? now + Duration.FromHours(1) : from + Duration.FromDays(2)).Value;
        var parts = period.Cut((SeriesStep)random.Next(2), DateTimeZoneProviders.Tzdb["America/New_York"]).Value;
        var metrics = new MetricsReader(_database, "p");
        foreach (var key in new[] { "a", "b" })
            Check(metrics.OfSchedule(Schedule(key), period, parts), run => run.Schedule == key, key);
        Check(metrics.OfWorkflow(new WorkflowId("w"), period, parts), _ => true, "the workflow");

        void Check(MetricsRecord found, Func<Ended, bool> whose, string who)
        {
            (found.Metrics, found.Streak).ShouldBe((RunMetrics.Of(Sums(period, whose)), Sums(period, whose).Streak), who);
            found.Series.Select(part => part.Metrics).ShouldBe(parts.Select(part => RunMetrics.Of(Sums(part, whose))), who);
        }
    }

    private RunSums Sums(HistoryPeriod period, Func<Ended, bool> whose)
    {
        var sums = new RunSums();
        foreach (var run in _all.Where(run => whose(run) && run.At >= period.From && run.At < period.To))
            sums.Add(run.Run);
        return sums;
    }

    private async Task EndAsync(Random random, Instant at)
    {
        var id = $"{_all.Count:000000}";
        var schedule = random.Next(3) switch { 0 => "a", 1 => "b", _ => null };
        var trigger = schedule is null ? "manual" : random.Next(4) == 0 ? "retry" : random.Next(4) == 0 ? "backfill" : "schedule";
        var status = Statuses[random.Next(Statuses.Length)];
        var started = status == "canceled" && random.Next(2) == 0 ? (long?)null : at.ToStored() - random.Next(1, 5_000_000);
        var due = started - random.Next(0, 3_000_000);
        var (cost, rows) = (random.Next(0, 1_000_000), random.Next(0, 100));
        await _database.WriteAsync(sql => sql.Execute(
            """
            insert into runs (id, project, workflow_id, version, schedule_id, nominal_at, due_at, trigger, status, input, identity, created_at, started_at, completed_at, retry_of, cost_micros, rows)
            values ($1, 'p', 'w', 'v', $2, $3, $4, $5, $6, '{}', $1, $3, $7, $8, $9, $10, $11)
            """,
            id, schedule, at.ToStored(), due, trigger, status, started, at.ToStored(), trigger == "retry" ? "earlier" : null, cost, rows));
        _all.Add(new Ended(at, schedule, new EndedRun(StatusText.ParseRun(status), at.ToStored() - started, trigger == "schedule" ? started - due : null, cost, rows, trigger == "retry")));
    }

    /// <summary>The disk refuses the commit of a fold, as a crash would: nothing of it may be left.</summary>
    private async Task LoseAsync(int limit)
    {
        _refuse = true;
        await Should.ThrowAsync<StorageException>(_database.WriteAsync(sql => BucketStore.Fold(sql, limit)));
        _refuse = false;
    }

    private static void SaveSchedules(Sql sql)
    {
        foreach (var id in new[] { "a", "b" })
            sql.Execute("insert into schedules (id, project, workflow_id, key, kind, content, enabled, active, cursor_at, created_at, updated_at) values ($1, 'p', 'w', $1, 'declared', '{}', 1, 1, 0, 0, 0)", id);
    }

    private static ScheduleRecord Schedule(string id) => new()
    {
        Id = new ScheduleId(id),
        WorkflowId = new WorkflowId("w"),
        Key = id,
        Kind = "declared",
        ContentText = "{}",
        Revision = 1,
        Enabled = true,
        Active = true,
        Tags = [],
        UpdatedAt = Start,
        SettledThrough = Start,
        RunCount = 0,
        CreatedAt = Start,
    };

    public void Dispose()
    {
        _database.Dispose();
        TestDatabase.Drop(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    private sealed record Ended(Instant At, string? Schedule, EndedRun Run);
}
