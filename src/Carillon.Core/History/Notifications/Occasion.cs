using NodaTime;

namespace Carillon.Core.History.Notifications;

/// <summary>Something that people may want to hear of. Immutable.</summary>
/// <param name="Event">What kind of thing.</param>
/// <param name="Key">What tells it from every other: a second one with the same key says nothing new. Up to 300 characters.</param>
/// <param name="Subject">What it is about, for order and recovery: a schedule's id, <c>workflow/ID</c>, <c>connection/NAME</c>.</param>
/// <param name="At">When it happened.</param>
public sealed record Occasion(NotificationEvent Event, string Key, string Subject, Instant At)
{
    /// <summary>The workflow, or null.</summary>
    public WorkflowId? Workflow { get; init; }

    /// <summary>The workflow as people name it.</summary>
    public string? WorkflowName { get; init; }

    /// <summary>The schedule, or null.</summary>
    public ScheduleId? Schedule { get; init; }

    /// <summary>The run, or null.</summary>
    public RunId? Run { get; init; }

    /// <summary>Its number among the runs of its schedule.</summary>
    public long? RunNumber { get; init; }

    /// <summary>The nominal time.</summary>
    public Instant? NominalAt { get; init; }

    /// <summary>The task that failed first, with its place in a list: <c>task</c>, <c>task[3]</c>.</summary>
    public string? Task { get; init; }

    /// <summary>How often that task was tried.</summary>
    public int? Attempts { get; init; }

    /// <summary>Why, in words.</summary>
    public string? Error { get; init; }

    /// <summary>The class of the error.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>How long it took.</summary>
    public Duration? Took { get; init; }

    /// <summary>The connection, or null.</summary>
    public string? Connection { get; init; }

    /// <summary>A title in place of the usual one.</summary>
    public string? Title { get; init; }

    /// <summary>What else there is to say.</summary>
    public string? Text { get; init; }

    /// <summary>Labels of workflow and schedule.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whose it is.</summary>
    public string? Owner { get; init; }

    /// <summary>The key of the occasion that this one answers, for a recovery.</summary>
    public string? AnswersTo { get; init; }

    /// <summary>True for what tells of trouble that a recovery would end.</summary>
    public bool OpensIncident => Event is NotificationEvent.Failure or NotificationEvent.RetryExhausted or NotificationEvent.ConnectionDown;

    /// <summary>True for what is told only to who has heard of the trouble.</summary>
    public bool IsRecovery => Event is NotificationEvent.Recovered or NotificationEvent.ConnectionRecovered;
}
