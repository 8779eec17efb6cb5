using Carillon.Engine.Schedules;

namespace Carillon.Engine.Tests.Definitions;

public sealed class CatalogTests
{
    private const string Good = "id: w\nname: First\nschedule: { cron: \"0 9 * * *\" }\ntasks:\n  - { id: a, uses: test.step }\n";

    [Fact]
    public async Task A_saved_file_is_live_within_a_second_without_a_restart()
    {
        await using var engine = await new EngineFixture().StartAsync();
        var saved = TimeProvider.System.GetTimestamp();
        var live = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Host.Catalog.Changed += () => live.TrySetResult();

        engine.File("w.yaml", Good);
        await live.Task.WaitAsync(TimeSpan.FromSeconds(10));

        TimeProvider.System.GetElapsedTime(saved).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        engine.Count("select count(*) from schedules where next_due_at is not null").ShouldBe(1);
    }

    [Fact]
    public async Task A_broken_file_keeps_its_last_good_version_and_is_listed_with_its_problem()
    {
        await using var engine = await new EngineFixture().File("w.yaml", Good).File("other.yaml", "id: other\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();

        engine.File("w.yaml", Good.Replace("uses:", "use:", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();

        var entry = engine.Host.Catalog.Entries.Single(e => e.Path == "w.yaml");
        entry.Stale.ShouldBeTrue();
        entry.Live!.Name.ShouldBe("First");
        entry.Problems.ShouldContain(p => p.Location!.Line == 5);
        engine.Count("select count(*) from schedules where archived_at is null").ShouldBe(1);
        (await engine.EndAsync(await engine.RunAsync("w"))).ShouldBe("completed");
        (await engine.EndAsync(await engine.RunAsync("other"))).ShouldBe("completed");
    }

    [Fact]
    public async Task The_last_good_version_survives_a_restart()
    {
        await using var engine = await new EngineFixture().File("w.yaml", Good).StartAsync();
        engine.Crash();
        engine.File("w.yaml", "id: w\ntasks: {");
        await engine.StartAsync();

        (await engine.EndAsync(await engine.RunAsync("w"))).ShouldBe("completed");
        engine.Count("select count(*) from schedules where archived_at is null").ShouldBe(1);
    }

    [Fact]
    public async Task An_unchanged_folder_writes_nothing()
    {
        await using var engine = await new EngineFixture().File("w.yaml", Good).StartAsync();
        engine.Crash();
        await engine.StartAsync();

        (await engine.Host.Reconcile.ReconcileAsync()).Changes.Written.ShouldBe(0);
    }

    [Fact]
    public async Task A_deleted_file_archives_its_schedule_and_its_history_stays()
    {
        await using var engine = await new EngineFixture().File("w.yaml", Good).StartAsync();
        await engine.EndAsync(await engine.RunAsync("w"));

        File.Delete(Path.Combine(engine.Workflows, "w.yaml"));
        await engine.Host.Reconcile.ReconcileAsync();

        engine.Rows("select archived_at is not null, next_due_at from schedules").ShouldBe(["1|"]);
        engine.Count("select count(*) from runs").ShouldBe(1);
        engine.File("w.yaml", Good);
        await engine.Host.Reconcile.ReconcileAsync();
        engine.Rows("select archived_at is null, next_due_at is not null from schedules").ShouldBe(["1|1"]);
    }

    [Fact]
    public async Task Two_files_with_one_id_leave_the_first_alone_and_name_the_second()
    {
        await using var engine = await new EngineFixture().File("a.yaml", Good).File("b.yaml", Good).StartAsync();

        engine.Host.Catalog.Entries[0].Problems.ShouldBeEmpty();
        engine.Host.Catalog.Entries[1].Problems.ShouldContain(p => p.Code == "SCH013" && p.Message.Contains("a.yaml"));
    }

    [Fact]
    public async Task Files_whose_schedules_wait_for_each_other_are_listed_with_the_circle_and_it_goes_with_the_cause()
    {
        const string OnB = "id: a\nschedule: { cron: \"0 9 * * *\", depends_on: b }\ntasks:\n  - { id: a, uses: test.step }\n";
        await using var engine = await new EngineFixture().File("a.yaml", OnB).File("b.yaml", OnB.Replace("id: a\n", "id: b\n", StringComparison.Ordinal).Replace("depends_on: b", "depends_on: a", StringComparison.Ordinal)).StartAsync();

        engine.Host.Catalog.Entries.Select(e => e.Problems.ShouldHaveSingleItem().ToString()).ShouldBe(
        [
            "a.yaml:1:1 SCH059 Schedules wait for each other: a -> b -> a. Take one 'depends_on' of the circle away.",
            "b.yaml:1:1 SCH059 Schedules wait for each other: b -> a -> b. Take one 'depends_on' of the circle away.",
        ]);
        engine.File("b.yaml", OnB.Replace("id: a\n", "id: b\n", StringComparison.Ordinal).Replace(", depends_on: b", "", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();
        engine.Host.Catalog.Entries.ShouldAllBe(e => e.Problems.Count == 0);
    }

    [Fact]
    public async Task A_changed_file_does_not_undo_a_pause()
    {
        await using var engine = await new EngineFixture().File("w.yaml", Good).StartAsync();
        var id = new Core.ScheduleId(engine.Text("select id from schedules"));
        await engine.Host.Schedules.PauseAsync(id, new ScheduleEdit("ann", "audit"));

        engine.File("w.yaml", Good.Replace("0 9", "0 10", StringComparison.Ordinal));
        await engine.Host.Reconcile.ReconcileAsync();

        engine.Rows("select paused_by, pause_reason from schedules").ShouldBe(["ann|audit"]);
    }
}
