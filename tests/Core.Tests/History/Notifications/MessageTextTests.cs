using Carillon.Core.History.Notifications;
using NodaTime;

namespace Carillon.Core.Tests.History.Notifications;

public sealed class MessageTextTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 9, 20, 30);
    private static readonly Uri Pages = new("https://carillon.example/team/");

    private static readonly Occasion Failure = new(NotificationEvent.Failure, "run/r-1", "schedule-w", At)
    {
        Workflow = new WorkflowId("w"),
        WorkflowName = "Orders",
        Schedule = new ScheduleId("schedule-w"),
        Run = new RunId("r-1"),
        RunNumber = 41,
        Task = "place[2]",
        Attempts = 3,
        Error = "no List<Order>",
        Took = Duration.FromSeconds(61),
    };

    [Fact]
    public void A_failure_says_which_task_of_which_run_failed_why_and_where_to_look()
    {
        var message = MessageText.Of("msg_1", Failure, Pages);

        message.Title.ShouldBe("Failed: Orders");
        message.Error.ShouldBe("no List<Order>");
        message.Link!.AbsoluteUri.ShouldBe("https://carillon.example/team/runs/r-1");
        message.Facts.Select(fact => $"{fact.Label}={fact.Value}").ShouldBe(["Workflow=w", "Schedule=schedule-w", "Task=place[2]", "Attempts=3", "Run=41 (r-1)", "Took=1m1s"]);
    }

    [Fact]
    public void Line_breaks_in_a_name_stay_out_of_the_title()
    {
        MessageText.Of("m", Failure with { WorkflowName = "Orders\r\nBcc: eve@example.com\u2028x" }, Pages).Title.ShouldBe("Failed: Orders Bcc: eve@example.com x");
    }

    [Fact]
    public void A_long_error_is_cut_at_500_characters_and_never_within_one()
    {
        var message = MessageText.Of("m", Failure with { Error = string.Concat(Enumerable.Repeat("𝄞", 400)) }, Pages);

        message.Error!.Length.ShouldBeLessThanOrEqualTo(500);
        message.Error.EnumerateRunes().ShouldAllBe(rune => rune.Value == 0x1D11E || rune.Value == '…');
    }

    [Fact]
    public void Several_are_told_as_one_with_those_that_failed_most()
    {
        var many = Enumerable.Range(0, 499).Select(i => Failure with { WorkflowName = $"W{i % 7}", Workflow = new WorkflowId($"w{i % 7}"), At = At + Duration.FromSeconds(i) }).ToList();

        var message = MessageText.Together("m", many, Pages);

        message.Title.ShouldBe("499 further runs failed");
        message.Count.ShouldBe(499);
        message.Facts[0].ShouldBe(new MessageFact("W0", "72 times"));
        message.Facts.Count.ShouldBe(6);
        message.Link!.AbsoluteUri.ShouldBe("https://carillon.example/team/runs?status=failed");
    }

    [Fact]
    public void Every_event_has_words_and_a_link()
    {
        foreach (var word in EventWords.All)
        {
            var message = MessageText.Of("m", Failure with { Event = EventWords.Parse(word) }, Pages);
            message.Title.ShouldNotBeNullOrWhiteSpace(word);
            message.Link.ShouldNotBeNull(word);
        }
    }

    [Fact]
    public void The_plan_of_retries_is_that_of_standard_webhooks_with_a_little_jitter_and_obeys_the_receiver()
    {
        Duration[] plan = [Duration.FromSeconds(5), Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2), Duration.FromHours(5), Duration.FromHours(10), Duration.FromHours(14), Duration.FromHours(20), Duration.FromHours(24)];
        for (var attempt = 1; attempt <= plan.Length; attempt++)
        {
            var delay = RetryPlan.After("k", attempt, null)!.Value;
            delay.ShouldBeInRange(plan[attempt - 1], plan[attempt - 1] * 1.1);
            delay.ShouldBe(RetryPlan.After("k", attempt, null)!.Value);
        }
        RetryPlan.After("k", plan.Length + 1, null).ShouldBeNull();
        RetryPlan.MostAttempts.ShouldBe(10);
        RetryPlan.After("k", 1, Duration.FromMinutes(3)).ShouldBe(Duration.FromMinutes(3));
        RetryPlan.After("k", 1, Duration.FromDays(30)).ShouldBe(Duration.FromDays(1));
    }
}
