using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.Schedules;
using NodaTime;

namespace Carillon.Engine.Tests.Schedules;

/// <summary>Runtime changes of what a file declares, and schedules that no file declares.</summary>
public sealed class OverrideTests
{
    private const string Daily = "id: w\nname: First\ninput: { n: { type: integer, default: 1 } }\nschedule: { cron: \"0 9 * * *\" }\ntasks:\n  - { id: a, uses: test.step }\n";
    private static readonly ScheduleEdit Ann = new("ann", "test");
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 59, 59));

    [Fact]
    public async Task An_override_holds_over_the_file_and_the_next_reload_undoes_it()
    {
        await using var engine = await StartAsync();
        var id = Id(engine);

        (await engine.Host.Schedules.EditAsync(id, Document("""{ "cron": "0 10 * * *" }"""), Ann)).IsOk.ShouldBeTrue();

        engine.Rows("select override, override_by, next_nominal_at from schedules").ShouldBe(["""{"cron":"0 10 * * *"}|ann|""" + Stored(2026, 1, 5, 10)]);
        await engine.Host.Reconcile.ReconcileAsync();
        engine.Count("select count(*) from schedules where override is not null").ShouldBe(1, "an ordinary pass owns only what the files say");
        var state = await engine.Host.Reconcile.ReconcileAsync(new ReconcileMode(Reload: true));
        state.Changes.OverridesDropped.ShouldBe(1);
        engine.Rows("select override, next_nominal_at from schedules").ShouldBe(["|" + Stored(2026, 1, 5, 9)]);
    }

    [Fact]
    public async Task An_override_with_an_end_outlives_reloads_and_ends_by_itself_to_the_moment()
    {
        await using var engine = await StartAsync();
        var id = Id(engine);
        await engine.Host.Schedules.EditAsync(id, Document("""{ "cron": "0 * * * *" }"""), Ann with { Until = Instant.FromUtc(2026, 1, 5, 12, 0) });
        await engine.Host.Reconcile.ReconcileAsync(new ReconcileMode(Reload: true));

        engine.Leap(Duration.FromHours(30));
        await engine.IdleAsync();

        // 9, 10 and 11 by the override (late ones stand for each other: downtime), and 9 the next day by the file; 12 is the override's end, exclusive.
        engine.Rows("select sum(count) from ledger").ShouldBe(["4"]);
        engine.Rows("select (select max(nominal_at) from ledger), override from schedules").ShouldBe([$"{Stored(2026, 1, 6, 9)}|"]);
        engine.Rows("select action from audit where subject_id = $1 order by id desc limit 1", id.Value).ShouldBe(["override_expired"]);
    }

    [Fact]
    public async Task A_pause_with_an_end_covers_what_is_due_before_it_and_nothing_after()
    {
        await using var engine = await StartAsync();
        await engine.Host.Schedules.PauseAsync(Id(engine), Ann with { Until = Instant.FromUtc(2026, 1, 6, 9, 0) });

        engine.Leap(Duration.FromHours(24) + Duration.FromSeconds(1));
        await engine.IdleAsync();

        engine.Rows("select outcome, reason, nominal_at from ledger order by nominal_at").ShouldBe([$"skipped|paused by ann: test|{Stored(2026, 1, 5, 9)}", $"ran|on time|{Stored(2026, 1, 6, 9)}"]);
        engine.Rows("select paused_by, paused_until from schedules").ShouldBe(["|"]);
    }

    [Fact]
    public async Task A_pause_without_an_end_is_undone_by_a_reload_and_not_by_an_ordinary_pass()
    {
        await using var engine = await StartAsync();
        await engine.Host.Schedules.PauseAsync(Id(engine), Ann);

        await engine.Host.Reconcile.ReconcileAsync();
        engine.Rows("select paused_by from schedules").ShouldBe(["ann"]);
        await engine.Host.Reconcile.ReconcileAsync(new ReconcileMode(Reload: true));
        engine.Rows("select paused_by from schedules").ShouldBe([""]);
    }

    [Fact]
    public async Task Switching_a_declared_schedule_off_is_an_override_that_switching_on_takes_away()
    {
        await using var engine = await StartAsync();
        var id = Id(engine);

        await engine.Host.Schedules.SwitchAsync(id, enabled: false, Ann);
        engine.Rows("select enabled, active, override, next_due_at from schedules").ShouldBe(["1|0|{\"enabled\":false}|"]);
        await engine.Host.Schedules.SwitchAsync(id, enabled: true, Ann);
        engine.Rows("select enabled, active, override, next_due_at from schedules").ShouldBe([$"1|1||{Stored(2026, 1, 5, 9)}"]);
    }

    [Fact]
    public async Task A_deleted_declared_schedule_comes_back_with_a_reload_and_its_history_is_there()
    {
        await using var engine = await StartAsync();
        var id = Id(engine);
        engine.Leap(Duration.FromSeconds(1));
        await engine.IdleAsync();

        await engine.Host.Schedules.DeleteAsync(id, Ann);
        await engine.Host.Reconcile.ReconcileAsync();
        engine.Count("select count(*) from schedules where archived_at is not null").ShouldBe(1);
        await engine.Host.Reconcile.ReconcileAsync(new ReconcileMode(Reload: true));

        engine.Rows("select archived_at, next_nominal_at from schedules").ShouldBe([$"|{Stored(2026, 1, 6, 9)}"]);
        engine.Count("select count(*) from ledger where schedule_id = $1", id.Value).ShouldBe(1);
    }

    [Fact]
    public async Task A_managed_schedule_stays_through_reloads_and_restarts_and_runs()
    {
        await using var engine = await StartAsync();
        var made = await engine.Host.Schedules.CreateAsync(new WorkflowId("w"), Document("""{ "id": "evening", "daily": { "at": "21:00" }, "input": { "n": 7 }, "tags": ["late"] }"""), Ann);
        await engine.Host.Reconcile.ReconcileAsync(new ReconcileMode(Reload: true));
        engine.Crash();
        await engine.StartAsync();
        engine.Leap(Duration.FromHours(12) + Duration.FromMinutes(1));
        await engine.IdleAsync();

        made.Value.Value.ShouldBe("schedule-default-w-evening");
        engine.Rows("select outcome, nominal_at from ledger where schedule_id = $1", made.Value.Value).ShouldBe([$"ran|{Stored(2026, 1, 5, 21)}"]);
        engine.Rows("select input from runs where schedule_id = $1", made.Value.Value).ShouldBe(["{\"n\":7}"]);
    }

    [Fact]
    public async Task A_managed_schedule_that_does_not_fit_says_every_problem_with_its_field()
    {
        await using var engine = await StartAsync();

        var made = await engine.Host.Schedules.CreateAsync(new WorkflowId("w"), Document("""{ "weekly": { "on": ["mon", "tus"], "at": "25:00" }, "timezone": "Europe/Berlim", "input": { "m": 1 }, "overlap": "skip" }"""), Ann);

        made.Problems.Select(p => $"{p.Code} {p.Field}").ShouldBe(["SCH001 weekly.on[1]", "SCH001 weekly.at", "SCH017 timezone", "SCH020 input.m", "SCH010 overlap"], ignoreOrder: true);
        engine.Count("select count(*) from schedules where kind = 'managed'").ShouldBe(0);
    }

    [Fact]
    public async Task An_edit_of_something_older_is_refused_and_tells_who_was_faster()
    {
        await using var engine = await StartAsync();
        var id = Id(engine);
        await engine.Host.Schedules.PauseAsync(id, Ann with { Revision = 1 });

        var second = await engine.Host.Schedules.EditAsync(id, Document("""{ "cron": "0 10 * * *" }"""), new ScheduleEdit("bob") { Revision = 1 });

        second.Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH054");
        second.Problems[0].Message.ShouldContain("paused by ann");
        engine.Rows("select override from schedules").ShouldBe([""]);
    }

    [Fact]
    public async Task Many_deletions_at_once_wait_for_a_yes_and_the_schedules_go_on_meanwhile()
    {
        await using var engine = await StartAsync(o => o with { });
        for (var i = 0; i < 4; i++)
            engine.File($"w{i}.yaml", Daily.Replace("id: w", $"id: w{i}", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();

        File.Delete(Path.Combine(engine.Workflows, "w0.yaml"));
        File.Delete(Path.Combine(engine.Workflows, "w1.yaml"));
        var state = await engine.Host.Reconcile.ReconcileAsync();

        state.Changes.Held.Count.ShouldBe(2);
        engine.Leap(Duration.FromSeconds(1));
        await engine.IdleAsync();
        engine.Count("select count(*) from ledger where outcome = 'ran'").ShouldBe(5, "all five ran, the two without a file as well");
        (await engine.Host.Reconcile.ReconcileAsync(new ReconcileMode(AllowDeletions: true))).Changes.Archived.ShouldBe(2);
        engine.Count("select count(*) from schedules where archived_at is null").ShouldBe(3);
    }

    [Fact]
    public async Task One_project_never_touches_another_whose_name_begins_the_same()
    {
        await using var engine = await StartAsync(o => o with { Project = "shop-eu" });
        var eu = Id(engine);
        engine.Crash();
        await using var shop = new EngineFixture(o => o with { DataFolder = engine.DataFolder, Time = _time, Watch = false, Project = "shop" })
            .File("eu.yaml", Daily.Replace("id: w", "id: eu-w", StringComparison.Ordinal));
        await shop.StartAsync();

        eu.Value.ShouldBe("schedule-shop-eu-w");
        shop.Rows("select id, project, archived_at from schedules order by project").ShouldBe(["schedule-shop-eu-w~2|shop|", "schedule-shop-eu-w|shop-eu|"]);
        (await shop.Host.Schedules.PauseAsync(eu, Ann)).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH031");
    }

    [Fact]
    public async Task Workflows_without_a_schedule_take_the_environments_cron_and_are_warned()
    {
        await using var engine = await StartAsync(o => o with { FallbackCron = "0 10 * * *" }, Daily.Replace("schedule: { cron: \"0 9 * * *\" }\n", "", StringComparison.Ordinal));

        engine.Rows("select next_nominal_at from schedules").ShouldBe([Stored(2026, 1, 5, 10)]);
        engine.Host.Catalog.Entries[0].Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH053");
    }

    [Fact]
    public async Task The_audit_trail_has_every_change_and_cannot_be_rewritten()
    {
        await using var engine = await StartAsync();
        var id = Id(engine);
        await engine.Host.Schedules.PauseAsync(id, Ann);
        await engine.Host.Schedules.ResumeAsync(id, new ScheduleEdit("bob"));

        engine.Rows("select actor, action, reason from audit where subject_id = $1 order by id", id.Value).ShouldBe(["ann|paused|test", "bob|resumed|"]);
        await Should.ThrowAsync<Exception>(() => engine.Host.Database.WriteAsync(sql => sql.Execute("delete from audit")));
        await Should.ThrowAsync<Exception>(() => engine.Host.Database.WriteAsync(sql => sql.Execute("update audit set actor = 'eve'")));
    }

    private async Task<EngineFixture> StartAsync(Func<EngineOptions, EngineOptions>? options = null, string yaml = Daily) =>
        await new EngineFixture(o => (options?.Invoke(o) ?? o) with { Time = _time, Watch = false }).File("w.yaml", yaml).StartAsync();

    private static ScheduleId Id(EngineFixture engine) => new(engine.Text("select id from schedules"));

    private static JsonObject Document(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static string Stored(int year, int month, int day, int hour) =>
        (Instant.FromUtc(year, month, day, hour, 0).ToUnixTimeTicks() / 10).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
