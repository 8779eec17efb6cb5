using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.Definitions;
using NodaTime;

namespace Carillon.Engine.Tests.Definitions;

/// <summary>Strategies in a whole engine, under a clock of the test's own.</summary>
public sealed class StrategyTests
{
    private const string Template = """
        id: t
        kind: template
        name: "${{ parameters.symbol }} daily"
        parameters:
          symbol: { type: string, required: true }
          hour: { type: integer, default: 9, minimum: 0, maximum: 23 }
        schedule: { cron: "0 ${{ parameters.hour }} * * *" }
        pools: { own: 1, all: { limit: 5, shared: true } }
        tasks:
          - { id: a, uses: test.step, pool: own, with: { value: "${{ parameters.symbol }} at ${{ run.trigger }}" } }
          - { id: b, uses: test.step, pool: all, needs: a, with: { value: "${{ tasks.a.output.value }}" } }
        """;

    private static readonly StrategyEdit Ann = new("ann", "test");
    private static readonly WorkflowId Aapl = new("aapl");
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 59, 59));

    [Fact]
    public async Task A_strategy_runs_by_its_own_schedule_as_its_own_workflow()
    {
        await using var engine = await StartAsync();

        (await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""")).IsOk.ShouldBeTrue();
        (await CreateAsync(engine, "coke", """{ "symbol": "COKE", "hour": 10 }""")).IsOk.ShouldBeTrue();
        engine.Leap(Duration.FromSeconds(2));
        await engine.IdleAsync();

        engine.Rows("select id, workflow_id, kind, next_nominal_at, run_count from schedules order by id").ShouldBe(
            [$"schedule-default-aapl|aapl|declared|{Stored(6, 9)}|1", $"schedule-default-coke|coke|declared|{Stored(5, 10)}|0"]);
        engine.Rows("select workflow_id, trigger, status from runs").ShouldBe(["aapl|schedule|completed"]);
        engine.Step.Attempts.Select(a => a.Input["value"]!.ToString()).ShouldBe(["AAPL at schedule", "AAPL at schedule"]);
        engine.Host.Catalog.Find(Aapl)!.Live!.Pools.ShouldBe(new Dictionary<string, int> { ["aapl/own"] = 1, ["all"] = 5 }, ignoreOrder: true);
        engine.Rows("select actor, action, subject, subject_id, reason from audit where subject_id = 'aapl'").ShouldBe(["ann|created|strategy|aapl|test"]);
        engine.Count("select count(*) from workflows where id = 't'").ShouldBe(0, "a template makes no workflow of its own");
    }

    [Fact]
    public async Task An_edit_makes_workflow_and_schedule_anew_at_once()
    {
        await using var engine = await StartAsync();
        await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""");

        (await engine.Host.Strategies.EditAsync(Aapl, Document("aapl", """{ "symbol": "AAPL", "hour": 12 }"""), Ann with { Revision = 1 })).IsOk.ShouldBeTrue();

        engine.Rows("select next_nominal_at from schedules").ShouldBe([Stored(5, 12)]);
        engine.Count("select count(*) from workflow_versions").ShouldBe(2);
        (await engine.Host.Strategies.EditAsync(Aapl, Document("aapl", """{ "symbol": "AAPL" }"""), Ann with { Revision = 1 })).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH054");
        (await engine.Host.Strategies.EditAsync(Aapl, Document("aapl", """{ "symbol": "AAPL", "hour": 12 }"""), Ann)).IsOk.ShouldBeTrue();
        engine.Rows("select revision from strategies").ShouldBe(["2"], "an edit that changes nothing is none");
    }

    [Fact]
    public async Task A_switched_off_strategy_makes_no_runs_and_no_new_version()
    {
        await using var engine = await StartAsync();
        await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""");

        await engine.Host.Strategies.SwitchAsync(Aapl, enabled: false, Ann);
        engine.Leap(Duration.FromSeconds(2));
        await engine.IdleAsync();

        engine.Count("select count(*) from runs").ShouldBe(0);
        engine.Rows("select enabled, active from schedules").ShouldBe(["0|0"]);
        engine.Count("select count(*) from workflow_versions").ShouldBe(1);
        engine.Crash();
        engine.File("t.yaml", "id: t\nkind: template\ntasks: {");
        await engine.StartAsync();
        engine.Rows("select enabled from schedules").ShouldBe(["0"], "the switch holds for the last good version too");
        await engine.Host.Strategies.SwitchAsync(Aapl, enabled: true, Ann);
        engine.Rows("select enabled, next_nominal_at from schedules").ShouldBe([$"1|{Stored(6, 9)}"]);
    }

    [Fact]
    public async Task A_changed_template_makes_its_strategies_anew_and_those_that_no_longer_fit_keep_their_last_good_version()
    {
        await using var engine = await StartAsync();
        await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""");
        await CreateAsync(engine, "late", """{ "symbol": "COKE", "hour": 22 }""");

        engine.File("t.yaml", Template.Replace("maximum: 23", "maximum: 20", StringComparison.Ordinal).Replace("daily", "each day", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();

        engine.Rows("select id, name from workflows order by id").ShouldBe(["aapl|AAPL each day", "late|COKE daily"]);
        var late = engine.Host.Catalog.Find(new WorkflowId("late"))!;
        late.Stale.ShouldBeTrue();
        late.Problems.ShouldHaveSingleItem().ToString().ShouldBe("parameters.hour: SCH020 Strategy 'late': Parameter 'hour' must be at most 20.");
        (await engine.EndAsync(await engine.RunAsync("late"))).ShouldBe("completed");
        engine.Rows("select next_nominal_at from schedules where workflow_id = 'late'").ShouldBe([Stored(5, 22)]);
    }

    [Fact]
    public async Task A_problem_of_the_template_for_one_strategy_is_told_at_the_templates_line_with_the_strategy()
    {
        await using var engine = await StartAsync();
        await CreateAsync(engine, "aapl", """{ "symbol": "AAPL", "hour": 9 }""");

        engine.File("t.yaml", Template.Replace("\"0 ${{ parameters.hour }}", "\"61 ${{ parameters.hour }}", StringComparison.Ordinal).Replace("default: 9,", "required: true,", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();

        engine.Host.Catalog.Snapshot.Templates["t"].Problems.ShouldBeEmpty("what depends on a parameter without a default is for the strategies to tell");
        engine.Host.Catalog.Find(Aapl)!.Problems.Select(p => $"{p.Location?.File}:{p.Location?.Line} {p.Field} {p.Message[..16]}").ShouldBe(["t.yaml:7 parameters.hour Strategy 'aapl':"]);
    }

    [Fact]
    public async Task A_template_whose_file_is_gone_leaves_its_strategies_running_through_a_restart()
    {
        await using var engine = await StartAsync();
        for (var i = 0; i < 4; i++)
            await CreateAsync(engine, $"s{i}", """{ "symbol": "AAPL" }""");
        File.Delete(Path.Combine(engine.Workflows, "t.yaml"));

        (await engine.Host.Reconcile.ReconcileAsync()).Changes.Held.ShouldBeEmpty("no schedule is gone");
        engine.Crash();
        await engine.StartAsync();
        engine.Leap(Duration.FromSeconds(2));
        await engine.IdleAsync();

        engine.Count("select count(*) from runs where status = 'completed'").ShouldBe(4);
        engine.Host.Catalog.Find(new WorkflowId("s0"))!.Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH065");
        (await engine.Host.Strategies.EditAsync(new WorkflowId("s0"), Document("s0", """{ "symbol": "X" }"""), Ann)).Problems.ShouldHaveSingleItem().Field.ShouldBe("template");
        engine.File("t.yaml", Template);
        await engine.Host.Reconcile.ReconcileAsync();
        engine.Host.Catalog.Find(new WorkflowId("s0"))!.Stale.ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_goes_on_with_the_version_it_began_with_through_a_restart_and_a_changed_template()
    {
        await using var engine = await StartAsync();
        await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""");
        var gate = engine.Step.Hold("a");
        var run = await engine.RunAsync("aapl");
        await engine.UntilAsync(() => engine.Step.Held == 1, "the first task");
        var version = engine.Text("select version from runs");

        engine.Crash();
        engine.File("t.yaml", Template.Replace("at ${{ run.trigger }}", "of the new template", StringComparison.Ordinal).Replace("id: b, uses", "id: c, uses", StringComparison.Ordinal));
        gate.SetResult();
        await engine.StartAsync();

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.TaskStatus(run, "b").ShouldBe("succeeded");
        engine.Text("select output from task_runs where task_id = 'b'").ShouldContain("AAPL at manual");
        engine.Text("select version from workflows where id = 'aapl'").ShouldNotBe(version);
    }

    [Fact]
    public async Task A_deleted_strategy_takes_its_schedules_with_it_whatever_their_share_and_its_history_stays()
    {
        await using var engine = await StartAsync();
        await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""");
        await engine.Host.Schedules.CreateAsync(Aapl, (JsonObject)JsonNode.Parse("""{ "cron": "0 20 * * *" }""")!, new Engine.Schedules.ScheduleEdit("bob"));
        await engine.EndAsync(await engine.RunAsync("aapl"));

        (await engine.Host.Strategies.DeleteAsync(Aapl, Ann)).IsOk.ShouldBeTrue();

        engine.Host.Reconcile.State.Changes.Held.ShouldBeEmpty();
        engine.Count("select count(*) from schedules where archived_at is null").ShouldBe(0);
        engine.Rows("select archived_at is not null from workflows").ShouldBe(["1"]);
        engine.Count("select count(*) from runs").ShouldBe(1);
        engine.Host.Catalog.Find(Aapl).ShouldBeNull();
        (await engine.Host.Strategies.DeleteAsync(Aapl, Ann)).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH066");
        (await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""")).IsOk.ShouldBeTrue("the id may be taken again");
        engine.Rows("select next_nominal_at from schedules where kind = 'declared' and archived_at is null").ShouldBe([Stored(5, 9)]);
    }

    [Fact]
    public async Task A_reload_undoes_an_override_and_keeps_what_the_strategy_says()
    {
        await using var engine = await StartAsync();
        await engine.Host.Strategies.CreateAsync(Document("aapl", """{ "symbol": "AAPL" }""", """{ "schedule": { "jitter": "0s", "daily": { "at": "11:00" } } }"""), Ann);
        var id = new ScheduleId("schedule-default-aapl");
        await engine.Host.Schedules.SwitchAsync(id, enabled: false, new Engine.Schedules.ScheduleEdit("bob"));

        engine.Rows("select active from schedules").ShouldBe(["0"]);
        (await engine.Host.Reconcile.ReconcileAsync(new ReconcileMode(Reload: true))).Changes.OverridesDropped.ShouldBe(1);

        engine.Rows("select active, next_nominal_at from schedules").ShouldBe([$"1|{Stored(5, 11)}"]);
    }

    [Fact]
    public async Task A_file_with_a_strategys_id_takes_it_and_the_strategy_is_listed_while_the_others_go_on()
    {
        await using var engine = await StartAsync();
        await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""");
        await CreateAsync(engine, "coke", """{ "symbol": "COKE" }""");

        engine.File("aapl.yaml", "id: aapl\nname: From a file\ntasks: [{ id: a, uses: test.step }]\n");
        await engine.Host.Reconcile.ReconcileAsync();

        engine.Host.Catalog.Find(Aapl)!.Live!.Name.ShouldBe("From a file");
        engine.Host.Catalog.Entries.Single(e => e.Path == "strategy:aapl").Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH013");
        engine.Host.Catalog.Find(new WorkflowId("coke"))!.Stale.ShouldBeFalse();
        await engine.Host.Strategies.DeleteAsync(Aapl, Ann);
        engine.Rows("select name, archived_at from workflows where id = 'aapl'").ShouldBe(["From a file|"]);
        (await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""")).Problems.ShouldHaveSingleItem().Field.ShouldBe("id");
    }

    [Fact]
    public async Task Two_templates_with_one_id_leave_the_first_alone()
    {
        await using var engine = await StartAsync();
        await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""");

        engine.File("z.yaml", Template);
        await engine.Host.Reconcile.ReconcileAsync();

        engine.Host.Catalog.Entries.Single(e => e.Path == "z.yaml").Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH013");
        engine.Host.Catalog.Find(Aapl)!.Stale.ShouldBeFalse();
    }

    [Fact]
    public async Task Unchanged_strategies_write_nothing_after_a_restart()
    {
        await using var engine = await StartAsync();
        await CreateAsync(engine, "aapl", """{ "symbol": "AAPL" }""");
        engine.Crash();
        await engine.StartAsync();

        engine.Host.Reconcile.State.Changes.Written.ShouldBe(0);
    }

    private async Task<EngineFixture> StartAsync() =>
        await new EngineFixture(o => o with { Time = _time, Watch = false }).File("t.yaml", Template).StartAsync();

    private static Task<Checked<WorkflowId>> CreateAsync(EngineFixture engine, string id, string parameters) => engine.Host.Strategies.CreateAsync(Document(id, parameters), Ann);

    private static JsonObject Document(string id, string parameters, string overlay = "{}") =>
        new() { ["id"] = id, ["template"] = "t", ["parameters"] = JsonNode.Parse(parameters), ["overlay"] = JsonNode.Parse(overlay) };

    private static string Stored(int day, int hour) =>
        (Instant.FromUtc(2026, 1, day, hour, 0).ToUnixTimeTicks() / 10).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
