using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Occurrences;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>A backfill as it is stored, with its progress. Immutable.</summary>
public sealed record BackfillRecord
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>The schedule whose nominal times it runs.</summary>
    public required ScheduleId ScheduleId { get; init; }

    /// <summary>The first instant of the range, inclusive.</summary>
    public required Instant From { get; init; }

    /// <summary>The end of the range, exclusive.</summary>
    public required Instant To { get; init; }

    /// <summary>Which nominal times of the range.</summary>
    public required BackfillSelection Only { get; init; }

    /// <summary>In which order.</summary>
    public required BackfillOrder Order { get; init; }

    /// <summary>Where it stands.</summary>
    public required BackfillStatus Status { get; init; }

    /// <summary>How many of its runs are open at once.</summary>
    public required long Concurrency { get; init; }

    /// <summary>At most so many runs; null for all.</summary>
    public long? MaxRuns { get; init; }

    /// <summary>Input laid over the schedule's, or null.</summary>
    public JsonNode? Input { get; init; }

    /// <summary>How many runs it has in all.</summary>
    public required long Total { get; init; }

    /// <summary>How many of them wait.</summary>
    public required long Waiting { get; init; }

    /// <summary>How many are open.</summary>
    public required long Running { get; init; }

    /// <summary>How many completed.</summary>
    public required long Completed { get; init; }

    /// <summary>How many failed.</summary>
    public required long Failed { get; init; }

    /// <summary>How many were canceled, those that never ran included.</summary>
    public required long Canceled { get; init; }

    /// <summary>Why it cannot go on for now, or null.</summary>
    public string? Trouble { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Why, in their words, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public Instant? CompletedAt { get; init; }
}

/// <summary>One nominal time of a backfill.</summary>
/// <param name="NominalAt">The nominal time.</param>
/// <param name="Status"><c>waiting</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>canceled</c>.</param>
/// <param name="RunId">Its run, or null while it waits.</param>
public sealed record BackfillItemRecord(Instant NominalAt, string Status, RunId? RunId);

/// <summary>What a schedule has missed.</summary>
/// <param name="Since">Since when: the pause, or the time asked for.</param>
/// <param name="Count">How many occurrences; when it equals <see cref="MissedReader.Most"/> there may be more.</param>
/// <param name="FirstAt">The first nominal time, or null.</param>
/// <param name="LastAt">The last nominal time, or null.</param>
/// <param name="Items">The last of them, in order of time, each with what became of it.</param>
public sealed record MissedRecord(Instant Since, int Count, Instant? FirstAt, Instant? LastAt, IReadOnlyList<Occurrences.MissedOccurrence> Items);
