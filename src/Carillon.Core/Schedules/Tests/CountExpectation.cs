using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>A number in bounds, both inclusive.</summary>
/// <param name="Min">At least; null for no bound.</param>
/// <param name="Max">At most; null for no bound.</param>
public readonly record struct CountBounds(int? Min, int? Max)
{
    /// <summary>Whether it lies within.</summary>
    public bool Holds(int count) => !(count < Min) && !(count > Max);

    /// <inheritdoc/>
    public override string ToString() => (Min, Max) switch
    {
        ({ } min, { } max) when min == max => Phrases.Number(min),
        ({ } min, { } max) => $"{Phrases.Number(min)} to {Phrases.Number(max)}",
        ({ } min, null) => $"at least {Phrases.Number(min)}",
        (null, { } max) => $"at most {Phrases.Number(max)}",
        _ => "any number",
    };
}

/// <summary>How many in the range.</summary>
/// <param name="Bounds">The bounds.</param>
public sealed record CountInRange(CountBounds Bounds) : Expectation
{
    /// <inheritdoc/>
    public override IEnumerable<string> Judge(TestedRange range)
    {
        if (!Bounds.Holds(range.Found.Count))
            yield return $"It fires {Phrases.Number(range.Found.Count)} times in the range, not {Bounds}.";
    }
}

/// <summary>The stretches of the calendar that are counted by.</summary>
public enum CountUnit
{
    /// <summary>A local day.</summary>
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,

    /// <summary>A month of the calendar.</summary>
    Month,
}

/// <summary>How many in each day, week or month that lies wholly within the range.</summary>
/// <param name="Unit">By what is counted.</param>
/// <param name="Bounds">The bounds.</param>
public sealed record CountPer(CountUnit Unit, CountBounds Bounds) : Expectation
{
    /// <inheritdoc/>
    public override IEnumerable<string> Judge(TestedRange range)
    {
        var counts = range.Found.CountBy(at => Begin(at.Date)).ToDictionary();
        var first = Begin(range.From.Date);
        if (first.AtMidnight() < range.From)
            first = Next(first);
        var wrong = new List<string>();
        var any = false;
        for (var start = first; Next(start).AtMidnight() <= range.To; start = Next(start))
        {
            any = true;
            if (!Bounds.Holds(counts.GetValueOrDefault(start)))
                wrong.Add($"{Name(start)} ({Phrases.Number(counts.GetValueOrDefault(start))})");
        }

        var unit = Unit.ToString().ToLowerInvariant();
        if (!any)
            yield return $"The range holds no whole {unit}, so nothing was counted.";
        if (wrong.Count > 0)
            yield return $"Not {Bounds} in each {unit}: {(wrong.Count <= MostNamed ? Phrases.Join(wrong) : $"{string.Join(", ", wrong.Take(MostNamed))} and {Phrases.Number(wrong.Count - MostNamed)} more")}.";
    }

    private LocalDate Begin(LocalDate date) => Unit switch
    {
        CountUnit.Day => date,
        CountUnit.Week => date.PlusDays(1 - (int)date.DayOfWeek),
        _ => new LocalDate(date.Year, date.Month, 1),
    };

    private LocalDate Next(LocalDate start) => Unit switch
    {
        CountUnit.Day => start.PlusDays(1),
        CountUnit.Week => start.PlusDays(7),
        _ => start.PlusMonths(1),
    };

    private string Name(LocalDate start) => Unit switch
    {
        CountUnit.Day => start.ToString("uuuu-MM-dd", null),
        CountUnit.Week => $"the week of {start.ToString("uuuu-MM-dd", null)}",
        _ => start.ToString("uuuu-MM", null),
    };
}

/// <summary>How far apart two in a row are: in days of the calendar, or in elapsed time.</summary>
/// <param name="MinDays">At least so many days, or null.</param>
/// <param name="MaxDays">At most so many days, or null.</param>
/// <param name="Min">At least so long, or null.</param>
/// <param name="Max">At most so long, or null.</param>
public sealed record GapBetween(int? MinDays, int? MaxDays, Duration? Min, Duration? Max) : Expectation
{
    /// <inheritdoc/>
    public override IEnumerable<string> Judge(TestedRange range)
    {
        if (range.Found.Count < 2)
            yield return "The range has fewer than two occurrences, so no gap was measured.";
        var wrong = range.Found.Zip(range.Found.Skip(1)).Where(pair => !Holds(pair.First, pair.Second)).ToList();
        if (wrong.Count == 0)
            yield break;
        var shown = wrong.Take(MostNamed).Select(pair => $"{Measure(pair.First, pair.Second)} from {LocalText.Of(pair.First.LocalDateTime)} to {LocalText.Of(pair.Second.LocalDateTime)}").ToList();
        yield return $"{(wrong.Count == 1 ? "A gap is" : $"{Phrases.Number(wrong.Count)} gaps are")} not {Bounds()}: {string.Join(", ", shown)}{(wrong.Count > MostNamed ? " …" : "")}.";
    }

    private bool Holds(ZonedDateTime first, ZonedDateTime second)
    {
        var days = Period.DaysBetween(first.Date, second.Date);
        var elapsed = second.ToInstant() - first.ToInstant();
        return !(days < MinDays) && !(days > MaxDays) && !(elapsed < Min) && !(elapsed > Max);
    }

    private string Measure(ZonedDateTime first, ZonedDateTime second) =>
        MinDays is null && MaxDays is null ? TimeText.Of(second.ToInstant() - first.ToInstant()) : $"{Phrases.Number(Period.DaysBetween(first.Date, second.Date))}d";

    private string Bounds()
    {
        var min = MinDays is { } least ? $"{Phrases.Number(least)}d" : Min is { } shortest ? TimeText.Of(shortest) : null;
        var max = MaxDays is { } most ? $"{Phrases.Number(most)}d" : Max is { } longest ? TimeText.Of(longest) : null;
        return min == max ? min! : min is null ? $"at most {max}" : max is null ? $"at least {min}" : $"{min} to {max}";
    }
}
