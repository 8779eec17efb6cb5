using System.Text.Json.Nodes;
using Carillon.Core.Occurrences;
using NodaTime;

namespace Carillon.Engine.Occurrences;

/// <summary>Asks for runs of nominal times of the past.</summary>
/// <param name="From">The first instant, inclusive.</param>
/// <param name="To">The end, exclusive. Never later than now: what is still to come is no backfill.</param>
/// <param name="By">Who, for the record.</param>
public sealed record BackfillRequest(Instant From, Instant To, string By)
{
    /// <summary>The largest <see cref="Concurrency"/>.</summary>
    public const int MostConcurrency = 1_000;

    /// <summary>How many of its runs are open at once, from 1 to <see cref="MostConcurrency"/>. Default 1.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>At most so many runs, at least 1; null for all.</summary>
    public int? MaxRuns { get; init; }

    /// <summary>Which nominal times. Default those without a completed run.</summary>
    public BackfillSelection Selection { get; init; }

    /// <summary>In which order. Default the oldest first.</summary>
    public BackfillOrder Order { get; init; }

    /// <summary>Input laid over the schedule's; null for the schedule's own.</summary>
    public JsonObject? Input { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }

    /// <summary>The same key twice makes one backfill. Null for none.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>What a backfill would run.</summary>
/// <param name="NominalTimes">In the order in which they would run.</param>
/// <param name="From">The first instant, inclusive.</param>
/// <param name="To">The end, exclusive: what was asked for, or now.</param>
public sealed record BackfillPreview(IReadOnlyList<Instant> NominalTimes, Instant From, Instant To);
