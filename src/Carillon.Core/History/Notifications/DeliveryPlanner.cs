using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>A message that waits in the outbox, as the planner sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Event">What it is about: messages about one kind of thing are gathered.</param>
/// <param name="Subject">What it is about exactly: of one subject nothing overtakes anything.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="NotBefore">Not earlier than this.</param>
/// <param name="Group">How long further messages are gathered after it; zero for each by itself.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttemptAt">When it is tried again, once it was; null for at once.</param>
public readonly record struct WaitingMessage(long Id, NotificationEvent Event, string Subject, Instant CreatedAt, Instant NotBefore, Duration Group, int Attempts, Instant? NextAttemptAt);

/// <summary>What a channel does next.</summary>
public abstract record DeliveryStep
{
    /// <summary>Sends a message.</summary>
    /// <param name="Id">Which.</param>
    public sealed record Send(long Id) : DeliveryStep;

    /// <summary>Makes one message of several.</summary>
    /// <param name="Ids">Which, in order.</param>
    public sealed record Gather(IReadOnlyList<long> Ids) : DeliveryStep;

    /// <summary>Waits.</summary>
    /// <param name="Until">Until then; null when nothing waits.</param>
    public sealed record Wait(Instant? Until) : DeliveryStep;
}

/// <summary>Decides what a channel sends next: in order, gathered after a storm, not in quiet hours. Pure: the same outbox gives the same step on every node.</summary>
public static class DeliveryPlanner
{
    /// <summary>The next step.</summary>
    /// <param name="waiting">Every message of the channel that is not done with, in order.</param>
    /// <param name="lastBegun">When a message of each event was last begun to be sent; within the group time after it further ones are gathered.</param>
    /// <param name="pace">The shortest time between two messages that the receiver takes; zero for none.</param>
    /// <param name="now">Now.</param>
    public static DeliveryStep Plan(IReadOnlyList<WaitingMessage> waiting, IReadOnlyDictionary<NotificationEvent, Instant> lastBegun, Duration pace, Instant now)
    {
        // One that was begun is finished first: order is kept, and a receiver that is down is not asked for each.
        foreach (var message in waiting)
        {
            if (message.Attempts > 0)
                return message.NextAttemptAt is { } next && next > now ? new DeliveryStep.Wait(next) : new DeliveryStep.Send(message.Id);
        }

        var opensAll = lastBegun.Count > 0 ? lastBegun.Values.Max() + pace : Instant.MinValue;
        var held = new HashSet<string>(StringComparer.Ordinal);
        Instant? earliest = null;
        foreach (var message in waiting)
        {
            if (held.Contains(message.Subject))
                continue;
            var opens = OpensAt(message, lastBegun);
            if (opens > now || opensAll > now)
            {
                held.Add(message.Subject);
                var until = Instant.Max(opens, opensAll);
                earliest = earliest < until ? earliest : until;
                continue;
            }
            var waited = message.NotBefore > message.CreatedAt || opens > message.CreatedAt;
            List<long> together = waited && message.Group > Duration.Zero ? [.. Together(waiting, message, held, now)] : [];
            return together.Count > 1 ? new DeliveryStep.Gather(together) : new DeliveryStep.Send(message.Id);
        }

        return new DeliveryStep.Wait(earliest);
    }

    private static Instant OpensAt(WaitingMessage message, IReadOnlyDictionary<NotificationEvent, Instant> lastBegun) =>
        message.Group > Duration.Zero && lastBegun.TryGetValue(message.Event, out var last) && last + message.Group > message.NotBefore ? last + message.Group : message.NotBefore;

    // What comes after something else about the same subject stays behind it.
    private static IEnumerable<long> Together(IReadOnlyList<WaitingMessage> waiting, WaitingMessage first, HashSet<string> held, Instant now)
    {
        var passed = new HashSet<string>(held, StringComparer.Ordinal);
        foreach (var message in waiting)
        {
            if (passed.Contains(message.Subject))
                continue;
            if (message.Event == first.Event && message.Group > Duration.Zero && message.NotBefore <= now)
                yield return message.Id;
            else
                passed.Add(message.Subject);
        }
    }
}
