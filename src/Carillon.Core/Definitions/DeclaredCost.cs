namespace Carillon.Core.Definitions;

/// <summary>What a workflow says a run costs, on top of what its tasks say and report. Immutable.</summary>
/// <param name="PerRunMicros">For every run that has started, in millionths of the currency; 0 to <see cref="Money.Most"/>.</param>
/// <param name="PerRowMicros">For every row that the run's own tasks report; 0 to <see cref="Money.Most"/>.</param>
public sealed record DeclaredCost(long PerRunMicros, long PerRowMicros)
{
    /// <summary>The declared cost of a run with so many rows, in micros; at most <see cref="Money.Most"/>.</summary>
    public long Of(decimal rows) => Money.Micros(Money.Amount(PerRunMicros) + (Money.Amount(PerRowMicros) * Math.Clamp(rows, 0, Money.Most)));
}
