using Carillon.Core.History.Notifications;
using NodaTime;

namespace Carillon.Core.Tests.History.Notifications;

/// <summary>Who is told what.</summary>
public sealed class RecipientsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 9, 23, 0);

    private static readonly Occasion Failure = new(NotificationEvent.Failure, "run/1", "schedule-w", Now)
    {
        Workflow = new WorkflowId("w"),
        Schedule = new ScheduleId("schedule-w"),
        Tags = ["Trading"],
        Owner = "ann",
    };

    [Fact]
    public void A_rule_without_conditions_fits_everything_of_its_events()
    {
        Told([Failure], new NotificationRule("r", "ops", [NotificationEvent.Failure])).ShouldBe(["ops failure by rule/r"]);
        Told([Failure], new NotificationRule("r", "ops", [NotificationEvent.Success])).ShouldBeEmpty();
    }

    [Fact]
    public void Each_condition_must_hold_and_case_does_not_matter_for_tags_and_owners()
    {
        var rule = new NotificationRule("r", "ops", [NotificationEvent.Failure]) { Workflow = new WorkflowId("w"), Schedule = new ScheduleId("schedule-w"), Tag = "trading", Owner = "ANN" };

        Told([Failure], rule).ShouldBe(["ops failure by rule/r"]);
        Told([Failure], rule with { Workflow = new WorkflowId("x") }).ShouldBeEmpty();
        Told([Failure], rule with { Schedule = new ScheduleId("x") }).ShouldBeEmpty();
        Told([Failure], rule with { Tag = "x" }).ShouldBeEmpty();
        Told([Failure], rule with { Owner = "x" }).ShouldBeEmpty();
        Told([Failure], rule with { Enabled = false }).ShouldBeEmpty();
    }

    [Fact]
    public void A_channel_is_told_once_by_what_is_nearest()
    {
        NotifyEntry[] entry = [NotifyEntry.For("ops", NotificationEvent.Failure)];

        Told([Failure], entry, entry, Global).ShouldBe(["ops failure by schedule/schedule-w"]);
        Told([Failure], [], entry, Global).ShouldBe(["ops failure by workflow/w"]);
        Told([Failure], [], [], Global, Global with { Id = "second" }, Global with { Channel = "mail" }).ShouldBe(["ops failure by rule/all", "mail failure by rule/all"]);
    }

    [Fact]
    public void Of_one_end_of_a_run_a_channel_hears_the_most_telling_event_that_it_asks_for()
    {
        Occasion[] both = [Failure with { Event = NotificationEvent.RetryExhausted }, Failure];

        Told(both, Global with { Events = [NotificationEvent.Failure, NotificationEvent.RetryExhausted] }).ShouldBe(["ops retry_exhausted by rule/all"]);
        Told(both, Global).ShouldBe(["ops failure by rule/all"]);
    }

    [Fact]
    public void A_recovery_is_told_only_to_who_has_heard_of_the_trouble_and_answers_that_message()
    {
        Occasion[] both = [Failure with { Event = NotificationEvent.Recovered }, Failure with { Event = NotificationEvent.Success }];
        var rule = Global with { Events = [NotificationEvent.Recovered, NotificationEvent.Success] };

        Told(both, rule).ShouldBe(["ops success by rule/all"]);
        var told = Recipients.Of(both, [], [], [rule, rule with { Channel = "mail" }], (channel, subject) => (channel, subject) == ("mail", "schedule-w") ? "run/0" : null, Now);

        told.Select(to => (to.Channel, to.Occasion.Event, to.Occasion.AnswersTo)).ShouldBe([("mail", NotificationEvent.Recovered, "run/0"), ("ops", NotificationEvent.Success, null)], ignoreOrder: true);
    }

    [Fact]
    public void Quiet_hours_hold_a_message_until_they_end_but_not_an_urgent_one()
    {
        var night = new QuietHours(new LocalTime(22, 0), new LocalTime(7, 0), [], DateTimeZone.Utc);

        One(Global with { Quiet = night }).NotBefore.ShouldBe(Instant.FromUtc(2026, 3, 10, 7, 0));
        One(Global with { Quiet = night, Urgent = [NotificationEvent.Failure] }).NotBefore.ShouldBe(Now);
        One(Global).NotBefore.ShouldBe(Now);
    }

    private static NotificationRule Global => new("all", "ops", [NotificationEvent.Failure]);

    private static Recipient One(NotificationRule rule) => Recipients.Of([Failure], [], [], [rule], (_, _) => null, Now).ShouldHaveSingleItem();

    private static List<string> Told(Occasion[] occasions, params NotificationRule[] rules) => Told(occasions, [], [], rules);

    private static List<string> Told(Occasion[] occasions, NotifyEntry[] ofSchedule, NotifyEntry[] ofWorkflow, params NotificationRule[] rules) =>
        [.. Recipients.Of(occasions, ofSchedule, ofWorkflow, rules, (_, _) => null, Now).Select(to => $"{to.Channel} {EventWords.Of(to.Occasion.Event)} by {to.Rule}")];
}
