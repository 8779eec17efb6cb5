using Carillon.Core.Occurrences;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Core.Tests.Occurrences;

/// <summary>The days of a calendar: without hole or overlap, with the length that the clocks give them.</summary>
public class CalendarDaysTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    [Fact]
    public void Days_on_which_the_clocks_change_are_marked()
    {
        var days = CalendarDays.Of(NewYork, At("2026-03-07T05:00:00Z"), At("2026-03-10T04:00:00Z"));

        string.Join(' ', days.Select(d => $"{d.Date:MM-dd}:{(d.End - d.Start).TotalHours}{d.ClockChange}")).ShouldBe("03-07:24 03-08:23forward 03-09:24");
        CalendarDays.Of(NewYork, At("2026-11-01T12:00:00Z"), At("2026-11-01T13:00:00Z")).ShouldHaveSingleItem().ClockChange.ShouldBe("back");
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Africa/Cairo")]
    [InlineData("America/Havana")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("UTC")]
    public void Days_follow_each_other_and_cover_the_range(string zone)
    {
        var (from, to) = (At("2026-01-01T12:00:00Z"), At("2026-12-31T12:00:00Z"));

        var days = CalendarDays.Of(DateTimeZoneProviders.Tzdb[zone], from, to);

        days[0].Start.ShouldBeLessThanOrEqualTo(from);
        days[^1].End.ShouldBeGreaterThanOrEqualTo(to);
        days.Zip(days.Skip(1)).ShouldAllBe(pair => pair.First.End == pair.Second.Start && pair.First.Date.PlusDays(1) == pair.Second.Date);
    }

    [Fact]
    public void Each_occurrence_counts_on_its_day_and_ends_are_exclusive()
    {
        var days = CalendarDays.Of(DateTimeZone.Utc, At("2026-03-07T00:00:00Z"), At("2026-03-09T00:00:00Z"));

        var tally = CalendarDays.Tally(days,
        [
            new(At("2026-03-06T23:59:59Z"), OccurrenceOutcome.Ran, 9),
            new(At("2026-03-07T00:00:00Z"), OccurrenceOutcome.Ran, 1),
            new(At("2026-03-07T23:59:59Z"), OccurrenceOutcome.Missed, 3),
            new(At("2026-03-08T00:00:00Z"), OccurrenceOutcome.Skipped, 2),
            new(At("2026-03-08T12:00:00Z"), null, 5),
            new(At("2026-03-09T00:00:00Z"), null, 9),
        ]);

        tally.ShouldBe([new DayTally(days[0], 1, 0, 3, 0, 0), new DayTally(days[1], 0, 2, 0, 0, 5)]);
        tally.Sum(day => day.Total).ShouldBe(11);
    }

    [Fact]
    public void Beyond_the_known_years_there_are_no_days() =>
        CalendarDays.Of(DateTimeZone.Utc, At("2250-01-01T00:00:00Z"), At("2250-02-01T00:00:00Z")).ShouldBeEmpty();

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
