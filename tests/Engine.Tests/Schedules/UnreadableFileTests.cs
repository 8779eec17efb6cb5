using Carillon.Engine.Tests.Connections;
using NodaTime;

namespace Carillon.Engine.Tests.Schedules;

/// <summary>A program is started that can no longer read a file, nor what was stored of it: a task type, a zone or a calendar is gone.</summary>
public sealed class UnreadableFileTests
{
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 0));

    [Fact]
    public async Task Its_schedules_stay_say_why_and_go_on_from_where_they_were()
    {
        await using var engine = new EngineFixture(options => options with { Time = _time })
            .File("shop.yaml", "id: shop\nschedule: { every: 1h, catch_up: { mode: all, max_runs: 10 } }\ntasks:\n  - { id: a, uses: test.service }\n")
            .File("plain.yaml", "id: plain\nschedule: { every: 1h }\ntasks:\n  - { id: a, uses: test.step }\n");
        await engine.StartAsync(new ServiceTask());
        var before = engine.Rows("select id, cursor_at from schedules where id = 'schedule-default-shop'");
        engine.Crash();

        await engine.StartAsync();
        engine.Leap(Duration.FromHours(2));
        await engine.IdleAsync();

        engine.Rows("select id, cursor_at from schedules where id = 'schedule-default-shop' and archived_at is null").ShouldBe(before);
        engine.Rows("select id from workflows where archived_at is null order by id").ShouldBe(["plain", "shop"]);
        var record = new Carillon.Engine.History.ScheduleReader(engine.Host.Database, "default").Find(new Core.ScheduleId("schedule-default-shop"))!;
        engine.Host.Live.Of(record).Problems[0].Message.ShouldContain("test.service");
        engine.Count("select count(*) from runs where workflow_id = 'plain'").ShouldBe(1, "the one that is on time");
        engine.Crash();

        // As it was: what was missed meanwhile is caught up, once it is looked at again.
        await engine.StartAsync(new ServiceTask());
        engine.Leap(Duration.FromMinutes(2));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where workflow_id = 'shop' and status = 'completed'") == 2, "both to be caught up");
    }
}
