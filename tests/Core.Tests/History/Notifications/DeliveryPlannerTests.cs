using Carillon.Core.History.Notifications;
using NodaTime;

namespace Carillon.Core.Tests.History.Notifications;

/// <summary>What a channel sends next.</summary>
public sealed class DeliveryPlannerTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 9, 9, 0);
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    public void Nothing_waits_for_nothing() => Plan([], Start).ShouldBe(new DeliveryStep.Wait(null));

    [Fact]
    public void The_first_of_a_storm_goes_at_once_and_the_rest_as_one_a_minute_later()
    {
        List<WaitingMessage> storm = [.. Enumerable.Range(1, 500).Select(i => Message(i, subject: $"s{i}"))];

        Plan(storm, Start).ShouldBe(new DeliveryStep.Send(1));
        Plan(storm[1..], Start, begun: Start).ShouldBe(new DeliveryStep.Wait(Start + Minute));
        Plan(storm[1..], Start + Minute, begun: Start).ShouldBeOfType<DeliveryStep.Gather>().Ids.ShouldBe(Enumerable.Range(2, 499).Select(i => (long)i));
    }

    [Fact]
    public void One_that_is_alone_after_the_minute_goes_as_it_is() =>
        Plan([Message(2)], Start + Minute, begun: Start).ShouldBe(new DeliveryStep.Send(2));

    [Fact]
    public void What_is_not_gathered_goes_one_by_one_and_at_once() =>
        Plan([Message(2) with { Group = Duration.Zero }, Message(3) with { Group = Duration.Zero }], Start, begun: Start).ShouldBe(new DeliveryStep.Send(2));

    [Fact]
    public void What_goes_one_by_one_keeps_the_pace_that_the_receiver_takes_whatever_it_is_about()
    {
        var pace = Duration.FromSeconds(1);
        WaitingMessage[] waiting = [Message(2) with { Group = Duration.Zero }, Message(3, "b") with { Event = NotificationEvent.Recovered, Group = Duration.Zero }];

        Plan(waiting, Start, begun: null, pace).ShouldBe(new DeliveryStep.Send(2));
        Plan(waiting, Start, begun: Start, pace).ShouldBe(new DeliveryStep.Wait(Start + pace));
        Plan(waiting[1..], Start, begun: Start, pace).ShouldBe(new DeliveryStep.Wait(Start + pace), "another event keeps it, too");
        Plan(waiting, Start + pace, begun: Start, pace).ShouldBe(new DeliveryStep.Send(2));
    }

    [Fact]
    public void Nothing_overtakes_a_message_about_the_same_subject()
    {
        WaitingMessage[] waiting = [Message(2, "a"), Message(3, "a") with { Event = NotificationEvent.Recovered }, Message(4, "b") with { Event = NotificationEvent.Recovered }];

        Plan(waiting, Start, begun: Start).ShouldBe(new DeliveryStep.Send(4), "b has nothing that is held");
        Plan(waiting[..2], Start, begun: Start).ShouldBe(new DeliveryStep.Wait(Start + Minute));
        Plan(waiting[..2], Start + Minute, begun: Start).ShouldBe(new DeliveryStep.Send(2));
    }

    [Fact]
    public void What_comes_after_a_recovery_is_not_told_before_it()
    {
        WaitingMessage[] waiting = [Message(2, "a"), Message(3, "a") with { Event = NotificationEvent.Recovered }, Message(4, "a"), Message(5, "b")];

        Plan(waiting, Start + Minute, begun: Start).ShouldBeOfType<DeliveryStep.Gather>().Ids.ShouldBe([2, 5]);
    }

    [Fact]
    public void One_that_was_tried_is_finished_before_any_other()
    {
        var tried = Message(7) with { Attempts = 2, NextAttemptAt = Start + Duration.FromMinutes(5) };

        Plan([Message(1, "x") with { Event = NotificationEvent.Success }, tried], Start).ShouldBe(new DeliveryStep.Wait(Start + Duration.FromMinutes(5)));
        Plan([Message(1, "x"), tried], Start + Duration.FromMinutes(5)).ShouldBe(new DeliveryStep.Send(7));
        Plan([tried with { NextAttemptAt = null }], Start).ShouldBe(new DeliveryStep.Send(7), "its sender has died");
    }

    [Fact]
    public void Quiet_hours_hold_back_and_end_with_one_message()
    {
        var morning = Start + Duration.FromHours(8);
        WaitingMessage[] night = [Message(1, "a") with { NotBefore = morning }, Message(2, "b") with { NotBefore = morning }];

        Plan(night, Start).ShouldBe(new DeliveryStep.Wait(morning));
        Plan(night, morning).ShouldBeOfType<DeliveryStep.Gather>().Ids.ShouldBe([1, 2]);
        Plan(night[..1], morning).ShouldBe(new DeliveryStep.Send(1));
    }

    [Fact]
    public void Each_message_is_told_exactly_once_and_in_the_order_of_its_subject_whatever_comes_when()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            List<WaitingMessage> waiting = [];
            var begun = new Dictionary<NotificationEvent, Instant>();
            var told = new List<long>();
            var subjects = new Dictionary<long, string>();
            var (now, next) = (Start, 1L);
            for (var step = 0; step < 200 || waiting.Count > 0; step++)
            {
                step.ShouldBeLessThan(5000, $"seed {seed}: it comes to an end");
                if (step < 200 && random.Next(3) > 0)
                {
                    var about = random.Next(4) == 0 ? NotificationEvent.Recovered : NotificationEvent.Failure;
                    var message = new WaitingMessage(next++, about, $"s{random.Next(5)}", now, random.Next(6) == 0 ? now + Duration.FromMinutes(random.Next(90)) : now, random.Next(3) == 0 ? Duration.Zero : Minute, 0, null);
                    subjects[message.Id] = message.Subject;
                    waiting.Add(message);
                }
                switch (DeliveryPlanner.Plan(waiting, begun, Duration.Zero, now))
                {
                    case DeliveryStep.Send send:
                        begun[waiting.Single(m => m.Id == send.Id).Event] = now;
                        told.Add(send.Id);
                        waiting.RemoveAll(m => m.Id == send.Id);
                        break;
                    case DeliveryStep.Gather gather:
                        begun[waiting.Single(m => m.Id == gather.Ids[0]).Event] = now;
                        told.AddRange(gather.Ids);
                        waiting.RemoveAll(m => gather.Ids.Contains(m.Id));
                        break;
                    case DeliveryStep.Wait { Until: { } until }:
                        until.ShouldBeGreaterThan(now);
                        now = random.Next(2) == 0 || step >= 200 ? until : now + Duration.FromSeconds(random.Next(20));
                        break;
                }
            }

            told.Order().ShouldBe(Enumerable.Range(1, (int)next - 1).Select(i => (long)i), $"seed {seed}");
            foreach (var subject in told.GroupBy(id => subjects[id]))
                subject.ToList().ShouldBe(subject.Order().ToList(), $"seed {seed} {subject.Key}");
        }
    }

    private static WaitingMessage Message(long id, string subject = "s") => new(id, NotificationEvent.Failure, subject, Start, Start, Minute, 0, null);

    private static DeliveryStep Plan(IReadOnlyList<WaitingMessage> waiting, Instant now, Instant? begun = null, Duration pace = default) =>
        DeliveryPlanner.Plan(waiting, begun is { } at ? new Dictionary<NotificationEvent, Instant> { [NotificationEvent.Failure] = at } : [], pace, now);
}
