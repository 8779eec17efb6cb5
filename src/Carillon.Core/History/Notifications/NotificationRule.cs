using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>A rule that people keep beside the files: which events go to which channel. What it does not name, fits. Immutable.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Events">The events.</param>
public sealed record NotificationRule(string Id, string Channel, IReadOnlyList<NotificationEvent> Events)
{
    /// <summary>Only this workflow, or null.</summary>
    public WorkflowId? Workflow { get; init; }

    /// <summary>Only this schedule, or null.</summary>
    public ScheduleId? Schedule { get; init; }

    /// <summary>Only what has this label, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>Only what belongs to them, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>When messages wait; null for never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>Events that do not wait for the end of the quiet hours.</summary>
    public IReadOnlyList<NotificationEvent> Urgent { get; init; } = [];

    /// <summary>How long further messages are gathered after one; zero for each by itself.</summary>
    public Duration Group { get; init; } = NotifyEntry.DefaultGroup;

    /// <summary>False: it is as if it were not there.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether it is about that.</summary>
    public bool Fits(Occasion occasion) => Enabled && Events.Contains(occasion.Event)
        && (Workflow is null || Workflow == occasion.Workflow)
        && (Schedule is null || Schedule == occasion.Schedule)
        && (Tag is null || occasion.Tags.Contains(Tag, StringComparer.OrdinalIgnoreCase))
        && (Owner is null || string.Equals(Owner, occasion.Owner, StringComparison.OrdinalIgnoreCase));

    /// <summary>Before when a message of now is not sent.</summary>
    public Instant HeldUntil(NotificationEvent about, Instant now) => Urgent.Contains(about) ? now : Quiet?.EndAt(now) ?? now;
}
