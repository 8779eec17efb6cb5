using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>One thing that a test expects. Immutable.</summary>
public abstract record Expectation
{
    private protected const int MostNamed = 5;

    private protected Expectation()
    {
    }

    /// <summary>What is otherwise, each in a sentence; empty when it is as expected.</summary>
    public abstract IEnumerable<string> Judge(TestedRange range);

    private protected static string Names(IEnumerable<LocalDateTime> times)
    {
        var shown = times.Select(LocalText.Of).ToList();
        return shown.Count <= MostNamed ? Phrases.Join(shown) : $"{string.Join(", ", shown.Take(MostNamed))} and {Phrases.Number(shown.Count - MostNamed)} more";
    }

    /// <summary>What of <paramref name="times"/> is not in <paramref name="others"/>, counting what comes twice.</summary>
    private protected static List<LocalDateTime> Without(IEnumerable<LocalDateTime> times, IEnumerable<LocalDateTime> others)
    {
        var left = others.CountBy(t => t).ToDictionary();
        var rest = new List<LocalDateTime>();
        foreach (var time in times)
        {
            if (left.GetValueOrDefault(time) is > 0 and var count)
                left[time] = count - 1;
            else
                rest.Add(time);
        }

        return rest;
    }
}

/// <summary>Exactly these, in whatever order they are written.</summary>
/// <param name="Times">As the zone reads them.</param>
public sealed record ExpectExactly(IReadOnlyList<LocalDateTime> Times) : Expectation
{
    /// <inheritdoc/>
    public override IEnumerable<string> Judge(TestedRange range)
    {
        var found = range.Found.Select(at => at.LocalDateTime).ToList();
        if (Without(Times, found) is { Count: > 0 } missing)
            yield return $"Expected, and it does not fire: {Names(missing)}.";
        if (Without(found, Times) is { Count: > 0 } extra)
            yield return $"Not expected, and it fires: {Names(extra)}.";
    }
}

/// <summary>These, among others.</summary>
/// <param name="Times">As the zone reads them.</param>
public sealed record Includes(IReadOnlyList<LocalDateTime> Times) : Expectation
{
    /// <inheritdoc/>
    public override IEnumerable<string> Judge(TestedRange range)
    {
        if (Without(Times, range.Found.Select(at => at.LocalDateTime)) is { Count: > 0 } missing)
            yield return $"To be included, and it does not fire: {Names(missing)}.";
    }
}

/// <summary>None of these.</summary>
/// <param name="Times">As the zone reads them.</param>
public sealed record Excludes(IReadOnlyList<LocalDateTime> Times) : Expectation
{
    /// <inheritdoc/>
    public override IEnumerable<string> Judge(TestedRange range)
    {
        var found = range.Found.Select(at => at.LocalDateTime).ToHashSet();
        if (Times.Where(found.Contains).ToList() is { Count: > 0 } extra)
            yield return $"To be excluded, and it fires: {Names(extra)}.";
    }
}

/// <summary>Nothing between two times of day.</summary>
/// <param name="Start">Inclusive.</param>
/// <param name="End">Exclusive; at or before <paramref name="Start"/> it is the next day's.</param>
public sealed record NeverBetween(LocalTime Start, LocalTime End) : Expectation
{
    /// <inheritdoc/>
    public override IEnumerable<string> Judge(TestedRange range)
    {
        var extra = range.Found.Select(at => at.LocalDateTime).Where(at => Start < End ? at.TimeOfDay >= Start && at.TimeOfDay < End : at.TimeOfDay >= Start || at.TimeOfDay < End).ToList();
        if (extra.Count > 0)
            yield return $"It fires between {Phrases.Time(Start)} and {Phrases.Time(End)}: {Names(extra)}.";
    }
}

/// <summary>Nothing on some weekdays.</summary>
/// <param name="Days">The weekdays.</param>
public sealed record NeverOn(IReadOnlyList<IsoDayOfWeek> Days) : Expectation
{
    /// <inheritdoc/>
    public override IEnumerable<string> Judge(TestedRange range)
    {
        foreach (var day in range.Found.Select(at => at.LocalDateTime).Where(at => Days.Contains(at.DayOfWeek)).GroupBy(at => at.DayOfWeek).OrderBy(g => g.Key))
            yield return $"It fires on a {day.Key}: {Names(day)}.";
    }
}
