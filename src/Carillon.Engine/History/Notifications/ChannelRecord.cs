using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>How a channel does.</summary>
public enum ChannelState
{
    /// <summary>What was last sent was accepted, or nothing was sent yet.</summary>
    Ok,

    /// <summary>What was last sent was not accepted.</summary>
    Failing,

    /// <summary>It is switched off, by somebody or because its receiver wants no more.</summary>
    Disabled,
}

/// <summary>A channel as everybody may see it. Immutable.</summary>
public sealed record ChannelRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind.</summary>
    public required ChannelKind Kind { get; init; }

    /// <summary>How it does.</summary>
    public required ChannelState State { get; init; }

    /// <summary>Its settings, without what is secret.</summary>
    public required ChannelSettings Settings { get; init; }

    /// <summary>Whether something secret is kept: a password, an address, a key.</summary>
    public bool HasSecret { get; init; }

    /// <summary>False: it is switched off.</summary>
    public bool Enabled { get; init; }

    /// <summary>Why it was switched off by itself; null when somebody did it.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Revision { get; init; }

    /// <summary>When it was made.</summary>
    public Instant CreatedAt { get; init; }

    /// <summary>By whom.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When it was last changed.</summary>
    public Instant UpdatedAt { get; init; }

    /// <summary>By whom.</summary>
    public string UpdatedBy { get; init; } = "";

    /// <summary>When a message was last accepted.</summary>
    public Instant? SentAt { get; init; }

    /// <summary>When one last was not.</summary>
    public Instant? FailedAt { get; init; }

    /// <summary>Since when none was accepted; null when the last one was.</summary>
    public Instant? FailingSince { get; init; }

    /// <summary>Why the last one that was not accepted was not.</summary>
    public string? LastError { get; init; }

    /// <summary>How many messages wait.</summary>
    public long Waiting { get; init; }

    /// <summary>When the next one is tried; null when none waits, and while it is held or due.</summary>
    public Instant? NextAttemptAt { get; init; }

    /// <summary>How many were accepted within the last 24 hours.</summary>
    public long SentLastDay { get; init; }

    /// <summary>How many were given up within the last 24 hours.</summary>
    public long FailedLastDay { get; init; }
}
