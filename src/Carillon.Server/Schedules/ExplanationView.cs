using System.Text.Json.Serialization;
using Carillon.Core.Schedules;
using Carillon.Server.Occurrences;
using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary>Everything there is to say about a schedule.</summary>
internal sealed record ExplanationView
{
    /// <summary>The schedule's id; null for one that is not stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Schedule { get; init; }

    /// <summary>The recurrence in words.</summary>
    public required string Words { get; init; }

    /// <summary>The IANA zone it is computed in.</summary>
    public required string Timezone { get; init; }

    /// <summary>The version of the zone database.</summary>
    public required string Tzdb { get; init; }

    /// <summary>Its rules, the defaults included.</summary>
    public required IReadOnlyList<PolicyView> Policies { get; init; }

    /// <summary>The next occurrences.</summary>
    public required IReadOnlyList<OccurrenceView> Occurrences { get; init; }

    /// <summary>Every clock change of the next two years that touches it.</summary>
    public required IReadOnlyList<ClockChangeView> ClockChanges { get; init; }

    /// <summary>What lint says.</summary>
    public required IReadOnlyList<ProblemView> Findings { get; init; }

    public static ExplanationView From(string? id, ScheduleExplanation explanation) => new()
    {
        Schedule = id,
        Words = explanation.Words,
        Timezone = explanation.Zone.Id,
        Tzdb = explanation.ZonesVersion,
        Policies = [.. explanation.Policies.Select(policy => new PolicyView(policy.Key, policy.Words))],
        Occurrences = [.. explanation.Preview.Select(OccurrenceView.From)],
        ClockChanges = [.. explanation.Surprises.Select(ClockChangeView.From)],
        Findings = [.. explanation.Findings.Select(finding => ProblemView.From(finding.Named))],
    };
}

/// <summary>One rule in words.</summary>
/// <param name="Key">The key in YAML.</param>
/// <param name="Words">A sentence.</param>
internal sealed record PolicyView(string Key, string Words);

/// <summary>A clock change that touches a schedule.</summary>
/// <param name="At">When the clocks change.</param>
/// <param name="Effect">What becomes of the times.</param>
/// <param name="Count">How many wall-clock times it touches.</param>
/// <param name="First">The first of them, without offset: it does not exist, or exists twice.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Message">All this in a sentence.</param>
internal sealed record ClockChangeView(Instant At, ClockEffect Effect, int Count, string First, string Last, string Message)
{
    public static ClockChangeView From(ClockSurprise surprise) =>
        new(surprise.At, surprise.Effect, surprise.Count, surprise.First.ToString("uuuu-MM-dd'T'HH:mm:ss", null), surprise.Last.ToString("uuuu-MM-dd'T'HH:mm:ss", null), surprise.Message);
}
