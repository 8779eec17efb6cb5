using Carillon.Core.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Core.Tests.Schedules.Lint;

/// <summary>Crons that look right, what lint says to them, and that the fix gives the dates meant.</summary>
public sealed class TrapTests
{
    [Fact]
    public void Every_14_days_is_no_step_in_the_day_field()
    {
        var found = Only("0 2 */14 * *", "step-in-days", ProblemSeverity.Warning);

        found.Fix.ShouldBe("every: 14d\nat: \"02:00\"\nanchor: 2026-11-29");
        found.Message.ShouldContain("Next: 2026-11-29, 2026-12-01, 2026-12-15, 2026-12-29, 2027-01-01.");
        Snippet.Next(found.Fix!, "UTC", 4).ShouldBe(["2026-11-29T02:00", "2026-12-13T02:00", "2026-12-27T02:00", "2027-01-10T02:00"]);
    }

    [Fact]
    public void Every_60_days_is_no_step_in_the_day_field_either()
    {
        var found = Only("0 2 */60 * *", "step-beyond-field", ProblemSeverity.Error);

        found.Fix.ShouldBe("every: 60d\nat: \"02:00\"\nanchor: 2026-11-21");
        Snippet.Next(found.Fix!, "UTC", 3).ShouldBe(["2027-01-20T02:00", "2027-03-21T02:00", "2027-05-20T02:00"]);
    }

    [Fact]
    public void Every_60_minutes_is_every_hour()
    {
        var found = Only("*/60 * * * *", "step-beyond-field", ProblemSeverity.Error);

        found.Fix.ShouldBe("cron: \"0 * * * *\"");
        Snippet.Next(found.Fix!, "Asia/Kolkata", 2).ShouldBe(["2026-11-21T18:00", "2026-11-21T19:00"]);
    }

    [Theory]
    [InlineData("0 8 1-3 * 1-5", "monthly: { on: first_business_day, at: \"08:00\" }", new[] { "2026-12-01T08:00", "2027-01-01T08:00", "2027-02-01T08:00" })]
    [InlineData("0 8 L * 1-5", "monthly: { on: last_business_day, at: \"08:00\" }", new[] { "2026-11-30T08:00", "2026-12-31T08:00", "2027-01-29T08:00" })]
    [InlineData("0 8 8-14 * 2", "monthly: { on: \"2nd tue\", at: \"08:00\" }", new[] { "2026-12-08T08:00", "2027-01-12T08:00", "2027-02-09T08:00" })]
    public void A_day_of_two_fields_has_a_name(string cron, string fix, string[] dates)
    {
        var found = Only(cron, "either-day", ProblemSeverity.Warning);

        found.Fix.ShouldBe(fix);
        Snippet.Next(found.Fix!, "UTC", 3).ShouldBe(dates);
    }

    [Fact]
    public void Friday_the_13th_has_no_one_answer() => Only("0 9 13 * 5", "either-day", ProblemSeverity.Warning).Fix.ShouldBeNull();

    [Theory]
    [InlineData("*/7 * * * *", "uneven-step", "every: 7m\nanchor: 2026-11-21T12:00")]
    [InlineData("*/25 * * * *", "uneven-step", "every: 25m\nanchor: 2026-11-21T12:00")]
    [InlineData("0 */7 * * *", "uneven-step", "every: 7h\nanchor: 2026-11-21T14:00")]
    [InlineData("*/25 9-16 * * *", "uneven-step", null)]
    [InlineData("0 2 1 */5 *", "uneven-months", null)]
    [InlineData("0 2 1/14 * *", "step-in-days", "every: 14d\nat: \"02:00\"\nanchor: 2026-11-29")]
    [InlineData("0 2,14 */14 * *", "step-in-days", "every: 14d\nat: [\"02:00\", \"14:00\"]\nanchor: 2026-11-29")]
    [InlineData("0 2 */14 * 1", "step-in-days", "every: 14d\nat: \"02:00\"\nanchor: 2027-02-01")]
    [InlineData("* 9 * * *", "every-minute-of-an-hour", "cron: \"0 9 * * *\"")]
    [InlineData("0 9 31 * *", "missing-day", "monthly: { on: 31, at: \"09:00\" }")]
    [InlineData("0 9 29 2 *", "only-in-leap-years", "cron: \"0 9 L 2 *\"")]
    [InlineData("0 0 30 2 *", "never-fires", "cron: \"0 0 L 2 *\"")]
    [InlineData("0 24 * * *", "value-beyond-field", "cron: \"0 0 * * *\"")]
    [InlineData("60 9 * * *", "value-beyond-field", "cron: \"0 9 * * *\"")]
    [InlineData("0 9 32 * *", "value-beyond-field", null)]
    [InlineData("* * * * *", "every-minute", null)]
    [InlineData("* * * * * *", "every-second", "cron: \"* * * * *\"")]
    [InlineData("*/90 * * * *", "step-beyond-field", "every: 90m")]
    [InlineData("*/90 9 * * *", "step-beyond-field", null)]
    [InlineData("0 */48 * * *", "step-beyond-field", "every: 2d\nat: \"00:00\"\nanchor: 2026-11-21")]
    [InlineData("", "invalid-schedule", null)]
    [InlineData("⏰", "invalid-schedule", null)]
    [InlineData("@dayly", "invalid-schedule", null)]
    public void Other_traps(string cron, string rule, string? fix)
    {
        var found = Snippet.OfCron(cron).ShouldHaveSingleItem();

        (found.Rule, found.Fix).ShouldBe((rule, fix));
    }

    [Fact]
    public void A_skipped_time_is_told_with_its_next_date()
    {
        var found = Only("30 2 * * *", "skipped-time", ProblemSeverity.Warning, "America/New_York");

        found.Message.ShouldStartWith("2027-03-14 02:30 does not exist in America/New_York");
        found.Fix.ShouldBe("cron: \"30 2 * * *\"\ndst: { gap: next }");
    }

    [Fact]
    public void A_repeated_time_is_told_with_its_next_date() =>
        Only("30 1 * * *", "repeated-time", ProblemSeverity.Info, "America/New_York").Message.ShouldStartWith("2027-11-07 01:30 comes twice");

    [Theory]
    [InlineData("2026-01-05", 79, new string[0])]
    [InlineData("2026-01-11", 78, new[] { "2026-03-08T03:00:00" })]
    public void Fourteen_days_are_fourteen_days_for_three_years_across_clock_changes(string anchor, int count, string[] moved)
    {
        var newYork = DateTimeZoneProviders.Tzdb["America/New_York"];
        var spec = new ScheduleSpec { HashSeed = "s", Every = "14d", At = ["02:00"], Anchor = anchor, Timezone = newYork.Id };
        var start = Instant.FromUtc(2026, 1, 5, 5, 0);

        var times = spec.Build().Schedule!.Times.Between(start, start + Duration.FromDays(3 * 366)).Select(at => at.InZone(newYork).LocalDateTime).ToList();

        times.Count.ShouldBe(count);
        times.Zip(times.Skip(1)).ShouldAllBe(pair => Period.DaysBetween(pair.First.Date, pair.Second.Date) == 14);
        // Counted from a Sunday the grid meets one clock change, and 02:00 does not exist on that day.
        times.Where(t => t.TimeOfDay != new LocalTime(2, 0)).Select(LocalDateTimePattern.GeneralIso.Format).ShouldBe(moved);
    }

    [Theory]
    [InlineData("first_business_day")]
    [InlineData("last_business_day")]
    public void Business_days_of_36_months_are_those_of_the_exchange(string day)
    {
        var calendar = BusinessCalendar.BuiltIn["XNYS"];
        var newYork = DateTimeZoneProviders.Tzdb["America/New_York"];
        var spec = new ScheduleSpec { HashSeed = "s", Monthly = new([day], ["08:00"]), Calendar = "XNYS", Timezone = newYork.Id };
        var expected = from month in Enumerable.Range(0, 36)
                       let first = new LocalDate(2025, 1, 1).PlusMonths(month)
                       let open = Enumerable.Range(0, CalendarSystem.Iso.GetDaysInMonth(first.Year, first.Month)).Select(first.PlusDays).Where(calendar.IsBusinessDay).ToList()
                       select (day == "first_business_day" ? open[0] : open[^1]) + new LocalTime(8, 0);

        var times = spec.Build().Schedule!.Times.Between(Instant.FromUtc(2025, 1, 1, 5, 0), Instant.FromUtc(2028, 1, 1, 5, 0)).Select(at => at.InZone(newYork).LocalDateTime);

        times.ShouldBe(expected);
    }

    private static Problem Only(string cron, string rule, ProblemSeverity severity, string? zone = null)
    {
        var found = Snippet.OfCron(cron, zone).ShouldHaveSingleItem();
        (found.Rule, found.Severity).ShouldBe((rule, severity));
        return found;
    }
}
