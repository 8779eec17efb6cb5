using System.Globalization;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>What a schedule is expected to do in a range of time. Immutable.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Schedule">The schedule's key.</param>
/// <param name="From">The beginning of the range, inclusive.</param>
/// <param name="To">The end of the range, exclusive.</param>
/// <param name="Expectations">At least one.</param>
/// <param name="Location">Where it stands.</param>
public sealed record ScheduleTest(string Name, string Schedule, Instant From, Instant To, IReadOnlyList<Expectation> Expectations, SourceLocation? Location)
{
    /// <summary>A range with more occurrences than this is not looked at; the test fails and says so.</summary>
    public const int MostOccurrences = 1_000_000;

    /// <summary>Holds the schedule to it. Pure.</summary>
    /// <param name="schedule">The schedule of that key.</param>
    public ScheduleTestResult Judge(ScheduleDefinition schedule)
    {
        var found = new List<ZonedDateTime>();
        foreach (var at in schedule.Times.Between(From, To))
        {
            if (found.Count == MostOccurrences)
                return new ScheduleTestResult(this, found.Count, [], [$"The range has more than {MostOccurrences.ToString("N0", CultureInfo.InvariantCulture)} occurrences; take a shorter one."]);
            found.Add(at.InZone(schedule.Zone));
        }

        var range = new TestedRange(found, From.InZone(schedule.Zone).LocalDateTime, To.InZone(schedule.Zone).LocalDateTime);
        return new ScheduleTestResult(this, found.Count, [.. found.Take(ScheduleTestResult.MostShown).Select(at => LocalText.Of(at.LocalDateTime))], [.. Expectations.SelectMany(e => e.Judge(range))]);
    }
}

/// <summary>How a test went.</summary>
/// <param name="Test">The test.</param>
/// <param name="Found">How many occurrences the range has.</param>
/// <param name="First">The first of them, at most <see cref="MostShown"/>, as the zone reads them.</param>
/// <param name="Differences">What is otherwise than expected, each in a sentence; empty when it passed.</param>
public sealed record ScheduleTestResult(ScheduleTest Test, int Found, IReadOnlyList<string> First, IReadOnlyList<string> Differences)
{
    /// <summary>How many occurrences are shown.</summary>
    public const int MostShown = 10;

    /// <summary>True when everything is as expected.</summary>
    public bool Passed => Differences.Count == 0;

    /// <summary>The failure as a problem (SCH047); null when it passed.</summary>
    public Problem? ToProblem() => Passed ? null : new Problem(ProblemCodes.ScheduleTestFailed, $"Test '{Test.Name}' failed: {string.Join(" ", Differences)}", Test.Location);
}

/// <summary>The occurrences that a test looks at.</summary>
/// <param name="Found">All in the range, in order, in the schedule's zone.</param>
/// <param name="From">The range's beginning as the zone reads it, inclusive.</param>
/// <param name="To">Its end, exclusive.</param>
public sealed record TestedRange(IReadOnlyList<ZonedDateTime> Found, LocalDateTime From, LocalDateTime To);

/// <summary>Wall-clock times in tests.</summary>
internal static class LocalText
{
    /// <summary><c>2026-03-02T09:00</c>, with seconds where there are some.</summary>
    public static string Of(LocalDateTime at) => $"{at.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)}T{Phrases.Time(at.TimeOfDay)}";
}
