using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Core.Runs;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using NodaTime;

namespace Carillon.Engine.Tests.History.Notifications;

/// <summary>Each event arrives, once, from where it happens.</summary>
public sealed class OccasionTests
{
    private const string Tasks = "tasks:\n  - { id: fails, uses: test.step }\n";

    [Fact]
    public async Task Success_goes_to_who_asks_for_it()
    {
        await using var world = await StartAsync($"notify: {{ channel: ops, on: success }}\n{Tasks}");
        world.Engine.Step.On("fails", StepTask.Done);

        await world.EndAsync("w");

        await EventsAsync(world, "success");
    }

    [Fact]
    public async Task A_hook_that_names_a_channel_tells_of_the_end_of_the_run()
    {
        await using var world = await StartAsync($"{Tasks}on_failure:\n  - notify: {{ channel: ops }}\n");

        await world.EndAsync("w");

        await EventsAsync(world, "failure");
        world.Engine.Count("select count(*) from task_runs where task_id <> 'fails'").ShouldBe(0, "it is no task");
    }

    [Fact]
    public async Task Retries_that_are_used_up_are_told_as_such_to_who_asks_and_once()
    {
        await using var world = await StartAsync("notify: { channel: ops, on: [failure, retry_exhausted] }\ntasks:\n  - { id: fails, uses: test.step, retry: { max_attempts: 2, backoff: fixed, initial: 0s } }\n");
        world.Engine.Step.On("fails", _ => new TaskResult.Failed(new TaskError("SCH036", ErrorClasses.Server, "503")));

        await world.EndAsync("w");

        var data = (await EventsAsync(world, "retry_exhausted"))[0]["data"]!;
        data["title"]!.ToString().ShouldBe("Failed after 2 attempts: w");
    }

    [Fact]
    public async Task A_schedule_that_pauses_itself_says_so_after_its_last_failure()
    {
        await using var world = await StartAsync($"notify: {{ channel: ops, on: [failure, auto_pause], group: 0s }}\nschedule: {{ cron: \"0 * * * *\", auto_pause: 2 }}\n{Tasks}");

        await HourAsync(world);
        await HourAsync(world);

        var events = await EventsAsync(world, "failure", "failure", "auto_pause");
        events[2]["data"]!["text"]!.ToString().ShouldContain("2 failed runs in a row");
        events[2]["data"]!["url"]!.ToString().ShouldBe($"{NotificationFixture.Url}schedules/schedule-default-w");
    }

    [Fact]
    public async Task A_budget_that_holds_occurrences_back_is_told_once_a_month()
    {
        await using var world = await StartAsync("notify: { channel: ops, on: budget }\nschedule: { cron: \"0 * * * *\", budget: 1 }\ncost: { per_run: 1 }\ntasks:\n  - { id: ok, uses: test.step }\n");

        for (var hour = 0; hour < 4; hour++)
            await HourAsync(world);

        world.Engine.Rows("select distinct outcome, reason from ledger").ShouldContain(row => row.Contains("SCH005", StringComparison.Ordinal));
        var events = await EventsAsync(world, "budget");
        events[0]["data"]!["text"]!.ToString().ShouldContain("SCH005");
    }

    [Fact]
    public async Task Occurrences_that_downtime_has_cost_are_told_together()
    {
        await using var world = await StartAsync("schedule: { cron: \"0 * * * *\", catch_up: { mode: none }, notify: { channel: ops, on: missed } }\ntasks:\n  - { id: ok, uses: test.step }\n");
        world.Engine.Crash();
        world.Time.Leap(Duration.FromHours(5));

        await world.Engine.StartAsync();
        world.Engine.Leap(Duration.Zero);

        var data = (await EventsAsync(world, "missed"))[0]["data"]!;
        data["text"]!.ToString().ShouldContain("occurrences from 2026-03-09T09:00:00Z");
    }

    [Fact]
    public async Task A_run_that_waits_too_long_for_its_start_is_late_and_one_that_takes_too_long_is_told_while_it_runs()
    {
        await using var world = await StartAsync($"notify: {{ channel: ops, on: [late, longer_than_usual] }}\nschedule: {{ cron: \"0 * * * *\", overlap_policy: buffer_one, expect: {{ start: 2m, within: 30m }} }}\ntasks:\n  - {{ id: held, uses: test.step }}\n");
        world.Engine.Step.Hold("held");
        await world.LeapAsync(Duration.FromMinutes(30));
        await world.Engine.UntilAsync(() => world.Engine.Step.Held == 1, "the first run to be under way");
        await world.LeapAsync(Duration.FromMinutes(61));
        await world.Engine.UntilAsync(() => world.Engine.Count("select count(*) from runs where status = 'pending'") == 1, "the second to wait");

        await world.Engine.Host.LookAtDeadlinesAsync();
        await world.LeapAsync(Duration.FromMinutes(5));
        await world.Engine.Host.LookAtDeadlinesAsync();
        await world.Engine.Host.LookAtDeadlinesAsync();

        await EventsAsync(world, "longer_than_usual", "late");
    }

    [Fact]
    public async Task An_occurrence_without_a_completed_run_by_its_deadline_is_told_once()
    {
        await using var world = await StartAsync($"schedule: {{ cron: \"0 9 * * *\", expect: {{ end: 1h }}, notify: {{ channel: ops, on: not_run }} }}\n{Tasks}");
        await HourAsync(world);
        await world.Engine.Host.LookAtDeadlinesAsync();
        world.Receiver.Posts.ShouldBeEmpty();

        await world.LeapAsync(Duration.FromHours(1));
        await world.Engine.Host.LookAtDeadlinesAsync();
        await world.LeapAsync(Duration.FromHours(2));
        await world.Engine.Host.LookAtDeadlinesAsync();

        (await EventsAsync(world, "not_run"))[0]["data"]!["text"]!.ToString().ShouldContain("By 2026-03-09T10:00:00Z");
    }

    [Fact]
    public async Task A_connection_is_told_down_once_and_up_to_who_has_heard_of_it()
    {
        await using var world = await StartAsync(Tasks);
        await world.RuleAsync("connections", new RuleContent { Events = ["connection_down", "connection_recovered"] });
        var down = new Occasion(NotificationEvent.ConnectionDown, "connection/gateway/1", "connection/gateway", world.Time.Now()) { Connection = "gateway", Error = "refused" };
        await RaiseAsync(down);
        await RaiseAsync(down);
        await RaiseAsync(new Occasion(NotificationEvent.ConnectionRecovered, "connection/gateway/2", "connection/gateway", world.Time.Now()) { Connection = "gateway" });
        await RaiseAsync(new Occasion(NotificationEvent.ConnectionRecovered, "connection/other/3", "connection/other", world.Time.Now()) { Connection = "other" });

        await EventsAsync(world, "connection_down", "connection_recovered");

        Task RaiseAsync(Occasion occasion) => world.Engine.Host.Database.WriteAsync(sql => world.Engine.Host.Notifying.Raise(sql, occasion));
    }

    [Fact]
    public async Task A_rule_finds_runs_by_the_owner_and_the_labels_of_their_schedule()
    {
        await using var world = await StartAsync($"schedule: {{ cron: \"0 * * * *\", owner: ann, tags: [night] }}\n{Tasks}");
        await world.RuleAsync("anns", new RuleContent { Events = ["failure"], Owner = "Ann", Tag = "night" });
        await world.EndAsync("w");
        await HourAsync(world);

        var data = (await EventsAsync(world, "failure"))[0]["data"]!;
        data["schedule_id"]!.ToString().ShouldBe("schedule-default-w", "the run by hand belongs to nobody");
    }

    [Fact]
    public async Task What_a_schedule_says_counts_with_its_override_and_from_the_next_run_on()
    {
        await using var world = await StartAsync($"schedule: {{ cron: \"0 * * * *\" }}\n{Tasks}");
        await HourAsync(world);
        var id = new ScheduleId("schedule-default-w");
        var change = (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse("""{ "cron": "0 * * * *", "notify": ["ops"] }""")!;
        var edited = await world.Engine.Host.Schedules.EditAsync(id, change, new ScheduleEdit("ann"));
        edited.IsOk.ShouldBeTrue(string.Join("; ", edited.Problems));

        await HourAsync(world);

        await EventsAsync(world, "failure");
        world.Engine.Rows("select rule from notifications").ShouldBe(["schedule/schedule-default-w"]);
    }

    [Fact]
    public async Task A_run_that_had_to_be_given_up_is_told_as_failed()
    {
        await using var world = await StartAsync("tasks:\n  - { id: held, uses: test.step }\n");
        await world.RuleAsync("all", new RuleContent { Events = ["failure"] });
        world.Engine.Step.Hold("held");
        var run = await world.Engine.RunAsync("w");
        await world.Engine.UntilAsync(() => world.Engine.Step.Held == 1, "the run to be under way");
        await world.Engine.Host.Database.WriteAsync(sql => sql.Execute("update workflow_versions set yaml = 'id: w'"));
        world.Engine.Crash();
        world.Engine.File("w.yaml", $"id: w\nname: now\n{Tasks}");

        await world.Engine.StartAsync();
        await world.Engine.EndAsync(run);

        (await EventsAsync(world, "failure"))[0]["data"]!["error"]!.ToString().ShouldContain("can no longer be read");
    }

    private static async Task<NotificationFixture> StartAsync(string yaml)
    {
        var world = await new NotificationFixture().StartAsync(("w", yaml));
        await world.ChannelAsync();
        return world;
    }

    /// <summary>The next full hour comes, and what it brings ends.</summary>
    private static async Task HourAsync(NotificationFixture world)
    {
        var settled = world.Engine.Count("select coalesce(sum(count), 0) from ledger");
        await world.LeapAsync(Duration.FromMinutes(world.Time.Now().InUtc().Minute == 30 ? 30 : 60));
        await world.Engine.UntilAsync(() => world.Engine.Count("select coalesce(sum(count), 0) from ledger") > settled && world.Engine.Count("select count(*) from runs where completed_at is null") == 0, "the hour to be settled");
        await world.SettledAsync();
    }

    private static async Task<List<System.Text.Json.Nodes.JsonNode>> EventsAsync(NotificationFixture world, params string[] events)
    {
        await world.SettledAsync();
        var posts = await world.Receiver.UntilAsync(events.Length, $"{string.Join(", ", events)}; the outbox has {string.Join(", ", world.Outbox())}; the ledger {string.Join(", ", world.Engine.Rows("select outcome, reason, count from ledger"))}");
        await world.SettledAsync();
        world.Receiver.Posts.Select(post => post.Json["type"]!.ToString()).ShouldBe(events.Select(word => "carillon." + word), string.Join("\n", world.Receiver.Posts.Select(post => post.Body)));
        return [.. posts.Select(post => post.Json)];
    }
}
