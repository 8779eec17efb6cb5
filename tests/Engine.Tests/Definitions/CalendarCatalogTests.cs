using Carillon.Core;
using NodaTime;

namespace Carillon.Engine.Tests.Definitions;

/// <summary>Calendar files beside workflow files.</summary>
public sealed class CalendarCatalogTests
{
    private const string Shop = "kind: calendar\nid: SHOP-DE\nholidays: [2026-01-06]\n";
    private const string User = "id: w\nschedule: { cron: \"0 9 * * *\", calendar: SHOP-DE }\ntasks:\n  - { id: a, uses: test.step }\n";
    private const string Other = "id: other\ntasks:\n  - { id: a, uses: test.step }\n";
    private static readonly Instant Tuesday = Instant.FromUtc(2026, 1, 6, 9, 0);
    private static readonly Instant Wednesday = Instant.FromUtc(2026, 1, 7, 9, 0);

    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 10, 0));

    [Fact]
    public async Task A_workflow_uses_a_calendar_whose_file_comes_after_it_by_name()
    {
        await using var engine = await StartAsync(("a.yaml", User), ("z.yaml", Shop));

        engine.Host.Catalog.Entries.ShouldHaveSingleItem().Problems.ShouldBeEmpty();
        engine.Host.Catalog.Calendars.ShouldHaveSingleItem().Live!.Name.ShouldBe("SHOP-DE");
        Next(engine).ShouldBe(Wednesday);
    }

    [Fact]
    public async Task A_changed_calendar_moves_the_next_time_of_the_schedules_that_use_it_and_no_other()
    {
        const string Else = "id: else\nschedule: { cron: \"0 9 * * *\", calendar: weekdays }\ntasks:\n  - { id: a, uses: test.step }\n";
        await using var engine = await StartAsync(("w.yaml", User), ("c.yaml", Shop), ("e.yaml", Else));
        var other = engine.Host.Catalog.Find(new WorkflowId("else"));

        await SaveAsync(engine, "c.yaml", Shop.Replace("2026-01-06", "2026-01-07", StringComparison.Ordinal));

        Next(engine).ShouldBe(Tuesday);
        engine.Host.Catalog.Find(new WorkflowId("else")).ShouldBeSameAs(other);
        (await engine.Host.Reconcile.ReconcileAsync()).Changes.Written.ShouldBe(0);
    }

    [Fact]
    public async Task A_change_of_its_layout_alone_moves_nothing()
    {
        await using var engine = await StartAsync(("w.yaml", User), ("c.yaml", Shop));
        var before = engine.Text("select updated_at from schedules");
        _time.Leap(Duration.FromMinutes(1));

        await SaveAsync(engine, "c.yaml", "# ours\n" + Shop);

        engine.Text("select updated_at from schedules").ShouldBe(before);
    }

    [Theory]
    [InlineData("kind: calendar\nid: SHOP-DE\nholidays: 7\n", "SCH016")]
    [InlineData("kind: calendar\nid: [", "SCH008")]
    public async Task A_broken_calendar_keeps_its_last_good_version_in_force_also_over_a_restart(string broken, string code)
    {
        await using var engine = await StartAsync(("w.yaml", User), ("c.yaml", Shop), ("o.yaml", Other));

        await SaveAsync(engine, "c.yaml", broken);

        Check();
        engine.Crash();
        await engine.StartAsync();
        Check();
        (await engine.EndAsync(await engine.RunAsync("other"))).ShouldBe("completed");
        await SaveAsync(engine, "c.yaml", Shop.Replace("2026-01-06", "2026-01-08", StringComparison.Ordinal));
        Next(engine).ShouldBe(Tuesday);

        void Check()
        {
            var entry = engine.Host.Catalog.Calendars.ShouldHaveSingleItem();
            entry.Stale.ShouldBeTrue();
            entry.Problems[0].Code.ShouldBe(code);
            entry.Live!.Name.ShouldBe("SHOP-DE");
            engine.Host.Catalog.Find(new WorkflowId("w"))!.Problems.ShouldBeEmpty();
            Next(engine).ShouldBe(Wednesday);
            engine.Host.Readiness.Checks().Single(c => c.Name == "calendars").Detail.ShouldContain("c.yaml is broken (its last good version stays in force)");
        }
    }

    [Fact]
    public async Task When_a_calendar_goes_the_workflow_says_so_and_runs_on_as_it_was_also_over_a_restart()
    {
        await using var engine = await StartAsync(("w.yaml", User), ("c.yaml", Shop));

        File.Delete(Path.Combine(engine.Workflows, "c.yaml"));
        await engine.Host.Reconcile.ReconcileAsync();

        Check();
        engine.Crash();
        await engine.StartAsync();
        Check();
        await SaveAsync(engine, "c.yaml", Shop);
        engine.Host.Catalog.Find(new WorkflowId("w"))!.Problems.ShouldBeEmpty();

        void Check()
        {
            var entry = engine.Host.Catalog.Find(new WorkflowId("w"))!;
            entry.Stale.ShouldBeTrue();
            entry.Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH022");
            Next(engine).ShouldBe(Wednesday);
        }
    }

    [Fact]
    public async Task A_calendar_that_comes_later_mends_the_workflow_that_waits_for_it()
    {
        await using var engine = await StartAsync(("w.yaml", User), ("c.yaml", Shop.Replace("SHOP-DE", "SHOP-D", StringComparison.Ordinal)));
        engine.Host.Catalog.Entries[0].Problems.ShouldHaveSingleItem().Suggestion.ShouldBe("Did you mean 'SHOP-D'?");
        engine.Count("select count(*) from schedules").ShouldBe(0);

        await SaveAsync(engine, "c.yaml", Shop);

        Next(engine).ShouldBe(Wednesday);
    }

    [Fact]
    public async Task A_run_goes_on_after_the_calendar_of_its_version_is_gone()
    {
        await using var engine = await new EngineFixture(o => o with { Watch = false }).File("w.yaml", User).File("c.yaml", Shop).StartAsync();
        engine.Step.Hold("a");
        var run = await engine.RunAsync("w");
        await engine.UntilAsync(() => engine.TaskStatus(run, "a") == "running", "the attempt to start");

        engine.Crash();
        File.Delete(Path.Combine(engine.Workflows, "c.yaml"));
        engine.File("w.yaml", Other.Replace("other", "w", StringComparison.Ordinal));
        engine.Step.On("a", StepTask.Done);
        await engine.StartAsync();

        (await engine.EndAsync(run)).ShouldBe("completed");
    }

    [Fact]
    public async Task Readiness_names_a_calendar_in_use_that_ends_soon()
    {
        await using var engine = await StartAsync(("w.yaml", User), ("c.yaml", Shop));
        Detail().ShouldBe("4 known, 1 in use");

        _time.Leap(Duration.FromDays(280));

        Detail().ShouldBe("SHOP-DE ends on 2026-12-31");

        string Detail() => engine.Host.Readiness.Checks().Single(c => c.Name == "calendars").Detail;
    }

    private async Task<EngineFixture> StartAsync(params (string Name, string Text)[] files)
    {
        var engine = new EngineFixture(o => o with { Time = _time, Watch = false });
        foreach (var (name, text) in files)
            engine.File(name, text);
        return await engine.StartAsync();
    }

    private static async Task SaveAsync(EngineFixture engine, string name, string text) => (await engine.File(name, text).Host.Reconcile.ReconcileAsync()).Error.ShouldBeNull();

    private static Instant Next(EngineFixture engine) =>
        Engine.Storage.StoredTime.ToInstant(engine.Count("select next_nominal_at from schedules where id = 'schedule-default-w' and archived_at is null"));
}
