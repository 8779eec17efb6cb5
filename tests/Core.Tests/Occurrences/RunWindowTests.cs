using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using NodaTime;
using static Carillon.Core.Tests.Occurrences.Due;

namespace Carillon.Core.Tests.Occurrences;

public class RunWindowTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    [Theory]
    [InlineData("2026-01-05T09:29:59", false)]
    [InlineData("2026-01-05T09:30:00", true)]
    [InlineData("2026-01-05T15:59:59", true)]
    [InlineData("2026-01-05T16:00:00", false)]
    [InlineData("2026-01-10T12:00:00", false)] // a Saturday
    public void It_opens_inclusive_and_closes_exclusive_on_its_days(string local, bool open)
    {
        Market.IsOpenAt(At(local, NewYork)).ShouldBe(open);
    }

    [Theory]
    [InlineData("2026-01-05T22:00:00", true)]
    [InlineData("2026-01-06T01:59:59", true)]
    [InlineData("2026-01-06T02:00:00", false)]
    [InlineData("2026-01-10T01:00:00", true)] // Saturday, in the night that Friday began
    [InlineData("2026-01-11T01:00:00", false)]
    [InlineData("2026-01-05T01:00:00", false)] // Monday, in the night that Sunday began
    public void One_that_passes_midnight_belongs_to_the_day_on_which_it_opens(string local, bool open)
    {
        var night = new RunWindow(new LocalTime(22, 0), new LocalTime(2, 0), Weekdays, DateTimeZone.Utc, "22:00–02:00");
        night.IsOpenAt(At(local, DateTimeZone.Utc)).ShouldBe(open);
    }

    [Fact]
    public void It_follows_the_clocks_of_its_zone()
    {
        Market.IsOpenAt(Instant.FromUtc(2026, 3, 6, 14, 0)).ShouldBeFalse("09:00 in winter");
        Market.IsOpenAt(Instant.FromUtc(2026, 3, 9, 14, 0)).ShouldBeTrue("10:00 in summer");
    }

    [Fact]
    public void What_is_due_outside_of_it_never_stands_for_what_may_run()
    {
        // Down from 15:30 to 10:00 the next day; the last occurrence that may run is that of 15:45.
        var times = new EveryTimes(Duration.FromMinutes(15));
        var schedule = With(Of(times), new RunWindow(new LocalTime(9, 50), new LocalTime(16, 0), [], DateTimeZone.Utc, "09:50–16:00"));
        var from = Instant.FromUtc(2026, 1, 5, 15, 30);
        var now = Instant.FromUtc(2026, 1, 6, 9, 55);
        schedule.At(from, now).Lines().ShouldBe(["15:45 ran catch-up", "16:00..09:45 x72 skipped outside the run window 09:50–16:00"]);
    }

    [Fact]
    public void A_missed_occurrence_is_judged_by_the_time_at_which_it_would_start()
    {
        var schedule = With(Every(Duration.FromMinutes(15)), new RunWindow(new LocalTime(9, 0), new LocalTime(10, 0), [], DateTimeZone.Utc, "09:00–10:00"));
        schedule.At(Nine, Nine + Duration.FromMinutes(70)).Lines().ShouldBe(
        [
            "09:15..09:30 x2 coalesced downtime: a later occurrence stands for it",
            "09:45 skipped outside the run window 09:00–10:00: it would have started late",
            "10:00 skipped outside the run window 09:00–10:00",
        ]);
    }

    private static readonly IsoDayOfWeek[] Weekdays = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    private static readonly RunWindow Market = new(new LocalTime(9, 30), new LocalTime(16, 0), Weekdays, NewYork, "09:30–16:00 mon-fri");

    private static Schedule With(Schedule schedule, RunWindow window) => schedule with { Definition = schedule.Definition with { RunWindow = window } };

    private static Instant At(string local, DateTimeZone zone) =>
        new LocalTimeResolver(zone, ClockChangeRule.Fixed).Resolve(NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse(local).Value)!.Value;
}
