namespace Carillon.Core.Schedules;

/// <summary>What the runs of a schedule may cost in a month. Immutable.</summary>
/// <param name="MonthMicros">For each calendar month in the schedule's zone, in millionths of the currency; 0 to <see cref="Money.Most"/>.</param>
/// <param name="Skips">True: an occurrence that does not fit is skipped. False: it runs, and the budget only shows in views.</param>
public sealed record ScheduleBudget(long MonthMicros, bool Skips = true);
