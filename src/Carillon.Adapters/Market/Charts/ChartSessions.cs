using Carillon.Adapters.Market.Bars;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Chooses the days of the date axis. Pure.</summary>
internal static class ChartSessions
{
    /// <summary>The most sessions that a chart can show.</summary>
    public const int Most = 1500;

    /// <summary>The exchange's trading days from the first bar to the end, and any other day that has a bar; of these the last <paramref name="count"/>.</summary>
    /// <param name="bars">At least one.</param>
    /// <param name="calendar">Says which days are trading days.</param>
    /// <param name="to">End, exclusive; null for the day after the last bar.</param>
    /// <param name="count">How many, from 1.</param>
    public static IReadOnlyList<LocalDate> Of(IReadOnlyList<Bar> bars, BusinessCalendar calendar, LocalDate? to, int count)
    {
        var end = to ?? bars[^1].Date.PlusDays(1);
        var dates = bars.Select(b => b.Date).ToHashSet();
        var days = new List<LocalDate>();
        for (var date = end.PlusDays(-1); date >= bars[0].Date && days.Count < count; date = date.PlusDays(-1))
        {
            if (dates.Contains(date) || calendar.IsBusinessDay(date)) days.Add(date);
        }

        days.Reverse();
        return days;
    }
}
