using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Finds schedules of one workflow that are due at the same instant. Pure.</summary>
public static class ScheduleConflicts
{
    /// <summary>At most so many occurrences of each schedule are compared.</summary>
    public const int MostOccurrences = 1_000;

    /// <summary>At most so many pairs of schedules are compared: all of 45.</summary>
    public const int MostPairs = 1_000;

    private static readonly Duration Year = Duration.FromDays(366);

    /// <summary>The first nominal time after <paramref name="from"/> that both have, within a year and the first <see cref="MostOccurrences"/> of each; null when there is none.</summary>
    public static Instant? FirstCommon(OccurrenceTimes one, OccurrenceTimes other, Instant from)
    {
        var (left, right) = (one.Next(from), other.Next(from));
        for (var (a, b) = (0, 0); a < MostOccurrences && b < MostOccurrences && left is { } x && right is { } y && Instant.Max(x, y) - from < Year;)
        {
            if (x == y)
                return x;
            if (x < y)
                (left, a) = (one.Next(x), a + 1);
            else
                (right, b) = (other.Next(y), b + 1);
        }

        return null;
    }

    /// <summary>A warning (SCH002) for each pair of enabled schedules with a common time, with the first one. Only the first <see cref="MostPairs"/> are looked at.</summary>
    /// <param name="schedules">The schedules of one workflow.</param>
    /// <param name="from">Times after this instant.</param>
    public static IReadOnlyList<Problem> Among(IReadOnlyList<ScheduleDefinition> schedules, Instant from)
    {
        var found = new List<Problem>();
        var pairs = 0;
        for (var i = 0; i < schedules.Count; i++)
        {
            for (var j = i + 1; j < schedules.Count && pairs < MostPairs; j++, pairs++)
            {
                if (Between(schedules[i], schedules[j], from) is { } problem)
                    found.Add(problem);
            }
        }

        return found;
    }

    /// <summary>The warning for two schedules of one workflow, or null.</summary>
    public static Problem? Between(ScheduleDefinition one, ScheduleDefinition other, Instant from)
    {
        if (!one.Enabled || !other.Enabled || FirstCommon(one.Times, other.Times, from) is not { } at)
            return null;
        var local = at.InZone(one.Zone);
        return new Problem(
            ProblemCodes.ScheduleConflict,
            $"Schedules '{one.Key}' and '{other.Key}' of one workflow are both due at {TimeText.Of(local.ToOffsetDateTime())} ({one.Zone.Id}): two runs of it.",
            Suggestion: "Move one of them, or make them one schedule.",
            Severity: ProblemSeverity.Warning);
    }
}
