using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Core.Runs;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.History.Notifications;

/// <summary>What happens reaches real receivers: once, in order, however long they are away, and also when the process dies.</summary>
public sealed class OutboxTests
{
    [Fact]
    public async Task A_failure_arrives_once_with_the_failing_task_the_error_the_log_and_a_link()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        world.Engine.Step.On("fails", context =>
        {
            context.Log.Line("opening orders.csv");
            return new TaskResult.Failed(new TaskError("SCH036", ErrorClasses.ExitCode, "the disk is full", Retryable: false));
        });

        var run = await world.EndAsync("w");
        var post = (await world.Receiver.UntilAsync(1, "about the failure"))[0];

        post.Json["type"]!.ToString().ShouldBe("carillon.failure");
        var data = post.Json["data"]!;
        data["task"]!.ToString().ShouldBe("fails");
        data["error"]!.ToString().ShouldBe("the disk is full");
        data["url"]!.ToString().ShouldBe($"{NotificationFixture.Url}runs/{run}");
        data["run_id"]!.ToString().ShouldBe(run.Value);
        await world.SettledAsync();
        world.Outbox().ShouldBe(["ops|failure|sent|1"]);
        world.Receiver.Posts.Count.ShouldBe(1);
        world.Engine.Rows("select subject, key from notification_incidents").ShouldBe([$"workflow/w|run/{run}"]);
    }

    [Fact]
    public async Task A_recovery_follows_a_failure_and_answers_it_and_no_success_without_one_is_told()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        world.Engine.Step.On("fails", StepTask.Done);
        await world.EndAsync("w");

        world.Engine.Step.On("fails", _ => NotificationFixture.Bad());
        await world.EndAsync("w");
        await world.EndAsync("w");
        world.Engine.Step.On("fails", StepTask.Done);
        await world.EndAsync("w");
        await world.EndAsync("w");
        var posts = await world.Receiver.UntilAsync(3, "two failures and their end");
        await world.SettledAsync();

        world.Outbox().ShouldBe(["ops|failure|sent|1", "ops|failure|sent|1", "ops|recovered|sent|1"]);
        posts[2].Json["data"]!["answers_to"]!.ToString().ShouldBe(posts[0].Headers["webhook-id"]);
        world.Engine.Count("select count(*) from notification_incidents").ShouldBe(0);
    }

    [Fact]
    public async Task A_receiver_that_is_down_for_an_hour_gets_all_of_it_later_in_order_and_once()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        world.Receiver.Down();

        var runs = new List<RunId>();
        for (var i = 0; i < 5; i++)
        {
            runs.Add(await world.EndAsync("w"));
            await world.SettledAsync();
            await world.LeapAsync(Duration.FromMinutes(12));
        }
        world.Notifications.Channel("ops")!.ShouldSatisfyAllConditions(
            channel => channel.State.ShouldBe(ChannelState.Failing), channel => channel.Waiting.ShouldBe(5), channel => channel.LastError!.ShouldContain("cannot be reached"), channel => channel.NextAttemptAt.ShouldNotBeNull());
        world.Receiver.Posts.ShouldBeEmpty();
        world.Receiver.Up();
        await world.LeapAsync(Duration.FromHours(3));

        var posts = await world.Receiver.UntilAsync(5, "after the hour");
        await world.SettledAsync();
        posts.Select(post => post.Json["data"]!["run_id"]!.ToString()).ShouldBe(runs.Select(run => run.Value));
        world.Engine.Rows("select distinct status from notifications").ShouldBe(["sent"]);
        world.Receiver.Posts.Count.ShouldBe(5);
        world.Notifications.Channel("ops")!.State.ShouldBe(ChannelState.Ok);
    }

    [Fact]
    public async Task Of_500_failures_at_once_the_first_is_told_at_once_and_the_others_as_one()
    {
        await using var world = await new NotificationFixture(o => o with { Slots = 100 }).StartAsync(
            ("a", "tasks:\n  - { id: fails, uses: test.step }\n"), ("b", "tasks:\n  - { id: fails, uses: test.step }\n"));
        await world.ChannelAsync();
        await world.RuleAsync("all", new RuleContent { Events = ["failure"] });

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => world.Engine.RunAsync(i % 5 == 0 ? "b" : "a")));
        await world.Engine.UntilAsync(() => world.Engine.Count("select count(*) from runs where status = 'failed'") == 500, "500 runs to fail");
        await world.Receiver.UntilAsync(1, "about the first");
        await world.SettledAsync();
        world.Receiver.Posts.Count.ShouldBe(1);
        world.Engine.Count("select count(*) from notifications").ShouldBe(500, "each failed run has its row");
        await world.LeapAsync(Duration.FromMinutes(1));
        var digest = (await world.Receiver.UntilAsync(2, "about the others"))[1].Json["data"]!;
        await world.LeapAsync(Duration.FromMinutes(10));

        world.Receiver.Posts.Count.ShouldBe(2);
        digest["title"]!.ToString().ShouldBe("499 further runs failed");
        digest["count"]!.GetValue<long>().ShouldBe(499);
        digest["url"]!.ToString().ShouldBe($"{NotificationFixture.Url}runs?status=failed");
        digest["top"]!.AsArray().Select(top => top!["name"]!.ToString()).ShouldBe(["a", "b"]);
        world.Engine.Rows("select status, count(*), max(count) from notifications group by status order by status").ShouldBe(["gathered|499|1", "sent|2|499"]);
    }

    [Fact]
    public async Task Quiet_hours_hold_messages_until_they_end_and_then_tell_them_as_one()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", "tasks:\n  - { id: fails, uses: test.step }\n"));
        await world.ChannelAsync();
        await world.RuleAsync("day", new RuleContent { Events = ["failure"], Quiet = new QuietContent { From = "08:00", To = "10:00" } });

        await world.EndAsync("w");
        await world.EndAsync("w");
        await world.LeapAsync(Duration.FromHours(1));
        world.Receiver.Posts.ShouldBeEmpty();
        await world.LeapAsync(Duration.FromMinutes(30));

        (await world.Receiver.UntilAsync(1, "in the morning"))[0].Json["data"]!["count"]!.GetValue<long>().ShouldBe(2);
        await world.SettledAsync();
        world.Receiver.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_receiver_that_wants_no_more_switches_its_channel_off_and_what_waits_is_given_up()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        world.Receiver.Answer = _ => "410 Gone";

        await world.EndAsync("w");
        await world.EndAsync("w");
        await world.Engine.UntilAsync(() => world.Engine.Count("select count(*) from notifications where status = 'failed'") == 2, "both to be given up");

        world.Receiver.Posts.Count.ShouldBe(1);
        world.Notifications.Channel("ops")!.ShouldSatisfyAllConditions(channel => channel.State.ShouldBe(ChannelState.Disabled), channel => channel.DisabledReason!.ShouldContain("410"));
        world.Engine.Rows("select actor, action, subject_id from audit where action = 'disabled'").ShouldBe(["delivery|disabled|ops"]);
    }

    [Fact]
    public async Task A_refusal_ends_one_message_and_the_next_goes_out()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        world.Receiver.Answer = _ => world.Receiver.Posts.IsEmpty ? "400 Bad" : "200 OK";

        await world.EndAsync("w");
        await world.EndAsync("w");
        await world.Receiver.UntilAsync(2, "the refused one and the next");
        await world.SettledAsync();

        world.Outbox().ShouldBe(["ops|failure|failed|1", "ops|failure|sent|1"]);
    }

    [Fact]
    public async Task A_receiver_that_asks_to_wait_is_not_asked_earlier()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        world.Receiver.Answer = _ => world.Receiver.Posts.IsEmpty ? "429 Slow down\r\nRetry-After: 600" : "200 OK";

        await world.EndAsync("w");
        await world.Receiver.UntilAsync(1, "at first");
        await world.SettledAsync();
        await world.LeapAsync(Duration.FromSeconds(599));
        world.Receiver.Posts.Count.ShouldBe(1);
        await world.LeapAsync(Duration.FromSeconds(1));

        await world.Receiver.UntilAsync(2, "ten minutes later");
    }

    [Fact]
    public async Task After_the_last_attempt_a_message_is_given_up_and_says_so()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        world.Receiver.Answer = _ => "500 Oops";
        await world.EndAsync("w");
        for (var attempt = 1; attempt <= RetryPlan.MostAttempts; attempt++)
        {
            await world.Receiver.UntilAsync(attempt, $"attempt {attempt}");
            await world.SettledAsync();
            await world.LeapAsync(Duration.FromHours(27));
        }

        world.Outbox().ShouldBe(["ops|failure|failed|10"]);
        world.Engine.Text("select error from notifications").ShouldStartWith("Given up after 10 attempts: HTTP 500");
    }

    [Fact]
    public async Task A_channel_that_nobody_has_made_shows_as_failed_and_a_slow_one_holds_up_no_other()
    {
        await using var world = await new NotificationFixture().StartAsync(
            ("w", "notify: [{ channel: nobody, on: failure }, { channel: slow, on: failure }, { channel: ops, on: failure }]\ntasks:\n  - { id: fails, uses: test.step }\n"));
        using var slow = new Carillon.Tests.Shared.HttpReceiver { Answer = _ => "" };
        await world.ChannelAsync("slow", slow.Url);
        await world.ChannelAsync();

        await world.EndAsync("w");
        await world.Receiver.UntilAsync(1, "beside the slow one");
        await world.Engine.UntilAsync(() => world.Engine.Text("select error from notifications where channel = 'nobody'") == "There is no channel 'nobody'.", "the channel that is missing to be told");

        world.Engine.Rows("select status from notifications where channel = 'nobody'").ShouldBe(["failed"]);
    }

    [Fact]
    public async Task A_run_that_nobody_asks_about_leaves_no_row()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", "tasks:\n  - { id: fails, uses: test.step }\n"));
        await world.ChannelAsync();
        await world.RuleAsync("other", new RuleContent { Events = ["failure"], Workflow = "elsewhere" });

        await world.EndAsync("w");

        world.Engine.Count("select count(*) from notifications").ShouldBe(0);
    }

    [Fact]
    public async Task The_notify_task_sends_its_text_once_however_often_it_is_tried()
    {
        await using var world = await new NotificationFixture().StartAsync(
            ("w", "input: { who: { type: string, default: Ann } }\ntasks:\n  - { id: say, uses: notify, with: { channel: ops, title: Hello, text: \"for ${{ input.who }}\" } }\n"),
            ("x", "tasks:\n  - { id: say, uses: notify, with: { channel: nobody, text: hi } }\n"));
        await world.ChannelAsync();

        var run = await world.EndAsync("w");
        var data = (await world.Receiver.UntilAsync(1, "what the task says"))[0].Json["data"]!;
        (data["title"]!.ToString(), data["text"]!.ToString(), data["run_id"]!.ToString()).ShouldBe(("Hello", "for Ann", run.Value));
        world.Engine.Rows("select rule, key from notifications").ShouldBe([$"task/say|task/{run}/say"]);

        var failed = await world.EndAsync("x");
        world.Engine.Text("select error from runs where id = $1", failed.Value).ShouldContain("SCH080");
    }

    [Fact]
    public async Task Secrets_are_sealed_and_in_no_answer_and_no_trail()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        var saved = (await world.Notifications.SaveChannelAsync("ops", new ChannelEdit(ChannelKind.Webhook, new ChannelSettings(), new ChannelSecrets { Url = world.Receiver.Url + "?token=hush" }), "ann", "first")).Value;

        saved.MadeKey!.ShouldStartWith("whsec_");
        saved.Channel.Settings.Address.ShouldBe($"http://127.0.0.1:{new Uri(world.Receiver.Url).Port}/…");
        var stored = string.Join("\n", world.Engine.Rows("select * from channels").Concat(world.Engine.Rows("select * from audit")));
        stored.ShouldNotContain("hush");
        stored.ShouldNotContain(saved.MadeKey);
        (await world.Notifications.TestAsync("ops", "ann", CancellationToken.None)).Value.Sent.ShouldBeTrue();
        world.Receiver.Posts.Single().Path.ShouldBe("/hook?token=hush");
        world.Engine.Rows("select action, subject from audit order by id").ShouldBe(["created|channel", "tested|channel"]);

        (await world.Notifications.SaveChannelAsync("ops", new ChannelEdit(ChannelKind.Webhook, new ChannelSettings(), new ChannelSecrets()), "ann", null)).Value.MadeKey.ShouldBeNull("what is left out stays");
        (await world.Notifications.SaveChannelAsync("ops", new ChannelEdit(ChannelKind.Webhook, new ChannelSettings(), new ChannelSecrets()), "ann", null, revision: 1)).Problems.ShouldHaveSingleItem().Code.ShouldBe(ProblemCodes.StaleEdit);
    }

    [Fact]
    public async Task A_test_that_is_accepted_has_what_waits_tried_at_once()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        world.Receiver.Down();
        await world.EndAsync("w");
        await world.SettledAsync();
        (await world.Notifications.TestAsync("ops", "ann", CancellationToken.None)).Value.Sent.ShouldBeFalse();
        world.Receiver.Up();

        (await world.Notifications.TestAsync("ops", "ann", CancellationToken.None)).Value.Sent.ShouldBeTrue();

        (await world.Receiver.UntilAsync(2, "the test and what had waited")).Select(post => post.Json["type"]!.ToString()).ShouldBe(["carillon.test", "carillon.failure"]);
    }

    [Fact]
    public async Task Old_notifications_are_removed()
    {
        await using var world = await new NotificationFixture().StartAsync(("w", NotificationFixture.Failing));
        await world.ChannelAsync();
        await world.EndAsync("w");
        await world.SettledAsync();

        await world.Engine.Host.Database.WriteAsync(sql => OutboxStore.Prune(sql, world.Time.Now(), 100).ShouldBe(0));
        await world.Engine.Host.Database.WriteAsync(sql => OutboxStore.Prune(sql, world.Time.Now() + Duration.FromSeconds(1), 100).ShouldBe(1));
    }
}
