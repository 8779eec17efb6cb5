using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>Who is told what. Immutable.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Rule">By which rule: <c>rule/ID</c>, <c>schedule/ID</c>, <c>workflow/ID</c>.</param>
/// <param name="Occasion">What.</param>
/// <param name="NotBefore">Not earlier than this.</param>
/// <param name="Group">How long further messages are gathered after it.</param>
public sealed record Recipient(string Channel, string Rule, Occasion Occasion, Instant NotBefore, Duration Group);

/// <summary>Decides who is told. Pure.</summary>
public static class Recipients
{
    /// <summary>Each channel that a rule or entry names, once, with the first of the occasions that it asks for. What is nearest comes first: the schedule, the workflow, then the rules.</summary>
    /// <param name="occasions">What has happened, as several events; the telling ones first.</param>
    /// <param name="ofSchedule">What the schedule says under <c>notify</c>.</param>
    /// <param name="ofWorkflow">What the workflow says.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="knowsOfTrouble">Whether a channel was told of trouble with that subject, and gives the key by which; a recovery is told to no other.</param>
    /// <param name="now">Now.</param>
    public static IReadOnlyList<Recipient> Of(
        IReadOnlyList<Occasion> occasions, IReadOnlyList<NotifyEntry> ofSchedule, IReadOnlyList<NotifyEntry> ofWorkflow, IReadOnlyList<NotificationRule> rules,
        Func<string, string, string?> knowsOfTrouble, Instant now)
    {
        List<Recipient>? found = null;
        foreach (var occasion in occasions)
        {
            foreach (var entry in ofSchedule)
                Entry(occasion, entry, "schedule/" + occasion.Schedule);
            foreach (var entry in ofWorkflow)
                Entry(occasion, entry, "workflow/" + occasion.Workflow);
            foreach (var rule in rules)
            {
                if (rule.Fits(occasion))
                    Add(occasion, rule.Channel, "rule/" + rule.Id, rule.HeldUntil(occasion.Event, now), rule.Group);
            }
        }

        return found ?? (IReadOnlyList<Recipient>)[];

        void Entry(Occasion occasion, NotifyEntry entry, string rule)
        {
            if (entry.On.Contains(occasion.Event))
                Add(occasion, entry.Channel, rule, now, entry.Group);
        }

        void Add(Occasion occasion, string channel, string rule, Instant notBefore, Duration group)
        {
            if (found?.Exists(one => one.Channel == channel) == true)
                return;
            if (occasion.IsRecovery)
            {
                if (knowsOfTrouble(channel, occasion.Subject) is not { } key)
                    return;
                occasion = occasion with { AnswersTo = key };
            }
            (found ??= []).Add(new Recipient(channel, rule, occasion, notBefore, group));
        }
    }
}
