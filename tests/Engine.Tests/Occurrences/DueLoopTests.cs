using Carillon.Core;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.Occurrences;

/// <summary>The due loop on a clock that the test moves: what is due runs exactly once, and the ledger says what became of everything.</summary>
public sealed class DueLoopTests
{
    private static readonly Instant Monday = Instant.FromUtc(2026, 1, 5, 8, 0);
    private readonly ManualTime _time = new(Monday);

    private const string Minutely = """
        id: tick
        schedule: { every: 1m, overlap_policy: allow }
        tasks:
          - { id: a, uses: test.step }
        """;

    [Fact]
    public async Task Each_occurrence_makes_one_numbered_run_and_one_ledger_row()
    {
        await using var engine = await StartAsync(Minutely);

        for (var minute = 1; minute <= 5; minute++)
            await AdvanceAsync(engine, Duration.FromMinutes(1), runs: minute);

        engine.Rows("select run_number, nominal_at from runs order by id")
            .ShouldBe(Enumerable.Range(1, 5).Select(i => $"{i}|{(Monday + Duration.FromMinutes(i)).ToUnixTimeTicks() / 10}"));
        engine.Rows("select outcome, count, reason from ledger").ShouldBe(Enumerable.Repeat("ran|1|on time", 5));
        engine.Count("select count(*) from ledger l join runs r on r.id = l.run_id and r.nominal_at = l.nominal_at").ShouldBe(5);
    }

    [Fact]
    public async Task After_downtime_the_last_missed_occurrence_runs_and_the_others_are_counted()
    {
        await using var engine = await StartAsync("""
            id: tick
            schedule: { every: 10m }
            tasks:
              - { id: a, uses: test.step }
            """);
        engine.Crash();
        _time.Advance(Duration.FromHours(3) + Duration.FromMinutes(5));
        await engine.StartAsync();
        await engine.UntilAsync(() => engine.Count("select count(*) from runs") == 1, "the catch-up run");

        engine.Rows("select outcome, count, reason from ledger order by nominal_at").ShouldBe(["coalesced|17|downtime: a later occurrence stands for it", "ran|1|catch-up"]);
    }

    [Fact]
    public async Task A_crash_between_any_two_occurrences_neither_loses_nor_doubles_one()
    {
        await using var engine = await StartAsync(Minutely.Replace("overlap_policy: allow", "overlap_policy: allow, catch_up: { mode: all }", StringComparison.Ordinal));

        for (var i = 1; i <= 20; i++)
        {
            engine.Leap(Duration.FromMinutes(1));
            if (i % 3 == 0)
            {
                engine.Crash();
                await engine.StartAsync();
            }
        }

        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == 20, "twenty runs");
        engine.Count("select count(*) from (select nominal_at from ledger group by nominal_at) as settled").ShouldBe(20);
    }

    [Fact]
    public async Task An_overlapping_occurrence_is_skipped_with_its_reason()
    {
        await using var engine = await StartAsync(Minutely.Replace("allow", "skip", StringComparison.Ordinal));
        var gate = engine.Step.Hold("a");
        await AdvanceAsync(engine, Duration.FromMinutes(1), runs: 1);

        engine.Leap(Duration.FromMinutes(1));
        await engine.UntilAsync(() => engine.Count("select count(*) from ledger") == 2, "the second occurrence");

        engine.Rows("select outcome from ledger order by nominal_at").ShouldBe(["ran", "skipped"]);
        engine.Text("select reason from ledger where outcome = 'skipped'").ShouldContain("overlap");
        gate.SetResult();
    }

    [Fact]
    public async Task Cancel_other_ends_the_open_run_first_and_then_starts_the_new_one()
    {
        await using var engine = await StartAsync(Minutely.Replace("allow", "cancel_other", StringComparison.Ordinal));
        engine.Step.Hold("a");
        await AdvanceAsync(engine, Duration.FromMinutes(1), runs: 1);
        await engine.UntilAsync(() => engine.Count("select count(*) from attempts where status = 'running'") == 1, "the first run's attempt");

        engine.Leap(Duration.FromMinutes(1));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'running' and run_number = 2") == 1, "the second run");

        engine.Rows("select run_number, status from runs order by id").ShouldBe(["1|canceled", "2|running"]);
        engine.Count("select count(*) from runs a join runs b on b.run_number = 2 where a.run_number = 1 and a.completed_at <= b.started_at").ShouldBe(1);
    }

    [Fact]
    public async Task A_paused_schedule_makes_no_run_the_ledger_names_who_and_resuming_fires_nothing_of_the_past()
    {
        await using var engine = await StartAsync(Minutely);
        var id = new ScheduleId(engine.Text("select id from schedules"));
        await engine.Host.Schedules.PauseAsync(id, new ScheduleEdit("ann", "audit"));
        for (var i = 1; i <= 3; i++)
        {
            engine.Leap(Duration.FromMinutes(1));
            await engine.UntilAsync(() => engine.Count("select count(*) from ledger") == i, "a skipped occurrence");
        }

        await engine.Host.Schedules.ResumeAsync(id, new ScheduleEdit("ann"));
        await AdvanceAsync(engine, Duration.FromMinutes(1), runs: 1);

        engine.Rows("select outcome from ledger order by nominal_at").ShouldBe(["skipped", "skipped", "skipped", "ran"]);
        engine.Text("select reason from ledger where outcome = 'skipped'").ShouldContain("ann");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_that_jumps_an_hour_neither_loses_nor_doubles_an_occurrence(int hours)
    {
        await using var engine = await StartAsync(Minutely.Replace("overlap_policy: allow", "overlap_policy: allow, catch_up: { mode: all }", StringComparison.Ordinal));
        await AdvanceAsync(engine, Duration.FromMinutes(1), runs: 1);

        _time.Step(Duration.FromHours(hours));
        for (var i = 0; i < 65; i++)
            engine.Leap(Duration.FromMinutes(1));

        var expected = hours > 0 ? 1 + 60 + 65 : 1 + 5;
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == expected, $"{expected} runs");
        engine.Count("select sum(count) from ledger").ShouldBe(expected);
        engine.Count("select count(distinct nominal_at) from runs").ShouldBe(expected);
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_settled_does_not_hold_up_the_others()
    {
        await using var engine = new EngineFixture(o => o with { Time = _time, Watch = false })
            .File("bad.yaml", Minutely.Replace("id: tick", "id: bad", StringComparison.Ordinal))
            .File("good.yaml", Minutely);
        await engine.StartAsync();
        // Something else has put a run where this schedule's next one belongs.
        await engine.Host.Database.WriteAsync(sql => sql.Execute(
            """
            insert into runs (id, project, workflow_id, version, schedule_id, nominal_at, trigger, status, input, identity, created_at, completed_at)
            select 'foreign', project, workflow_id, 'v', id, next_nominal_at, 'schedule', 'completed', '{}', 'x', 0, 0 from schedules where workflow_id = 'bad'
            """));

        engine.Leap(Duration.FromMinutes(1));
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where workflow_id = 'tick' and status = 'completed'") == 1, "the good schedule's run");

        await engine.UntilAsync(() => engine.Count("select count(*) from schedules where workflow_id = 'bad' and wake_at > $1", _time.Now().ToStored()) == 1, "the next try to be set");
        await engine.Host.Database.WriteAsync(sql => sql.Execute("delete from runs where id = 'foreign'"));
        engine.Leap(Duration.FromMinutes(1));
        await engine.UntilAsync(() => engine.Count("select count(*) from ledger where schedule_id like '%bad'") == 2, "both occurrences, once it was mended");
    }

    [Fact]
    public async Task Ten_thousand_schedules_due_in_the_same_minute_each_start_exactly_one_run()
    {
        await using var engine = new EngineFixture(o => o with { Time = _time, Watch = false });
        const int files = 100;
        for (var f = 0; f < files; f++)
        {
            var schedules = string.Concat(Enumerable.Range(0, 100).Select(s => $"  - {{ id: s{s}, cron: \"1 8 * * *\" }}\n"));
            engine.File($"w{f}.yaml", $"id: w{f}\nschedules:\n{schedules}tasks:\n  - {{ id: a, uses: test.step }}\n");
        }
        await engine.StartAsync();

        engine.Leap(Duration.FromMinutes(2));

        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == files * 100, "ten thousand runs");
        engine.Count("select count(*) from ledger where outcome = 'ran'").ShouldBe(files * 100);
        engine.Count("select count(*) from (select schedule_id from runs group by schedule_id having count(*) = 1) as once").ShouldBe(files * 100);
    }

    private async Task<EngineFixture> StartAsync(string yaml) => await new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", yaml).StartAsync();

    private async Task AdvanceAsync(EngineFixture engine, Duration by, int runs)
    {
        engine.Leap(by);
        await engine.UntilAsync(() => engine.Count("select count(*) from runs") == runs, $"{runs} runs");
    }
}
