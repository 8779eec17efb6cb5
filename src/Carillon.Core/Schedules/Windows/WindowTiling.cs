using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Looks whether the data windows of a year tile. Pure.</summary>
public static class WindowTiling
{
    private const int MostOccurrences = 2000;

    /// <summary>
    /// A warning (SCH049) with the first date as proof when windows of the year from <paramref name="from"/> leave something out, hold something twice, or
    /// are empty; null when they tile. Looks at no more than 2,000 occurrences.
    /// </summary>
    public static Problem? Warning(DataWindows windows, Instant from)
    {
        (Instant Nominal, DataWindow Window)? before = null;
        foreach (var nominal in windows.Times.Between(from, from + Duration.FromDays(366)).Take(MostOccurrences))
        {
            var window = windows.Of(nominal);
            if (window.Start == window.End)
                return Warn($"the window of {Nominal(nominal)} is empty", windows.Rule.Align == WindowAlign.Day ? "For several occurrences a day, use align: hour or none." : "Leave length out, or make it longer.");
            if (before is { } last && window.Start != last.Window.End)
            {
                var pair = $"the windows of {Nominal(last.Nominal)} and {Nominal(nominal)}";
                return window.Start > last.Window.End
                    ? Warn($"{Range(last.Window.End, window.Start)} {(IsOneDay(last.Window.End, window.Start) ? "lies" : "lie")} between {pair}")
                    : Warn($"{Range(window.Start, last.Window.End)} {(IsOneDay(window.Start, last.Window.End) ? "is" : "are")} in both {pair}");
            }
            before = (nominal, window);
        }
        return null;

        Problem Warn(string proof, string fix = "Leave length out: a window then begins where the one before it ended.") =>
            new(ProblemCodes.WindowsDoNotTile, $"Its data windows do not tile: {proof}.", Suggestion: fix, Severity: ProblemSeverity.Warning);

        string Nominal(Instant at) => TimeText.Of(at.InZone(windows.Times.Zone).ToOffsetDateTime());

        bool IsOneDay(Instant start, Instant end) => windows.Rule.Align == WindowAlign.Day && new DataWindow(start, end, windows.Times.Zone) is var range && range.StartDate == range.LastDate;

        string Range(Instant start, Instant end)
        {
            var range = new DataWindow(start, end, windows.Times.Zone);
            if (windows.Rule.Align != WindowAlign.Day)
                return $"{range.StartText} to {range.EndText}";
            return range.StartDate == range.LastDate ? Date(range.StartDate) : $"{Date(range.StartDate)} to {Date(range.LastDate)}";
        }

        static string Date(LocalDate date) => date.ToString("uuuu-MM-dd", null);
    }
}
