using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Engine.Schedules;
using NodaTime;

namespace Carillon.Engine.Tests.Schedules;

/// <summary>What a change of the files would do, and doing it.</summary>
public sealed class FolderServiceTests
{
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 3, 1, 0, 0));

    [Fact]
    public async Task A_plan_says_what_changes_and_changes_nothing()
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"), File("b", "0 9 * * *"));
        var before = engine.Rows("select * from schedules order by id");

        var plan = (await engine.Host.Folder.PlanAsync([File("a", "0 10 * * *"), File("c", "0 9 1 * *")])).Value;

        plan.Changes.Select(c => $"{c.WorkflowId} {c.Fate} +{c.Fires.Added} -{c.Fires.Removed}").ShouldBe(["a Update +30 -30", "b Archive +0 -30", "c Create +1 -0"]);
        (plan.NewFiles, plan.ChangedFiles, plan.GoneFiles).ShouldSatisfyAllConditions(f => f.NewFiles.ShouldBe(["c.yaml"]), f => f.ChangedFiles.ShouldBe(["a.yaml"]), f => f.GoneFiles.ShouldBe(["b.yaml"]));
        plan.Changes[0].Keys.ShouldBe(["cron"]);
        plan.Changes[0].Fires.FirstAt.ShouldBe(Instant.FromUtc(2026, 3, 1, 9, 0));
        engine.Rows("select * from schedules order by id").ShouldBe(before);
    }

    [Fact]
    public async Task The_same_files_have_nothing_to_apply()
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"));

        (await engine.Host.Folder.PlanAsync([File("a", "0 9 * * *")])).Value.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task A_plan_of_one_file_leaves_the_others_as_they_are()
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"), File("b", "0 9 * * *"));

        var plan = (await engine.Host.Folder.PlanAsync([File("a", "0 10 * * *")], keepOthers: true)).Value;

        plan.Changes.Select(c => $"{c.WorkflowId} {c.Fate}").ShouldBe(["a Update"]);
        (plan.ChangedFiles, plan.GoneFiles).ShouldSatisfyAllConditions(f => f.ChangedFiles.ShouldBe(["a.yaml"]), f => f.GoneFiles.ShouldBeEmpty());
    }

    [Fact]
    public async Task Applying_does_what_the_plan_said()
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"), File("b", "0 9 * * *"));
        DefinitionFile[] files = [File("a", "0 10 * * *"), File("b", "0 9 * * *"), File("deep/c", "0 9 1 * *")];
        var plan = (await engine.Host.Folder.PlanAsync(files)).Value;

        var applied = await engine.Host.Folder.ApplyAsync(files, new FolderApply("ann", plan.Fingerprint));

        applied.IsOk.ShouldBeTrue();
        engine.Keys("cron", "select content from schedules where archived_at is null order by workflow_id").ShouldBe(["0 10 * * *", "0 9 * * *", "0 9 1 * *"]);
        System.IO.File.ReadAllText(Path.Combine(engine.Workflows, "deep", "c.yaml")).ShouldBe(files[2].Text);
        (await engine.Host.Folder.PlanAsync(files)).Value.HasChanges.ShouldBeFalse();
        engine.Rows("select actor, action from audit where subject = 'project'").ShouldBe(["ann|applied"]);
    }

    [Fact]
    public async Task A_plan_that_no_longer_holds_is_not_applied()
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"));
        DefinitionFile[] files = [File("a", "0 10 * * *")];
        var plan = (await engine.Host.Folder.PlanAsync(files)).Value;
        await engine.Host.Schedules.PauseAsync(new ScheduleId("schedule-default-a"), new ScheduleEdit("bob"));

        (await engine.Host.Folder.ApplyAsync(files, new FolderApply("ann", plan.Fingerprint))).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH054");

        engine.Keys("cron", "select content from schedules where paused_by = 'bob'").ShouldBe(["0 9 * * *"]);
    }

    [Fact]
    public async Task Overrides_with_an_end_stay_and_others_are_undone_as_the_plan_says()
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"), File("b", "0 9 * * *"));
        await engine.Host.Schedules.EditAsync(new ScheduleId("schedule-default-a"), new JsonObject { ["cron"] = "0 7 * * *" }, new ScheduleEdit("ann") { Until = Instant.FromUtc(2026, 4, 1, 0, 0) });
        await engine.Host.Schedules.SwitchAsync(new ScheduleId("schedule-default-b"), enabled: false, new ScheduleEdit("ann"));
        DefinitionFile[] files = [File("a", "0 10 * * *"), File("b", "0 9 * * *")];

        var plan = (await engine.Host.Folder.PlanAsync(files)).Value;
        await engine.Host.Folder.ApplyAsync(files, new FolderApply("ann", plan.Fingerprint));

        plan.Changes.Select(c => $"{c.WorkflowId} {c.Fate} {c.Override} +{c.Fires.Added} -{c.Fires.Removed}").ShouldBe(["a Update Stays +0 -0", "b Update Dropped +30 -0"]);
        engine.Rows("select workflow_id, active, override from schedules order by 1").ShouldBe(["a|1|{\"cron\":\"0 7 * * *\"}", "b|1|"]);
    }

    [Fact]
    public async Task Many_deletions_need_a_yes()
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"), File("b", "0 9 * * *"), File("c", "0 9 * * *"));

        var plan = (await engine.Host.Folder.PlanAsync([File("a", "0 9 * * *")])).Value;
        var refused = await engine.Host.Folder.ApplyAsync([File("a", "0 9 * * *")], new FolderApply("ann"));
        var agreed = await engine.Host.Folder.ApplyAsync([File("a", "0 9 * * *")], new FolderApply("ann", AllowDeletions: true));

        plan.NeedsYes.ShouldBeTrue();
        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH056");
        agreed.IsOk.ShouldBeTrue();
        engine.Count("select count(*) from schedules where archived_at is null").ShouldBe(1);
        Directory.GetFiles(engine.Workflows).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("../a.yaml")]
    [InlineData("/etc/a.yaml")]
    [InlineData("a.txt")]
    [InlineData(".hidden/a.yaml")]
    [InlineData("a//b.yaml")]
    [InlineData("a\\b.yaml")]
    [InlineData("c:/b.yaml")]
    public async Task A_path_that_leads_elsewhere_is_refused(string path)
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"));

        (await engine.Host.Folder.ApplyAsync([new DefinitionFile(path, File("a", "0 9 * * *").Text)], new FolderApply("ann", AllowDeletions: true))).Problems[0].Code.ShouldBe("SCH043");

        Directory.GetFiles(engine.Workflows).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_folder_with_one_bad_file_is_planned_with_its_problem_and_not_applied()
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"));
        DefinitionFile[] files = [File("a", "0 10 * * *"), new("b.yaml", "id: b\ntask: []\n")];

        (await engine.Host.Folder.PlanAsync(files)).Value.Problems.ShouldContain(p => p.Code == "SCH010");
        (await engine.Host.Folder.ApplyAsync(files, new FolderApply("ann"))).IsOk.ShouldBeFalse();
        engine.Keys("cron", "select content from schedules").ShouldBe(["0 9 * * *"]);
    }

    [Fact]
    public async Task A_workflow_is_made_edited_and_deleted_one_by_one()
    {
        await using var engine = await StartAsync(File("a", "0 9 * * *"));
        var folder = engine.Host.Folder;

        (await folder.CreateAsync(File("n", "0 9 * * *").Text, null, "ann")).Value.Value.ShouldBe("n");
        (await folder.CreateAsync(File("n", "0 9 * * *").Text, null, "ann")).Problems[0].Code.ShouldBe("SCH013");
        var version = engine.Host.Catalog.Find(new WorkflowId("n"))!.Live!.Version;
        (await folder.EditAsync(new WorkflowId("n"), File("n", "0 11 * * *").Text, version, "ann")).IsOk.ShouldBeTrue();
        (await folder.EditAsync(new WorkflowId("n"), File("n", "0 12 * * *").Text, version, "bob")).Problems[0].Code.ShouldBe("SCH054");
        engine.Keys("cron", "select content from schedules where workflow_id = 'n'").ShouldBe(["0 11 * * *"]);
        (await folder.DeleteAsync(new WorkflowId("n"), null, "ann")).IsOk.ShouldBeTrue();
        engine.Count("select count(*) from schedules where workflow_id = 'n' and archived_at is not null").ShouldBe(1);
        engine.Rows("select action from audit where subject = 'workflow' order by id").ShouldBe(["created", "edited", "deleted"]);
    }

    private async Task<EngineFixture> StartAsync(params DefinitionFile[] files)
    {
        var engine = new EngineFixture(o => o with { Time = _time, Watch = false });
        foreach (var file in files)
            engine.File(file.Path, file.Text);
        return await engine.StartAsync();
    }

    private static DefinitionFile File(string id, string cron) =>
        new($"{id}.yaml", $"id: {Path.GetFileName(id)}\nschedule: {{ cron: \"{cron}\" }}\ntasks:\n  - {{ id: a, uses: test.step }}\n");
}
