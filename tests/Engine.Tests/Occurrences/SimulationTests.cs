using Carillon.Core;
using Carillon.Core.History;
using Carillon.Core.Occurrences.Simulation;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences.Simulation;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.Occurrences;

/// <summary>The simulator says what the engine does.</summary>
public sealed class SimulationTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 8, 5, 0);

    // Lengths with odd seconds: at no instant does a run end while another one is due, an order that the engine leaves open.
    private static readonly Dictionary<string, Duration> Lengths = new()
    {
        ["skips"] = Duration.FromSeconds(1507),
        ["buffers"] = Duration.FromSeconds(1507),
        ["allows"] = Duration.FromSeconds(3011),
        ["cancels"] = Duration.FromSeconds(1507),
        ["limited"] = Duration.FromSeconds(2003),
        ["newyork"] = Duration.FromSeconds(61),
        ["off"] = Duration.FromSeconds(61),
    };

    private const string Files =
        """
        id: skips
        schedule: { cron: "*/10 * * * *" }
        ---
        id: buffers
        schedule: { cron: "*/20 * * * *", overlap_policy: buffer_one }
        ---
        id: allows
        schedule: { every: 15m, overlap_policy: allow, jitter: 5m }
        ---
        id: cancels
        schedule: { cron: "5 */2 * * *", overlap_policy: cancel_other }
        ---
        id: limited
        max_concurrent_runs: 2
        schedules:
          - { id: one, cron: "0 * * * *", overlap_policy: allow }
          - { id: two, cron: "1 * * * *", overlap_policy: allow, priority: 5 }
          - { id: three, cron: "2,22,42 * * * *", overlap_policy: buffer_one }
        ---
        id: newyork
        schedule: { cron: "30 1-4 * * *", timezone: America/New_York }
        ---
        id: off
        schedule: { cron: "* * * * *", enabled: false }
        """;

    [Fact]
    public async Task The_first_day_of_a_simulation_is_what_the_engine_does_run_for_run()
    {
        var time = new ManualTime(Start);
        await using var engine = new EngineFixture(o => o with { Time = time, Watch = false });
        foreach (var file in Files.Split("---\n"))
            engine.File($"{file.Split('\n')[0]["id: ".Length..]}.yaml", file + "\ntasks:\n  - { id: a, uses: test.step }\n");
        engine.Step.Otherwise = (context, _) => Task.FromResult<TaskResult>(
            context.Pokes == 0 ? new TaskResult.PokeAgain(Lengths[context.WorkflowId.Value]) : StepTask.Done(context));
        await engine.StartAsync();
        await engine.IdleAsync();
        var end = Start + Duration.FromDays(1);

        var simulated = Simulate(engine, end);
        while (Next(engine) is { } next && next < end)
        {
            if (next > time.Now())
                engine.Leap(next - time.Now());
            await engine.IdleAsync();
        }

        engine.Leap(Duration.Max(Duration.Zero, end - Duration.FromSeconds(1) - time.Now()));
        await engine.IdleAsync();
        var real = engine.Host.Database.Read(sql => sql.Query(
            "select schedule_id, nominal_at, started_at, completed_at, status from runs order by nominal_at, schedule_id",
            row => new SimulatedRun(new ScheduleId(row.GetString(0)), row.GetInt64(1).ToInstant(), row.NumberOrNull(2)?.ToInstant(), row.NumberOrNull(3)?.ToInstant(), row.GetString(4) == "canceled")));
        simulated.Runs.ShouldBe(real);
        real.Count.ShouldBeGreaterThan(250);
        simulated.Schedules.Sum(s => s.Runs).ShouldBe(real.Count);
        simulated.Schedules.Sum(s => s.Skipped).ShouldBe(engine.Count("select sum(count) from ledger where outcome <> 'ran'"));
    }

    private static SimulationResult Simulate(EngineFixture engine, Instant end)
    {
        var measured = Lengths.ToDictionary(l => new WorkflowId(l.Key), l => new TypicalRun(new WorkflowId(l.Key), l.Value, new TypicalCost(1, 0, 0)));
        var records = new ScheduleReader(engine.Host.Database, "default").List(new ScheduleFilter(), null, 100).Items;
        var schedules = SimulationSource.Stored(records, engine.Host.Live, measured, new RunAssumption(Duration.Zero), new Dictionary<string, decimal>());
        return SimulationRunner.Run(schedules, Start + Duration.FromMilliseconds(1), end, end, CancellationToken.None);
    }

    private static Instant? Next(EngineFixture engine) => engine.Host.Database.Read(sql => sql.Number(
        "select min(at) from (select wake_at as at from schedules where wake_at is not null union all select wake_at from runs where wake_at is not null) as wakes"))?.ToInstant();
}
