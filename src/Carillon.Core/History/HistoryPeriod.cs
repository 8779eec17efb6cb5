using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.History;

/// <summary>How long each part of a series is, by the clocks of its zone.</summary>
public enum SeriesStep
{
    /// <summary>From full hour to full hour.</summary>
    Hour,

    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From Monday to Monday.</summary>
    Week,

    /// <summary>From the first to the first.</summary>
    Month,
}

/// <summary>A stretch of time that history is asked about, in whole quarter hours of UTC, which is what history is kept in. Immutable.</summary>
/// <param name="From">Its beginning, inclusive.</param>
/// <param name="To">Its end, exclusive.</param>
public readonly record struct HistoryPeriod(Instant From, Instant To)
{
    /// <summary>The longest period, in days.</summary>
    public const int MaxDays = 3660;

    /// <summary>The most parts a series may have.</summary>
    public const int MaxParts = 2000;

    private const long QuarterHour = 15 * 60;
    private static readonly Instant Earliest = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2199, 1, 1, 0, 0);

    /// <summary>The quarter hour that <paramref name="at"/> lies in.</summary>
    public static Instant Quarter(Instant at)
    {
        var seconds = at.ToUnixTimeSeconds();
        return Instant.FromUnixTimeSeconds(seconds - (((seconds % QuarterHour) + QuarterHour) % QuarterHour));
    }

    /// <summary>The first quarter hour that begins at or after <paramref name="at"/>.</summary>
    public static Instant QuarterAfter(Instant at) => Quarter(at) is var start && start == at ? at : start + Duration.FromSeconds(QuarterHour);

    /// <summary>A period, its bounds moved back to full quarter hours. Problem: SCH052.</summary>
    public static Checked<HistoryPeriod> Of(Instant from, Instant to)
    {
        if (to <= from)
            return Bad("The period ends before it begins, or is empty.", "Its end is exclusive and must be later than its beginning.");
        if (from < Earliest || to > Latest)
            return Bad("The period is out of range.", "History is kept for the years 1970 to 2198.");
        if (to - from > Duration.FromDays(MaxDays))
            return Bad($"The period is longer than {MaxDays} days.", "Ask for a shorter one.");
        var period = new HistoryPeriod(Quarter(from), Quarter(to));
        return period.From < period.To ? Checked<HistoryPeriod>.Ok(period) : Bad("The period is shorter than the quarter hours that history is kept in.", "Begin and end it at :00, :15, :30 or :45.");
    }

    /// <summary>The days before <paramref name="to"/>, each of 24 hours. Problem: SCH052.</summary>
    public static Checked<HistoryPeriod> Last(int days, Instant to) =>
        Of(to < Earliest + Duration.FromDays(days) ? Earliest : to - Duration.FromDays(days), to);

    /// <summary>The period cut into parts by the clocks of a zone; the first and the last may be shorter. Problem: SCH052, too many parts.</summary>
    public Checked<IReadOnlyList<HistoryPeriod>> Cut(SeriesStep step, DateTimeZone zone)
    {
        var resolver = new LocalTimeResolver(zone, ClockChangeRule.Fixed);
        var parts = new List<HistoryPeriod>();
        for (var start = From; start < To;)
        {
            if (parts.Count == MaxParts)
                return Checked<IReadOnlyList<HistoryPeriod>>.Bad(new Problem(ProblemCodes.InvalidPeriod, $"The series would have more than {MaxParts} parts.", Suggestion: "Ask for a longer step or a shorter period."));
            var end = Quarter(Next(start, step, resolver));
            // A date that a zone left out, or a zone before it had whole quarter hours, makes no part of its own.
            end = end <= start ? QuarterAfter(start + Duration.FromSeconds(1)) : end;
            parts.Add(new HistoryPeriod(start, end < To ? end : To));
            start = end;
        }
        return Checked<IReadOnlyList<HistoryPeriod>>.Ok(parts);
    }

    private static Instant Next(Instant start, SeriesStep step, LocalTimeResolver resolver)
    {
        if (step == SeriesStep.Hour)
        {
            var later = start + Duration.FromHours(1);
            return later - Duration.FromSeconds(later.InZone(resolver.Zone).TimeOfDay is var time ? (time.Minute * 60) + time.Second : 0);
        }
        var date = start.InZone(resolver.Zone).Date;
        var next = step switch
        {
            SeriesStep.Day => date.PlusDays(1),
            SeriesStep.Week => date.Next(IsoDayOfWeek.Monday),
            _ => new LocalDate(date.Year, date.Month, 1).PlusMonths(1),
        };
        return resolver.Resolve(next.AtMidnight()) ?? Latest;
    }

    private static Checked<HistoryPeriod> Bad(string message, string suggestion) =>
        Checked<HistoryPeriod>.Bad(new Problem(ProblemCodes.InvalidPeriod, message, Suggestion: suggestion));
}
