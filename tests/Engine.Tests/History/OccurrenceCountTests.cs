using Carillon.Core;
using Carillon.Core.History;
using Carillon.Engine.History;
using NodaTime;

namespace Carillon.Engine.Tests.History;

public sealed class OccurrenceCountTests
{
    [Fact]
    public async Task What_became_of_the_occurrences_of_a_period_is_counted_from_the_ledger_for_a_schedule_and_its_workflow()
    {
        var time = new ManualTime(Instant.FromUtc(2026, 1, 5, 8, 59, 30));
        await using var engine = await new EngineFixture(o => o with { Time = time, Watch = false })
            .File("w.yaml", "id: w\nschedule: { every: 1h }\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        var gate = engine.Step.Hold("a");
        await HoursAsync(engine, 3);
        gate.SetResult();
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == 1, "the run to end");
        await engine.Host.Schedules.PauseAsync(new ScheduleId("schedule-default-w"), new Carillon.Engine.Schedules.ScheduleEdit("ann", "audit"));
        await HoursAsync(engine, 1);

        var period = HistoryPeriod.Of(Instant.FromUtc(2026, 1, 5, 0, 0), Instant.FromUtc(2026, 1, 6, 0, 0)).Value;
        var schedule = new ScheduleReader(engine.Host.Database, "default").Find(new ScheduleId("schedule-default-w"))!;
        var metrics = new MetricsReader(engine.Host.Database, "default");

        metrics.OfSchedule(schedule, period, []).Occurrences.Words.ShouldBe("4 expected, 1 ran; 3 skipped: overlap 2, paused 1");
        metrics.OfWorkflow(new WorkflowId("w"), period, []).Occurrences.Words.ShouldBe("4 expected, 1 ran; 3 skipped: overlap 2, paused 1");
        metrics.OfSchedule(schedule, HistoryPeriod.Of(period.From, Instant.FromUtc(2026, 1, 5, 10, 0)).Value, []).Occurrences.Words.ShouldBe("1 expected, 1 ran");
    }

    private static async Task HoursAsync(EngineFixture engine, int hours)
    {
        for (var i = 0; i < hours; i++)
        {
            engine.Leap(Duration.FromHours(1));
            await engine.IdleAsync();
        }
    }
}
