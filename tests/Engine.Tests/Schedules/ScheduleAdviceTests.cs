using Carillon.Core;
using Carillon.Engine.History;
using NodaTime;

namespace Carillon.Engine.Tests.Schedules;

public sealed class ScheduleAdviceTests
{
    private const string EveryMinute = "id: w\nschedule: { every: 1m }\ntasks:\n  - { id: a, uses: test.step }\n";
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 30));

    [Theory]
    [InlineData(2, 90, false)] // too few to know what is typical
    [InlineData(5, 90, true)]
    [InlineData(5, 60, false)]
    public async Task A_period_shorter_than_the_typical_run_is_told(int runs, int seconds, bool warns)
    {
        await using var engine = await new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", EveryMinute).StartAsync();
        var id = new ScheduleId(engine.Text("select id from schedules"));
        for (var run = 0; run < runs; run++)
        {
            await engine.Host.Database.WriteAsync(sql => sql.Execute(
                """
                insert into runs (id, project, workflow_id, version, schedule_id, nominal_at, trigger, status, input, identity, created_at, started_at, completed_at)
                values ($1, 'default', 'w', 'v', $2, $3, 'schedule', 'completed', '{}', 'x', 0, 0, $4)
                """,
                $"run-{run}", id.Value, run, seconds * 1_000_000L));
        }

        var found = engine.Host.Advice.For(new ScheduleReader(engine.Host.Database, "default").Find(id)!);

        found.Select(problem => problem.Code).ShouldBe(warns ? ["SCH061"] : []);
        if (warns)
            found[0].Message.ShouldBe("It is due every 1m, and half of its last 5 completed runs took 1m30s or longer.");
    }
}
