using Carillon.Core.Definitions;

namespace Carillon.Core.History;

/// <summary>What the latest completed runs of a workflow have in common, as to cost. Immutable.</summary>
/// <param name="Runs">How many runs that is the mean of; at least 1.</param>
/// <param name="ReportedMicros">What their tasks cost on average, in millionths of the currency, without what the workflow declares.</param>
/// <param name="Rows">How many rows they have on average.</param>
public sealed record TypicalCost(int Runs, decimal ReportedMicros, decimal Rows);

/// <summary>What the next run is expected to cost. Pure.</summary>
public static class CostEstimate
{
    /// <summary>
    /// What the tasks of the latest runs cost on average, and what the workflow declares now for a run with their mean number of rows. Without runs, what it
    /// declares for a run. In micros, 0 to <see cref="Money.Most"/>.
    /// </summary>
    public static long OfRun(DeclaredCost? declared, TypicalCost? typical)
    {
        var reported = decimal.Round(typical?.ReportedMicros ?? 0, MidpointRounding.AwayFromZero);
        return (long)Math.Min(Money.Most, reported + (declared?.Of(typical?.Rows ?? 0) ?? 0));
    }
}
