using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

/// <summary><c>at: open+5m</c>: moments of a session, against a day-by-day count.</summary>
public sealed class SessionTimeTests
{
    private static readonly BusinessCalendar Nyse = BusinessCalendar.BuiltIn["XNYS"];
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    [Theory]
    [InlineData("daily", "skip", "America/New_York", "open+5m")]
    [InlineData("daily", "skip", "Asia/Tokyo", "open,close-15m,close+8h")]
    [InlineData("weekly", "next", "Europe/Berlin", "close")]
    [InlineData("weekly", "previous", "America/New_York", "open-12h")]
    [InlineData("monthly", "next", "UTC", "close+12h")]
    [InlineData("monthly", "previous", "Pacific/Kiritimati", "open-90s")]
    [InlineData("every", "skip", "America/New_York", "open+1h30m,12:00")]
    [InlineData("every", "next", "Asia/Tokyo", "close-15m,12:00")]
    public void Every_occurrence_of_thirteen_years_is_where_a_day_by_day_count_puts_it(string kind, string rule, string zone, string at)
    {
        var times = Build(kind, rule, zone, at).Schedule!.Times;
        var (from, until) = (Instant.FromUtc(2015, 1, 1, 0, 0), Instant.FromUtc(2028, 1, 1, 0, 0));
        var expected = Brute(kind, rule, zone, at).Where(i => i >= from && i < until).Order().Distinct().ToList();

        times.Between(from, until).ShouldBe(expected);
        var backwards = new List<Instant>();
        for (var i = times.Previous(until); i >= from; i = times.Previous(i.Value))
            backwards.Add(i.Value);
        backwards.ShouldBe(Enumerable.Reverse(expected));
        expected.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_half_day_closes_early_and_a_holiday_does_not_open()
    {
        var times = Build("daily", "skip", "America/New_York", "close-15m").Schedule!.Times;

        times.Between(Instant.FromUtc(2026, 11, 25, 0, 0), Instant.FromUtc(2026, 12, 1, 0, 0)).ShouldBe(
            [Instant.FromUtc(2026, 11, 25, 20, 45), Instant.FromUtc(2026, 11, 27, 17, 45), Instant.FromUtc(2026, 11, 30, 20, 45)]);
    }

    [Fact]
    public void The_instant_is_the_exchanges_whatever_the_schedules_zone()
    {
        // From 8 to 29 March 2026 New York has summer time and Berlin has not.
        var berlin = Build("daily", "skip", "Europe/Berlin", "open").Schedule!.Times;

        berlin.Next(Instant.FromUtc(2026, 3, 6, 0, 0)).ShouldBe(Instant.FromUtc(2026, 3, 6, 14, 30));
        berlin.Next(Instant.FromUtc(2026, 3, 9, 0, 0)).ShouldBe(Instant.FromUtc(2026, 3, 9, 13, 30));
        // Monday is Monday in New York, though in Auckland the opening bell rings on Tuesday.
        var auckland = Build("weekly", "skip", "Pacific/Auckland", "open").Schedule!.Times;
        auckland.Next(Instant.FromUtc(2026, 3, 2, 0, 0)).ShouldBe(Instant.FromUtc(2026, 3, 2, 14, 30));
    }

    [Fact]
    public void Asking_for_the_next_one_allocates_nothing()
    {
        var times = Build("daily", "next", "America/New_York", "open+5m,close-15m,12:00").Schedule!.Times;
        var at = Instant.FromUtc(2026, 1, 1, 0, 0);
        for (var i = 0; i < 100; i++)
            at = times.Next(at)!.Value;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
            at = times.Next(at)!.Value;
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [InlineData("daily", "open+5m", "5 minutes after the open of XNYS every day")]
    [InlineData("daily", "open", "At the open of XNYS every day")]
    [InlineData("weekly", "close-1h30m", "1 hour and 30 minutes before the close of XNYS on Monday")]
    [InlineData("every", "open-90s,12:00", "Every 14 days at 12:00 and 1 minute and 30 seconds before the open of XNYS, counted from 5 January 2026")]
    [InlineData("every", "close", "Every 14 days at the close of XNYS, counted from 5 January 2026")]
    [InlineData("every", "close+1h", "Every 14 days, 1 hour after the close of XNYS, counted from 5 January 2026")]
    [InlineData("monthly", "close,open", "At the open and at the close of XNYS on the first business day (XNYS) and day 15 of the month")]
    public void It_is_said_in_words(string kind, string at, string words) => Build(kind, "skip", "UTC", at).Schedule!.Words.ShouldBe(words);

    [Theory]
    [InlineData("open+", "XNYS", "'open+' is no time of day. Write open, close, open+5m or close-1h30m, at most 12 hours to either side.")]
    [InlineData("open5m", "XNYS", "'open5m' is no time of day. Write open, close, open+5m or close-1h30m, at most 12 hours to either side.")]
    [InlineData("close+1d", "XNYS", "'close+1d' is no time of day. Write open, close, open+5m or close-1h30m, at most 12 hours to either side.")]
    [InlineData("open+12h1s", "XNYS", "'open+12h1s' is no time of day. Write open, close, open+5m or close-1h30m, at most 12 hours to either side.")]
    [InlineData("open+5m", null, "'open+5m' needs a calendar with sessions. Add calendar: XNYS.")]
    [InlineData("open+5m", "weekdays", "'open+5m' needs a calendar with sessions, and weekdays has none. XNYS and XNAS have sessions; a calendar file takes sessions: { open, close }.")]
    [InlineData("open+5m", "XNYSE", "There is no calendar 'XNYSE'. Did you mean 'XNYS'?")]
    public void What_is_wrong_is_said_once_with_its_fix(string at, string? calendar, string message)
    {
        var build = new ScheduleSpec { HashSeed = "s", Daily = new DailySpec([at]), Calendar = calendar }.Build();

        build.Problems.Select(p => $"{p.Problem.Message} {p.Problem.Suggestion}").ShouldBe([message]);
    }

    private static ScheduleBuild Build(string kind, string rule, string zone, string at)
    {
        var spec = new ScheduleSpec { HashSeed = "s", Timezone = zone, Calendar = "XNYS", CalendarRule = rule };
        string[] times = at.Split(',');
        return (kind switch
        {
            "daily" => spec with { Daily = new DailySpec(times) },
            "weekly" => spec with { Weekly = new WeeklySpec(["mon"], times) },
            "monthly" => spec with { Monthly = new MonthlySpec(["first_business_day", "15"], times) },
            _ => spec with { Every = "14d", Anchor = "2026-01-05", At = times },
        }).Build();
    }

    private static IEnumerable<Instant> Brute(string kind, string rule, string zoneName, string at)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneName];
        for (var date = new LocalDate(2014, 11, 1); date < new LocalDate(2028, 3, 1); date = date.PlusDays(1))
        {
            if (!Names(kind, date))
                continue;
            var day = date;
            while (!Nyse.IsBusinessDay(day) && rule != "skip")
                day = day.PlusDays(rule == "next" ? 1 : -1);
            if (!Nyse.IsBusinessDay(day))
                continue;
            foreach (var text in at.Split(','))
            {
                if (text.Contains(':'))
                {
                    yield return zone.AtLeniently(day + NodaTime.Text.LocalTimePattern.GeneralIso.Parse(text + ":00").Value).ToInstant();
                    continue;
                }
                var session = Nyse.Session(day)!.Value;
                var edge = text.StartsWith("open", StringComparison.Ordinal) ? session.Open : session.Close;
                var rest = text.Replace("open", "", StringComparison.Ordinal).Replace("close", "", StringComparison.Ordinal);
                var offset = Duration.Zero;
                if (rest.Length > 0 && Core.Definitions.DurationText.TryParse(rest[1..], out var length))
                    offset = rest[0] == '-' ? -length : length;
                yield return NewYork.AtStrictly(day + edge).ToInstant() + offset;
            }
        }
    }

    private static bool Names(string kind, LocalDate date) => kind switch
    {
        "daily" => true,
        "weekly" => date.DayOfWeek == IsoDayOfWeek.Monday,
        "monthly" => date.Day == 15 || (Nyse.IsBusinessDay(date) && Enumerable.Range(1, date.Day - 1).All(d => !Nyse.IsBusinessDay(new LocalDate(date.Year, date.Month, d)))),
        _ => Period.DaysBetween(new LocalDate(2026, 1, 5), date) % 14 == 0,
    };
}
