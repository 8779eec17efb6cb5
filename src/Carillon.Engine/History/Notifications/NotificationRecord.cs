using Carillon.Core;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>Where a notification stands.</summary>
public enum NotificationStatus
{
    /// <summary>It is to be sent.</summary>
    Waiting,

    /// <summary>The receiver has accepted it.</summary>
    Sent,

    /// <summary>Another message tells of it together with others.</summary>
    Gathered,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>One message to one channel, as the outbox has it. Immutable.</summary>
public sealed record NotificationRecord
{
    /// <summary>Its number; later ones have larger ones.</summary>
    public required long Id { get; init; }

    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>What it is about: <c>failure</c>, <c>recovered</c>, ….</summary>
    public required string Event { get; init; }

    /// <summary>Where it stands.</summary>
    public required NotificationStatus Status { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>By which rule: <c>rule/ID</c>, <c>schedule/ID</c>, <c>workflow/ID</c>, <c>task/…</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The workflow, or null.</summary>
    public WorkflowId? WorkflowId { get; init; }

    /// <summary>The schedule, or null.</summary>
    public ScheduleId? ScheduleId { get; init; }

    /// <summary>The run, or null.</summary>
    public RunId? RunId { get; init; }

    /// <summary>The failing task, or null.</summary>
    public string? Task { get; init; }

    /// <summary>What went wrong in the run.</summary>
    public string? Problem { get; init; }

    /// <summary>How many occasions it tells of.</summary>
    public long Count { get; init; }

    /// <summary>The message that tells of it together with others; null unless it is gathered.</summary>
    public long? GatheredIn { get; init; }

    /// <summary>When it happened and was written down.</summary>
    public Instant CreatedAt { get; init; }

    /// <summary>It is not sent earlier: quiet hours.</summary>
    public Instant NotBefore { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried again.</summary>
    public Instant? NextAttemptAt { get; init; }

    /// <summary>When it was accepted, gathered or given up.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; init; }

    /// <summary>What the receiver answered, in short.</summary>
    public string? Answer { get; init; }
}
