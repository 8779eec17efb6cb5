using Carillon.Core;
using Carillon.Engine.Schedules;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;
using NodaTime;

namespace Carillon.Engine.Tests.Schedules;

/// <summary>Renaming a project moves everything of it and nothing of another, also where their names begin alike.</summary>
public sealed class ProjectRenameTests
{
    private const string Workflow = "id: w\nschedules:\n  - { id: a, cron: \"0 9 * * *\" }\n  - { id: b, cron: \"0 10 * * *\", jitter: 5m }\ntasks:\n  - { id: t, uses: test.step }\n";
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 0));
    private TimeProvider? _other;

    [Fact]
    public async Task Everything_of_shop_moves_and_nothing_of_shop_eu()
    {
        await using var shop = await StartAsync("shop", null, Workflow);
        shop.Leap(Duration.FromHours(3));
        await shop.UntilAsync(() => shop.Count("select count(*) from runs where status = 'completed'") == 2, "both to have run");
        await shop.Host.Schedules.PauseAsync(new ScheduleId("schedule-shop-w-a"), new ScheduleEdit("ann", "audit"));
        var identities = shop.Rows("select identity from runs order by id");
        shop.Crash();
        await using var europe = await StartAsync("shop-eu", shop.DataFolder, Workflow);
        var others = europe.Rows("select id, workflow_id from schedules where project = 'shop-eu' order by id");
        europe.Crash();

        var trial = await ProjectRename.RenameAsync(shop.Options.DatabaseAddress, "shop", "store", "bob", _time.Now(), isTrial: true);
        var moved = await ProjectRename.RenameAsync(shop.Options.DatabaseAddress, "shop", "store", "bob", _time.Now(), isTrial: false);

        trial.Value.Schedules.ShouldBe(moved.Value.Schedules);
        moved.Value.Schedules.ShouldBe([Move("schedule-shop-w-a", "schedule-store-w-a"), Move("schedule-shop-w-b", "schedule-store-w-b")]);
        moved.Value.Rows.Select(r => (r.Table, r.Count)).ShouldContain(("runs", 2L));
        await using var store = await StartAsync("store", shop.DataFolder, Workflow);
        foreach (var table in new[] { "workflows", "workflow_versions", "schedules", "runs", "audit" })
            store.Count($"select count(*) from {table} where project = 'shop'").ShouldBe(0, table);
        store.Rows("select distinct schedule_id from runs order by 1").ShouldBe(["schedule-store-w-a", "schedule-store-w-b"]);
        store.Rows("select distinct schedule_id from ledger order by 1").ShouldBe(["schedule-store-w-a", "schedule-store-w-b"]);
        store.Rows("select identity from runs order by id").ShouldBe(identities, "what remote systems know a run by stays");
        store.Rows("select id, workflow_id from schedules where project = 'shop-eu' order by id").ShouldBe(others);
        store.Rows("select actor, action, subject_id from audit where project = 'store' order by id").ShouldBe(["ann|paused|schedule-store-w-a", "bob|renamed|store"]);
        store.Count("select count(*) from schedules where project = 'store'").ShouldBe(2, "the next start finds its own schedules and makes none");
        store.Rows("select paused_by from schedules where id = 'schedule-store-w-a'").ShouldBe(["ann"]);
        if (!TestDatabase.IsPostgres)
            store.Rows("pragma foreign_key_check").ShouldBeEmpty();
        await Should.ThrowAsync<Exception>(() => store.Host.Database.WriteAsync(sql => sql.Execute("delete from audit")));
    }

    [Fact]
    public async Task A_name_within_the_other_takes_no_id_away()
    {
        // schedule-shop-eu-w of shop (workflow eu-w) and schedule-shop-w: the new id of the second is the old id of the first.
        await using var shop = await StartAsync("shop", null, One("w"), One("eu-w"));
        shop.Crash();

        var moved = await ProjectRename.RenameAsync(shop.Options.DatabaseAddress, "shop", "shop-eu", "bob", _time.Now(), isTrial: false);

        moved.Value.Schedules.ShouldBe([Move("schedule-shop-eu-w", "schedule-shop-eu-eu-w"), Move("schedule-shop-w", "schedule-shop-eu-w")]);
    }

    [Theory]
    [InlineData("shop", "shop-eu", "already")]
    [InlineData("none", "store", "no project 'none'")]
    [InlineData("shop", "a b", "cannot be a project's name")]
    [InlineData("shop", "", "cannot be a project's name")]
    public async Task What_cannot_be_is_refused_and_nothing_moves(string from, string to, string says)
    {
        await using var shop = await StartAsync("shop", null, Workflow);
        shop.Crash();
        await using var europe = await StartAsync("shop-eu", shop.DataFolder, Workflow);
        europe.Crash();

        var refused = await ProjectRename.RenameAsync(shop.Options.DatabaseAddress, from, to, "bob", _time.Now(), isTrial: false);

        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH064");
        refused.Problems[0].Message.ShouldContain(says);
    }

    [Fact]
    public async Task A_running_server_keeps_its_data()
    {
        // A node that lives is one that has just said so, by the database's clock.
        _other = TimeProvider.System;
        await using var shop = await StartAsync("shop", null, Workflow);

        (await Should.ThrowAsync<StorageException>(() => ProjectRename.RenameAsync(shop.Options.DatabaseAddress, "shop", "store", "bob", _time.Now(), isTrial: false))).Code.ShouldBe("SCH036");
    }

    private static MovedSchedule Move(string from, string to) => new(new ScheduleId(from), new ScheduleId(to));

    private static string One(string id) => $"id: {id}\nschedule: {{ cron: \"0 9 * * *\" }}\ntasks:\n  - {{ id: t, uses: test.step }}\n";

    private async Task<EngineFixture> StartAsync(string project, string? data, params string[] files)
    {
        var engine = new EngineFixture(o => o with { Project = project, DataFolder = data ?? o.DataFolder, Time = _other ?? _time, Watch = false });
        for (var i = 0; i < files.Length; i++)
            engine.File($"w{i}.yaml", files[i]);
        await engine.StartAsync();
        await engine.Host.Reconcile.ReconcileAsync();
        return engine;
    }
}
