using System.Globalization;
using NodaTime;
using NodaTime.Calendars;

namespace Carillon.Adapters.Market.Charts;

/// <summary>A mark on the date axis.</summary>
/// <param name="Slot">The session it stands at, from 0.</param>
/// <param name="Label">Its text.</param>
/// <param name="Strong">True where a year begins.</param>
internal sealed record DateTick(int Slot, string Label, bool Strong);

/// <summary>Chooses dates for an axis that has one slot for each session and none for closed days. Pure.</summary>
internal static class DateTicks
{
    private const double LabelRoom = 64;

    // What came before the first session is not known: a month may begin with a weekend and a holiday, which four days reach over.
    private static readonly (Func<LocalDate, int> Of, int LookBack)[] Periods =
    [
        (d => (d.Year * 400) + d.DayOfYear, 1),
        (d => (WeekYearRules.Iso.GetWeekYear(d) * 100) + WeekYearRules.Iso.GetWeekOfWeekYear(d), 1),
        (d => (d.Year * 12) + d.Month, 4),
        (d => (d.Year * 4) + ((d.Month - 1) / 3), 4),
        (d => (d.Year * 2) + ((d.Month - 1) / 6), 4),
        (d => d.Year, 4),
    ];

    /// <summary>The first session of each day, week, month, quarter, half-year or year: the finest of these that leaves room for the labels.</summary>
    /// <param name="slots">The sessions, in order.</param>
    /// <param name="step">Pixels from one to the next.</param>
    public static IReadOnlyList<DateTick> For(IReadOnlyList<LocalDate> slots, double step)
    {
        for (var kind = 0; ; kind++)
        {
            var starts = Starts(slots, Periods[kind]);
            var coarsest = kind == Periods.Length - 1;
            if (coarsest || starts.Count < 2 || step * slots.Count / starts.Count >= LabelRoom) return Label(slots, starts, step, ofDays: kind < 2);
        }
    }

    private static List<int> Starts(IReadOnlyList<LocalDate> slots, (Func<LocalDate, int> Of, int LookBack) period) =>
        [.. Enumerable.Range(0, slots.Count).Where(i => period.Of(slots[i]) != period.Of(i == 0 ? slots[0].PlusDays(-period.LookBack) : slots[i - 1]))];

    private static List<DateTick> Label(IReadOnlyList<LocalDate> slots, List<int> starts, double step, bool ofDays)
    {
        var ticks = new List<DateTick>();
        var year = -1;
        foreach (var slot in starts)
        {
            var date = slots[slot];
            if (ticks.Count > 0 && (slot - ticks[^1].Slot) * step < LabelRoom - 16) continue;
            var newYear = year != date.Year && (year != -1 || date.Month == 1);
            year = date.Year;
            var format = (ofDays, newYear) switch
            {
                (true, true) => "d MMM uuuu",
                (true, false) => "d MMM",
                (false, true) => "uuuu",
                (false, false) => "MMM",
            };
            ticks.Add(new DateTick(slot, date.ToString(format, CultureInfo.InvariantCulture), newYear));
        }

        return ticks;
    }
}
