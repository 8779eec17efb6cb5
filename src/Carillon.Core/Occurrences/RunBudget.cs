using Carillon.Core.History;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>What budgets let the runs of a schedule cost, when its occurrences are settled. Immutable.</summary>
/// <param name="EstimateMicros">What a run is expected to cost, in millionths of the currency; 0 when that is not known.</param>
/// <param name="LimitMicros">What a run may cost at most, or null.</param>
/// <param name="Budgets">The budgets that each run must fit into.</param>
public sealed record RunBudget(long EstimateMicros, long? LimitMicros, IReadOnlyList<BudgetRoom> Budgets)
{
    /// <summary>Why a run of that nominal time may not be made, beginning with the code SCH005; null when it may.</summary>
    public string? Refusal(Instant nominal) => new BudgetTally(this).Take(nominal);
}

/// <summary>A monthly budget, and what of it is gone. Immutable.</summary>
/// <param name="Name">Whose it is, in words: <c>the schedule's budget</c>.</param>
/// <param name="Zone">The zone of its months.</param>
/// <param name="MonthMicros">How much a month has.</param>
/// <param name="Used">What is spent and reserved, by month; a month that is missing has nothing.</param>
public sealed record BudgetRoom(string Name, DateTimeZone Zone, long MonthMicros, IReadOnlyDictionary<YearMonth, long> Used);

/// <summary>Counts what the runs of one plan take from the budgets.</summary>
internal sealed class BudgetTally(RunBudget? budget)
{
    private readonly Dictionary<(BudgetRoom Room, YearMonth Month), long> _taken = [];

    /// <summary>Takes the estimate of a run out of every budget, or says why it does not fit and takes nothing.</summary>
    public string? Take(Instant nominal)
    {
        if (budget is null)
            return null;
        if (budget.EstimateMicros > budget.LimitMicros)
            return $"{ProblemCodes.BudgetExceeded} a run is estimated at {Money.Text(budget.EstimateMicros)}, above the cost limit of {Money.Text(budget.LimitMicros!.Value)}";
        foreach (var room in budget.Budgets)
        {
            var month = CostMonth.MonthOf(nominal, room.Zone);
            var left = room.MonthMicros - room.Used.GetValueOrDefault(month) - _taken.GetValueOrDefault((room, month));
            if (left < budget.EstimateMicros)
                return $"{ProblemCodes.BudgetExceeded} {room.Name} of {Money.Text(room.MonthMicros)} for {CostMonth.TextOf(month)} has {Money.Text(Math.Max(0, left))} left, and a run is estimated at {Money.Text(budget.EstimateMicros)}";
        }

        foreach (var room in budget.Budgets)
        {
            var key = (room, CostMonth.MonthOf(nominal, room.Zone));
            _taken[key] = _taken.GetValueOrDefault(key) + budget.EstimateMicros;
        }

        return null;
    }
}
