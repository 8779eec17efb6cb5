using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

public class CalendarTests
{
    private static readonly BusinessCalendar Nyse = BusinessCalendar.BuiltIn["XNYS"];

    [Theory]
    [InlineData(2015, 9)]
    [InlineData(2016, 9)]
    [InlineData(2017, 9)]
    [InlineData(2018, 10)]
    [InlineData(2019, 9)]
    [InlineData(2020, 9)]
    [InlineData(2021, 9)]
    [InlineData(2022, 9)]
    [InlineData(2023, 10)]
    [InlineData(2024, 10)]
    [InlineData(2025, 11)]
    [InlineData(2026, 10)]
    [InlineData(2027, 10)]
    public void Each_year_has_its_closures(int year, int closures) =>
        Year(year).Count(d => (int)d.DayOfWeek < 6 && !Nyse.IsBusinessDay(d)).ShouldBe(closures);

    [Theory]
    [InlineData(2015, 252)]
    [InlineData(2016, 252)]
    [InlineData(2017, 251)]
    [InlineData(2018, 251)]
    [InlineData(2020, 253)]
    [InlineData(2023, 250)]
    [InlineData(2024, 252)]
    [InlineData(2025, 250)]
    public void Each_year_has_the_published_number_of_sessions(int year, int sessions) => Year(year).Count(Nyse.IsBusinessDay).ShouldBe(sessions);

    [Theory]
    [InlineData("2018-12-05", false)]
    [InlineData("2025-01-09", false)]
    [InlineData("2026-07-03", false)]
    [InlineData("2027-12-31", true)]
    [InlineData("2022-01-03", true)]
    [InlineData("2021-12-31", true)]
    [InlineData("2021-06-18", true)]
    [InlineData("2022-06-20", false)]
    [InlineData("2026-04-03", false)]
    public void Special_days(string date, bool open) => Nyse.IsBusinessDay(NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value).ShouldBe(open);

    [Fact]
    public void Sessions_open_half_past_nine_and_close_at_four_or_at_one()
    {
        Nyse.Session(new LocalDate(2026, 11, 25)).ShouldBe(new SessionHours(new LocalTime(9, 30), new LocalTime(16, 0), false));
        Nyse.Session(new LocalDate(2026, 11, 27)).ShouldBe(new SessionHours(new LocalTime(9, 30), new LocalTime(13, 0), true));
        Nyse.Session(new LocalDate(2026, 11, 26)).ShouldBeNull();
        Nyse.Zone!.Id.ShouldBe("America/New_York");
    }

    [Fact]
    public void Every_early_close_is_a_business_day()
    {
        for (var year = 2015; year <= 2027; year++)
            Year(year).Count(d => Nyse.Session(d) is { EarlyClose: true }).ShouldBeInRange(1, 3, $"{year}");
    }

    [Fact]
    public void Beyond_its_table_weekdays_count_and_a_warning_is_given()
    {
        var newYear = new LocalDate(2029, 1, 1);
        Nyse.IsBusinessDay(newYear).ShouldBeTrue();
        Nyse.Doubt(newYear)!.Severity.ShouldBe(ProblemSeverity.Warning);
        Nyse.Doubt(newYear)!.Message.ShouldBe("Calendar XNYS knows 2015-01-01 through 2027-12-31; on 2029-01-01 every Monday to Friday counts as a business day.");
        Nyse.Doubt(new LocalDate(2027, 12, 31)).ShouldBeNull();
    }

    [Fact]
    public void Both_exchanges_share_the_table() =>
        Enumerable.Range(2015, 13).SelectMany(Year).ShouldAllBe(d => Nyse.Session(d) == BusinessCalendar.BuiltIn["xnas"].Session(d));

    private static IEnumerable<LocalDate> Year(int year) =>
        Enumerable.Range(0, 366).Select(new LocalDate(year, 1, 1).PlusDays).TakeWhile(d => d.Year == year);
}
