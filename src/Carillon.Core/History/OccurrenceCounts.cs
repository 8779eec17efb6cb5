using System.Globalization;
using Carillon.Core.Occurrences;

namespace Carillon.Core.History;

/// <summary>Occurrences with the same fate for the same kind of reason. Immutable.</summary>
/// <param name="Outcome">What became of them.</param>
/// <param name="Reason">Why, in a word or two: the ledger's reason up to its colon, and without names.</param>
/// <param name="Count">How many.</param>
public sealed record OccurrenceCount(OccurrenceOutcome Outcome, string Reason, long Count);

/// <summary>What became of the occurrences whose nominal time lies within a period. Immutable.</summary>
/// <param name="Expected">All of them.</param>
/// <param name="Ran">Those that made a run.</param>
/// <param name="Skipped">Those that were deliberately left out.</param>
/// <param name="Missed">Those that came due during downtime and were let go.</param>
/// <param name="Coalesced">Those that a later one stood for.</param>
/// <param name="Reasons">Why those that did not run did not, the most frequent first.</param>
public sealed record OccurrenceCounts(long Expected, long Ran, long Skipped, long Missed, long Coalesced, IReadOnlyList<OccurrenceCount> Reasons)
{
    private const string PausedBy = "paused by ";

    /// <summary>All in one line: <c>288 expected, 285 ran; 3 skipped: overlap 2, paused 1</c>.</summary>
    public string Words { get; } = Say(Expected, Ran, Reasons);

    /// <summary>Puts the ledger's counts together, reasons of one kind as one.</summary>
    /// <param name="counts">Counts by outcome and whole reason, in any order.</param>
    public static OccurrenceCounts Of(IEnumerable<OccurrenceCount> counts)
    {
        List<OccurrenceCount> kinds = [.. counts
            .GroupBy(count => (count.Outcome, Kind: count.Outcome == OccurrenceOutcome.Ran ? "" : Kind(count.Reason)))
            .Select(group => new OccurrenceCount(group.Key.Outcome, group.Key.Kind, group.Sum(count => count.Count)))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Outcome).ThenBy(count => count.Reason, StringComparer.Ordinal)];
        return new OccurrenceCounts(
            kinds.Sum(kind => kind.Count),
            Sum(kinds, OccurrenceOutcome.Ran),
            Sum(kinds, OccurrenceOutcome.Skipped),
            Sum(kinds, OccurrenceOutcome.Missed),
            Sum(kinds, OccurrenceOutcome.Coalesced),
            [.. kinds.Where(kind => kind.Outcome != OccurrenceOutcome.Ran)]);
    }

    private static string Kind(string reason) =>
        reason.StartsWith(PausedBy, StringComparison.Ordinal) ? "paused" : reason.Split(':', 2)[0].Trim();

    private static long Sum(List<OccurrenceCount> kinds, OccurrenceOutcome outcome) => kinds.Where(kind => kind.Outcome == outcome).Sum(kind => kind.Count);

    private static string Say(long expected, long ran, IReadOnlyList<OccurrenceCount> reasons)
    {
        var parts = reasons.GroupBy(reason => reason.Outcome).OrderBy(group => group.Key).Select(group =>
            string.Create(CultureInfo.InvariantCulture, $"{group.Sum(reason => reason.Count)} {OutcomeText.Of(group.Key)}: {string.Join(", ", group.Select(reason => $"{reason.Reason} {reason.Count.ToString(CultureInfo.InvariantCulture)}"))}"));
        return string.Join("; ", parts.Prepend(string.Create(CultureInfo.InvariantCulture, $"{expected} expected, {ran} ran")));
    }
}
