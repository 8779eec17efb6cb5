using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.Occurrences;

public sealed class BackfillTests
{
    private const string Hourly = "id: w\ninput: { n: { type: integer, default: 1 } }\nschedule: { cron: \"0 * * * *\" }\ntasks:\n  - { id: a, uses: test.step, with: { value: \"${{ input.n }}\" } }\n";
    private static readonly Instant Midnight = Instant.FromUtc(2026, 1, 5, 0, 0);
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 30));

    [Fact]
    public async Task A_preview_lists_what_would_run_and_writes_nothing()
    {
        await using var engine = await StartAsync();

        var preview = await engine.Host.Backfills.PreviewAsync(Id(engine), Request(hours: 24));

        preview.Value.NominalTimes.Count.ShouldBe(9, "00:00 to 08:00; what is still to come is none of it");
        preview.Value.To.ShouldBe(_time.Now());
        engine.Count("select (select count(*) from backfills) + (select count(*) from runs) + (select count(*) from audit)").ShouldBe(0);
    }

    [Fact]
    public async Task Each_nominal_time_gets_one_run_the_oldest_first_within_the_concurrency_and_the_cursor_stays()
    {
        await using var engine = await StartAsync();
        var cursor = engine.Text("select cursor_at || '|' || next_nominal_at || '|' || run_count from schedules");
        var gate = engine.Step.Hold("a");

        await engine.Host.Backfills.StartAsync(Id(engine), Request(hours: 5) with { Concurrency = 2, Input = new JsonObject { ["n"] = 7 } });
        await engine.UntilAsync(() => engine.Step.Held == 2, "two runs to be under way");
        engine.Rows("select status, count(*) from backfill_items group by status order by status").ShouldBe(["running|2", "waiting|3"]);
        gate.SetResult();
        await EndedAsync(engine, "completed");

        engine.Rows("select nominal_at from runs order by id").ShouldBe(Enumerable.Range(0, 5).Select(hour => $"{(Midnight + Duration.FromHours(hour)).ToStored()}"));
        engine.Rows("select distinct trigger, status from runs").ShouldBe(["backfill|completed"]);
        engine.Keys("n", "select distinct input from runs").ShouldBe(["7"]);
        engine.Text("select cursor_at || '|' || next_nominal_at || '|' || run_count from schedules").ShouldBe(cursor);
        engine.Count("select count(*) from ledger").ShouldBe(0);
    }

    [Fact]
    public async Task An_open_backfill_run_is_no_overlap_of_the_schedule()
    {
        await using var engine = await StartAsync();
        var gate = engine.Step.Hold("a");
        await engine.Host.Backfills.StartAsync(Id(engine), Request(hours: 1));
        await engine.UntilAsync(() => engine.Step.Held == 1, "the backfill's run to be under way");

        engine.Leap(Duration.FromMinutes(30));
        await engine.UntilAsync(() => engine.Step.Held == 2, "the schedule's own run to be under way beside it");
        engine.Rows("select outcome, reason from ledger").ShouldBe(["ran|on time"]);
        gate.SetResult();
        await EndedAsync(engine, "completed");
    }

    [Fact]
    public async Task What_is_missing_is_what_has_no_completed_run_and_failed_ones_can_be_asked_for()
    {
        await using var engine = await StartAsync();
        engine.Step.On("a", context => context.NominalAt == Midnight + Duration.FromHours(1) ? new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Unexpected, "no")) : StepTask.Done(context));
        await engine.Host.Backfills.StartAsync(Id(engine), Request(hours: 3));
        await EndedAsync(engine, "completed");

        (await CountAsync(engine, BackfillSelection.Missing)).ShouldBe(2, "01:00 failed and 03:00 never ran");
        (await CountAsync(engine, BackfillSelection.Failed)).ShouldBe(1);
        (await CountAsync(engine, BackfillSelection.All)).ShouldBe(4);
        engine.Rows("select status, count(*) from backfill_items group by status order by status").ShouldBe(["completed|2", "failed|1"]);
    }

    [Fact]
    public async Task It_can_be_paused_resumed_and_canceled()
    {
        await using var engine = await StartAsync();
        var gate = engine.Step.Hold("a");
        var id = (await engine.Host.Backfills.StartAsync(Id(engine), Request(hours: 5))).Value;
        await engine.UntilAsync(() => engine.Step.Held == 1, "the first run to be under way");

        (await engine.Host.Backfills.PauseAsync(id, "ann", null)).IsOk.ShouldBeTrue();
        gate.SetResult();
        await engine.UntilAsync(() => engine.Count("select count(*) from runs where status = 'completed'") == 1, "the open run to end");
        await engine.IdleAsync();
        engine.Count("select count(*) from runs").ShouldBe(1, "no further run while it is paused");

        engine.Step.Hold("a");
        (await engine.Host.Backfills.ResumeAsync(id, "ann", null)).IsOk.ShouldBeTrue();
        await engine.UntilAsync(() => engine.Step.Held == 1, "the second run to be under way");
        (await engine.Host.Backfills.CancelAsync(id, "ann", "enough")).IsOk.ShouldBeTrue();
        await EndedAsync(engine, "canceled");
        await engine.UntilAsync(() => engine.Count("select count(*) from backfill_items where status = 'running'") == 0, "the canceled run to end");

        engine.Rows("select status, count(*) from backfill_items group by status order by status").ShouldBe(["canceled|4", "completed|1"]);
        engine.Rows("select action from audit order by id").ShouldBe(["backfill_started", "backfill_paused", "backfill_resumed", "backfill_canceled"]);
        (await engine.Host.Backfills.ResumeAsync(id, "ann", null)).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH033");
        (await engine.Host.Backfills.ResumeAsync(99, "ann", null)).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH058");
    }

    [Fact]
    public async Task Deaths_of_the_process_neither_lose_nor_double_a_run()
    {
        await using var engine = await StartAsync();
        await engine.Host.Backfills.StartAsync(Id(engine), Request(hours: 8) with { Concurrency = 3 });
        for (var death = 0; death < 6; death++)
        {
            engine.Crash();
            await engine.StartAsync();
        }

        await EndedAsync(engine, "completed");
        engine.Count("select count(*) from runs").ShouldBe(8);
        engine.Count("select count(distinct nominal_at) from runs where status = 'completed'").ShouldBe(8);
        engine.Count("select count(*) from backfill_items i join runs r on r.id = i.run_id and r.nominal_at = i.nominal_at where i.status = 'completed'").ShouldBe(8);
    }

    [Fact]
    public async Task The_same_key_makes_one_backfill_and_refuses_another_request()
    {
        await using var engine = await StartAsync();
        var request = Request(hours: 2) with { IdempotencyKey = "k" };
        var first = await engine.Host.Backfills.StartAsync(Id(engine), request);

        (await engine.Host.Backfills.StartAsync(Id(engine), request)).Value.ShouldBe(first.Value);
        (await engine.Host.Backfills.StartAsync(Id(engine), request with { MaxRuns = 1 })).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH055");
        engine.Count("select count(*) from backfills").ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_cannot_be_is_refused_with_its_fields()
    {
        await using var engine = await StartAsync();
        var wrong = Request(hours: -1) with { Concurrency = 0, MaxRuns = 0, Input = new JsonObject { ["x"] = 1 } };

        (await engine.Host.Backfills.PreviewAsync(Id(engine), wrong)).Problems.Select(p => p.Field ?? p.Code).ShouldBe(["to", "concurrency", "max_runs", "SCH020"]);
        (await engine.Host.Backfills.PreviewAsync(Id(engine), new BackfillRequest(_time.Now() + Duration.FromHours(1), _time.Now() + Duration.FromHours(2), "ann"))).Problems[0].Field.ShouldBe("from");
        (await engine.Host.Backfills.StartAsync(Id(engine), new BackfillRequest(Midnight, Midnight + Duration.Epsilon, "ann") { Selection = BackfillSelection.Failed })).Problems[0].Code.ShouldBe("SCH033");
        (await engine.Host.Backfills.PreviewAsync(new ScheduleId("x"), Request(hours: 1))).Problems[0].Code.ShouldBe("SCH031");
    }

    [Fact]
    public async Task It_waits_while_its_schedule_cannot_run_and_says_why()
    {
        await using var engine = await StartAsync();
        var gate = engine.Step.Hold("a");
        await engine.Host.Backfills.StartAsync(Id(engine), Request(hours: 2));
        await engine.UntilAsync(() => engine.Step.Held == 1, "the first run to be under way");
        await engine.Host.Schedules.DeleteAsync(Id(engine), new ScheduleEdit("ann"));
        gate.SetResult();

        await engine.UntilAsync(() => engine.Text("select trouble from backfills").Length > 0, "the backfill to say what is wrong");
        engine.Rows("select status from backfills").ShouldBe(["running"]);
        await engine.Host.Reconcile.ReconcileAsync(new Core.Schedules.ReconcileMode(Reload: true));
        await EndedAsync(engine, "completed");
    }

    private async Task<int> CountAsync(EngineFixture engine, BackfillSelection selection) =>
        (await engine.Host.Backfills.PreviewAsync(Id(engine), Request(hours: 4) with { Selection = selection })).Value.NominalTimes.Count;

    private static Task EndedAsync(EngineFixture engine, string status) =>
        engine.UntilAsync(() => engine.Text("select status from backfills order by id desc limit 1") == status, $"the backfill to be {status}");

    private static BackfillRequest Request(int hours) => new(Midnight, Midnight + Duration.FromHours(hours), "ann");

    private async Task<EngineFixture> StartAsync() => await new EngineFixture(o => o with { Time = _time, Watch = false }).File("w.yaml", Hourly).StartAsync();

    private static ScheduleId Id(EngineFixture engine) => new(engine.Text("select id from schedules"));
}
