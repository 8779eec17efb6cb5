using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using Carillon.Engine.Occurrences;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary>Asks for runs of nominal times of the past. Only <c>from</c> and <c>to</c> must be given.</summary>
internal sealed record BackfillBody
{
    /// <summary>The first moment, inclusive: an instant, or a date or date and time in the schedule's zone.</summary>
    public string? From { get; init; }

    /// <summary>The end, exclusive, written likewise. What lies after now is left out.</summary>
    public string? To { get; init; }

    /// <summary>True: only say what would run.</summary>
    public bool DryRun { get; init; }

    /// <summary>How many of its runs are open at once. Default 1.</summary>
    public int? Concurrency { get; init; }

    /// <summary>At most so many runs.</summary>
    public int? MaxRuns { get; init; }

    /// <summary><c>missing</c> (default): nominal times without a completed run; <c>failed</c>; <c>all</c>.</summary>
    public BackfillSelection Only { get; init; }

    /// <summary><c>oldest</c> (default) or <c>latest</c> first.</summary>
    public BackfillOrder Order { get; init; }

    /// <summary>Input laid over the schedule's.</summary>
    public JsonObject? Input { get; init; }

    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }

    /// <summary>The request in the schedule's zone, or what cannot be read.</summary>
    public Checked<BackfillRequest> Read(DateTimeZone zone, string actor, string? key)
    {
        var from = AskedTime.Parse(From, zone);
        var to = AskedTime.Parse(To, zone);
        if (!from.IsOk || !to.IsOk)
            return Checked<BackfillRequest>.Bad([.. from.Problems.Select(p => p with { Field = "from" }), .. to.Problems.Select(p => p with { Field = "to" })]);
        return Checked<BackfillRequest>.Ok(new BackfillRequest(from.Value, to.Value, By ?? actor)
        {
            Concurrency = Concurrency ?? 1,
            MaxRuns = MaxRuns,
            Selection = Only,
            Order = Order,
            Input = Input,
            Reason = Reason,
            IdempotencyKey = key,
        });
    }
}

/// <summary>What a backfill would run.</summary>
/// <param name="From">The first instant, inclusive.</param>
/// <param name="To">The end, exclusive; now at the latest.</param>
/// <param name="Count">How many runs.</param>
/// <param name="FirstAt">The nominal time that runs first, or null.</param>
/// <param name="LastAt">The nominal time that runs last, or null.</param>
/// <param name="NominalTimes">The first 1,000 of them, in the order in which they run.</param>
internal sealed record BackfillPreviewView(Instant From, Instant To, int Count, Instant? FirstAt, Instant? LastAt, IReadOnlyList<Instant> NominalTimes)
{
    private const int MostListed = 1_000;

    public static BackfillPreviewView Of(BackfillPreview preview) => new(
        preview.From,
        preview.To,
        preview.NominalTimes.Count,
        preview.NominalTimes.Count == 0 ? null : preview.NominalTimes[0],
        preview.NominalTimes.Count == 0 ? null : preview.NominalTimes[^1],
        [.. preview.NominalTimes.Take(MostListed)]);
}

/// <summary>Ends a pause, and says what becomes of the occurrences that passed meanwhile. Every member may be left out, and so may the body.</summary>
internal sealed record ResumeRequest
{
    /// <summary>Which of the missed occurrences run after all: <c>none</c> (default), <c>last</c> or <c>all</c>.</summary>
    public MissedChoice Missed { get; init; }

    /// <summary>With <c>all</c>: at most so many, the latest ones.</summary>
    public int? MaxRuns { get; init; }

    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }
}

/// <summary>Says yes to a missed occurrence whose effects are irreversible.</summary>
internal sealed record ApprovalRequest
{
    /// <summary>Its nominal time: an instant, or a date and time in the schedule's zone.</summary>
    public string? At { get; init; }

    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }
}
