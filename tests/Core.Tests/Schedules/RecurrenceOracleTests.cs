using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

/// <summary>Every kind but cron, with and without calendars, against the brute force around transitions and over whole years.</summary>
public class RecurrenceOracleTests
{
    private static readonly LocalTime[] Times = [new(0, 0), new(1, 30), new(2, 15), new(2, 45), new(23, 59, 30)];

    private static readonly (string Name, WallClockRecurrence Recurrence, Func<LocalDate, bool> Date)[] Kinds =
    [
        ("daily", DayTimesRecurrence.Daily(Times), _ => true),
        ("every 3 days", DayTimesRecurrence.EveryDays(3, new(2026, 1, 5), Times), d => Period.DaysBetween(new(2026, 1, 5), d) % 3 == 0),
        ("every 14 days", DayTimesRecurrence.EveryDays(14, new(2007, 3, 11), Times), d => Period.DaysBetween(new(2007, 3, 11), d) % 14 == 0),
        ("weekly", DayTimesRecurrence.Weekly([IsoDayOfWeek.Sunday, IsoDayOfWeek.Friday], Times), d => d.DayOfWeek is IsoDayOfWeek.Sunday or IsoDayOfWeek.Friday),
        ("day 31 or last", Monthly(ShortMonthRule.Last, new MonthDay(MonthDayKind.Number, 31)), d => d.PlusDays(1).Day == 1),
        ("day 30 or none", Monthly(ShortMonthRule.Skip, new MonthDay(MonthDayKind.Number, 30)), d => d.Day == 30),
        ("first and last", Monthly(ShortMonthRule.Last, new MonthDay(MonthDayKind.Number, 1), new MonthDay(MonthDayKind.Last)), d => d.Day == 1 || d.PlusDays(1).Day == 1),
        ("second Sunday", Monthly(ShortMonthRule.Last, new MonthDay(MonthDayKind.NthWeekday, 2, IsoDayOfWeek.Sunday)), d => d.DayOfWeek == IsoDayOfWeek.Sunday && d.Day is >= 8 and <= 14),
        ("fifth Sunday", Monthly(ShortMonthRule.Last, new MonthDay(MonthDayKind.NthWeekday, 5, IsoDayOfWeek.Sunday)), d => d.DayOfWeek == IsoDayOfWeek.Sunday && d.Day >= 29),
        ("last Sunday", Monthly(ShortMonthRule.Last, new MonthDay(MonthDayKind.LastWeekday, 0, IsoDayOfWeek.Sunday)), d => d.DayOfWeek == IsoDayOfWeek.Sunday && d.PlusDays(7).Month != d.Month),
        ("first business day", Monthly(ShortMonthRule.Last, new MonthDay(MonthDayKind.FirstBusinessDay)), d => Weekday(d) && !Before(d).Any(Weekday)),
        ("last business day", Monthly(ShortMonthRule.Last, new MonthDay(MonthDayKind.LastBusinessDay)), d => Weekday(d) && !After(d).Any(Weekday)),
    ];

    public static TheoryData<string> ZoneCases => [.. CronOracleTests.Zones];

    [Theory]
    [MemberData(nameof(ZoneCases))]
    public void Around_every_transition_every_kind_agrees_with_the_brute_force(string zoneName)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneName];
        var transitions = zone.GetZoneIntervals(Instant.FromUtc(1990, 1, 1, 0, 0), Instant.FromUtc(2038, 1, 1, 0, 0))
            .Where(i => i.HasStart && i.Start >= Instant.FromUtc(1990, 1, 1, 0, 0)).Select(i => i.Start).DefaultIfEmpty(Instant.FromUtc(2026, 3, 1, 0, 0));
        foreach (var transition in transitions)
        {
            foreach (var (name, recurrence, date) in Kinds)
            {
                foreach (var rule in new[] { ClockChangeRule.Fixed, new(GapRule.Skip, OverlapRule.Second), new(GapRule.Next, OverlapRule.Both) })
                {
                    var (start, end) = (transition - Duration.FromHours(30), transition + Duration.FromHours(30));
                    var expected = Brute.Instants(new BruteReadings(Times, date), zone, rule, start, end);
                    new ScheduleTimes(recurrence, zone, rule).Between(start, end).ShouldBe(expected, $"{name} in {zoneName} around {transition} with {rule}");
                }
            }
        }
    }

    [Theory]
    [InlineData("XNYS")]
    [InlineData("weekdays")]
    public void Calendars_agree_with_the_brute_force(string calendarName)
    {
        var calendar = BusinessCalendar.BuiltIn[calendarName];
        var zone = DateTimeZoneProviders.Tzdb["America/New_York"];
        var (start, end) = (Instant.FromUtc(2014, 12, 20, 0, 0), Instant.FromUtc(2028, 1, 20, 0, 0));
        foreach (var (name, recurrence, date) in Kinds)
        {
            foreach (var rule in Enum.GetValues<CalendarRule>())
            {
                bool Fits(LocalDate d)
                {
                    if (!calendar.IsBusinessDay(d))
                        return false;
                    if (date(d))
                        return true;
                    for (var closed = d; rule != CalendarRule.Skip;)
                    {
                        closed = closed.PlusDays(rule == CalendarRule.Next ? -1 : 1);
                        if (calendar.IsBusinessDay(closed))
                            return false;
                        if (date(closed))
                            return true;
                    }
                    return false;
                }
                var expected = Brute.Instants(new BruteReadings(Times, Fits), zone, ClockChangeRule.Fixed, start, end);
                var times = new ScheduleTimes(recurrence, zone, null, calendar, rule);
                times.Between(start, end).ShouldBe(expected, $"{name} with {calendarName}, {rule}");
                var backwards = new List<Instant>();
                for (var at = times.Previous(end); at is { } t && t >= start; at = times.Previous(t))
                    backwards.Add(t);
                backwards.ShouldBe(Enumerable.Reverse(expected), $"{name} with {calendarName}, {rule}, backwards");
            }
        }
    }

    [Fact]
    public void Different_times_that_a_calendar_moves_to_one_day_stay_apart_and_equal_ones_collapse()
    {
        var cron = CronExpression.Parse("0 8,10 * * 6,0,1", "s").Value;
        var times = new ScheduleTimes(cron, DateTimeZone.Utc, null, BusinessCalendar.Weekdays, CalendarRule.Next);
        times.Between(Instant.FromUtc(2026, 3, 6, 0, 0), Instant.FromUtc(2026, 3, 12, 0, 0))
            .ShouldBe([Instant.FromUtc(2026, 3, 9, 8, 0), Instant.FromUtc(2026, 3, 9, 10, 0)]);
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Apia")]
    [InlineData("Australia/Lord_Howe")]
    public void Elapsed_time_ignores_clock_changes_and_with_a_calendar_drops_closed_days(string zoneName)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneName];
        var anchor = Instant.FromUtc(2026, 1, 5, 0, 7);
        foreach (var period in new[] { Duration.FromMinutes(15), Duration.FromHours(7), Duration.FromHours(36), Duration.FromSeconds(40_000) })
        {
            var recurrence = new ElapsedRecurrence((long)period.TotalSeconds, anchor);
            foreach (var (start, end) in new[] { (Instant.FromUtc(2011, 12, 20, 0, 0), Instant.FromUtc(2012, 1, 10, 0, 0)), (Instant.FromUtc(2026, 2, 20, 0, 0), Instant.FromUtc(2026, 4, 10, 0, 0)) })
            {
                var all = new List<Instant>();
                for (var at = anchor - (Math.Floor((anchor - start) / period) * period); at < end; at += period)
                    all.Add(at);
                new ScheduleTimes(recurrence, zone).Between(start, end).ShouldBe(all, $"{period} in {zoneName}");
                var open = all.Where(i => Weekday(i.InZone(zone).Date)).ToList();
                var times = new ScheduleTimes(recurrence, zone, null, BusinessCalendar.Weekdays);
                times.Between(start, end).ShouldBe(open, $"{period} in {zoneName} on weekdays");
                times.Previous(end).ShouldBe(open[^1]);
            }
        }
    }

    private static DayTimesRecurrence Monthly(ShortMonthRule rule, params MonthDay[] on) => DayTimesRecurrence.Monthly(on, rule, null, Times);

    private static bool Weekday(LocalDate date) => date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday);

    private static IEnumerable<LocalDate> Before(LocalDate date) => Enumerable.Range(1, date.Day - 1).Select(d => new LocalDate(date.Year, date.Month, d));

    private static IEnumerable<LocalDate> After(LocalDate date) => Enumerable.Range(1, 31).Select(date.PlusDays).TakeWhile(d => d.Month == date.Month);
}
