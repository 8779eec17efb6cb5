using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Definitions;

/// <summary>Calendars of users' own.</summary>
public sealed class CalendarFileTests
{
    private const string Shop = """
        kind: calendar
        id: SHOP-DE
        name: Shops in Germany
        timezone: Europe/Berlin
        weekend: [sun]
        holidays:
          - 2026-12-25
          - { date: 2026-12-26, name: Second day of Christmas }
        open_days: [2026-12-20]
        sessions: { open: "09:00", close: "20:00" }
        early_closes: [{ date: 2026-12-24, close: "14:00" }]
        """;

    [Fact]
    public void A_file_says_which_days_are_business_days_and_when_they_open()
    {
        var shop = Parse(Shop).Value;

        shop.Name.ShouldBe("SHOP-DE");
        shop.Title.ShouldBe("Shops in Germany");
        Open(shop, "2026-12-18", "2026-12-29").ShouldBe("18 19 20 21 22 23 24 28");
        shop.Session(new LocalDate(2026, 12, 24)).ShouldBe(new SessionHours(new LocalTime(9, 0), new LocalTime(14, 0), true));
        shop.Session(new LocalDate(2026, 12, 20)).ShouldBe(new SessionHours(new LocalTime(9, 0), new LocalTime(20, 0), false));
        shop.Zone!.Id.ShouldBe("Europe/Berlin");
        shop.Holidays(new LocalDate(2026, 12, 1), new LocalDate(2027, 1, 1)).ShouldBe([new Holiday(new LocalDate(2026, 12, 25), null), new Holiday(new LocalDate(2026, 12, 26), "Second day of Christmas")]);
    }

    [Fact]
    public void It_is_valid_through_the_last_year_it_lists_and_says_what_counts_beyond()
    {
        var shop = Parse(Shop).Value;

        shop.ValidThrough.ShouldBe(new LocalDate(2026, 12, 31));
        shop.Doubt(new LocalDate(2027, 1, 1))!.Message.ShouldBe("Calendar SHOP-DE knows the days through 2026-12-31; on 2027-01-01 every Monday to Saturday counts as a business day.");
        Parse("{ kind: calendar, id: none }").Value.ValidThrough.ShouldBeNull();
        Parse("{ kind: calendar, id: x, based_on: XNYS, holidays: [2030-01-01] }").Value.ValidThrough.ShouldBe(new LocalDate(2027, 12, 31));
    }

    [Fact]
    public void One_that_is_based_on_another_closes_when_that_one_does_and_keeps_its_sessions()
    {
        var desk = Parse("""
            kind: calendar
            id: desk
            based_on: XNYS
            weekend: [fri]
            holidays: [2026-11-25]
            open_days: [2026-11-26]
            early_closes: [{ date: 2026-11-30, close: "12:30" }]
            """).Value;

        // Thanksgiving is open by its own word, the Friday after is its weekend.
        Open(desk, "2026-11-21", "2026-12-01").ShouldBe("23 24 26 30");
        desk.Session(new LocalDate(2026, 11, 26))!.Value.Close.ShouldBe(new LocalTime(16, 0));
        desk.Session(new LocalDate(2026, 11, 30)).ShouldBe(new SessionHours(new LocalTime(9, 30), new LocalTime(12, 30), true));
        desk.Session(new LocalDate(2026, 12, 24)).ShouldBe(new SessionHours(new LocalTime(9, 30), new LocalTime(13, 0), true));
        desk.Zone!.Id.ShouldBe("America/New_York");
    }

    [Fact]
    public void Its_own_sessions_replace_those_it_is_based_on_half_days_included()
    {
        var late = Parse("{ kind: calendar, id: late, based_on: XNYS, sessions: { open: '16:00', close: '20:00' } }").Value;

        late.Session(new LocalDate(2026, 12, 24)).ShouldBe(new SessionHours(new LocalTime(16, 0), new LocalTime(20, 0), false));
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_at_its_place()
    {
        const string Bad = """
            kind: calendar
            id: bad id
            based_on: XNYZ
            weekend: [sat, sunn]
            holidays:
              - 2026-12-24
              - 2026-13-01
              - { date: 2026-12-24, nme: Christmas }
              - { name: nothing }
            open_days: [2026-12-24, 2029-01-01]
            timezone: Europe/Berlinn
            sessions: { open: "16:00", close: "09:00" }
            early_closes: [{ date: 2026-12-23, close: "25:00" }]
            valid_from: 2026-01-01
            valid_through: 2026-12-31
            holydays: []
            """;

        string.Join('\n', Parse(Bad).Problems.Select(p => $"{p.Location!.Line}:{p.Location.Column} {p.Code} {p.Message}")).ShouldBe("""
            2:8 SCH016 An id takes ASCII letters, digits, '_', '-' and '.', not ' '.
            3:11 SCH022 There is no calendar 'XNYZ' that this one could be based on.
            4:16 SCH016 'sunn' is no weekday.
            7:5 SCH016 '2026-13-01' is no date from 1900 through 2199.
            8:13 SCH013 The holiday 2026-12-24 is listed twice.
            8:25 SCH010 A holiday has no key 'nme'.
            9:5 SCH011 The holiday has no 'date'.
            10:13 SCH016 2026-12-24 is both a holiday and an open day.
            10:25 SCH016 2029-01-01 lies outside 'valid_from' and 'valid_through'.
            11:11 SCH017 There is no IANA time zone 'Europe/Berlinn'.
            12:35 SCH016 The session closes before it opens.
            13:43 SCH016 '25:00' is no time of day.
            16:1 SCH010 A calendar file has no key 'holydays'.
            """);
    }

    [Theory]
    [InlineData("{ kind: calendar, id: x, sessions: { open: '09:00', close: '10:00' } }", "SCH011 Sessions need a 'timezone'.")]
    [InlineData("{ kind: calendar, id: x, early_closes: [{ date: 2026-01-02, close: '13:00' }] }", "SCH016 Early closes need sessions.")]
    [InlineData("{ kind: calendar, id: x, based_on: XNYS, timezone: UTC }", "SCH016 The sessions are those of XNYS, in America/New_York.")]
    [InlineData("{ kind: calendar, id: x, weekend: [mon-sun] }", "SCH016 With seven days of weekend there is no business day.")]
    [InlineData("{ kind: calendar, id: x, valid_from: 2027-01-01, valid_through: 2026-01-01 }", "SCH016 'valid_through' is before 'valid_from'.")]
    [InlineData("{ kind: calendar, id: x, based_on: XNYS, early_closes: [{ date: 2026-01-02, close: '16:00' }] }", "SCH016 The early close lies outside the session, 09:30 to 16:00.")]
    [InlineData("[]", "SCH008 A calendar is a mapping with 'kind' and 'id', not a list.")]
    [InlineData("kind: calendar\nid: [", "SCH008")]
    public void What_does_not_fit_together_is_refused(string text, string expected) => Parse(text).Problems[0].ToString().ShouldContain(expected);

    [Fact]
    public void The_version_follows_the_content_and_what_it_is_based_on_not_the_layout()
    {
        var version = Parse(Shop).Value.Version;

        Parse("# mine\n" + Shop).Value.Version.ShouldBe(version);
        Parse(Shop.Replace("2026-12-25", "2026-12-31", StringComparison.Ordinal)).Value.Version.ShouldNotBe(version);
        var over = (string day) => CalendarFiles.Parse([("b.yaml", "{ kind: calendar, id: b, based_on: a }"), ("a.yaml", $"{{ kind: calendar, id: a, holidays: [{day}] }}")]);
        over("2026-01-02")[0].Calendar!.Version.ShouldNotBe(over("2026-01-05")[0].Calendar!.Version);
    }

    [Fact]
    public void One_bad_file_leaves_the_others_and_what_is_based_on_its_last_good_version_alone()
    {
        var last = Parse("{ kind: calendar, id: a, holidays: [2026-01-02] }").Value;

        var files = CalendarFiles.Parse(
            [("a.yaml", "{ kind: calendar, id: a, holidays: 7 }"), ("b.yaml", "{ kind: calendar, id: b, based_on: a }"), ("c.yaml", "{ kind: calendar, id: c }")],
            path => path == "a.yaml" ? last : null);

        files.Select(f => f.Calendar?.Name).ShouldBe([null, "b", "c"]);
        files[1].Calendar!.IsBusinessDay(new LocalDate(2026, 1, 2)).ShouldBeFalse();
    }

    [Fact]
    public void A_circle_a_double_and_a_name_of_ours_are_refused()
    {
        var files = CalendarFiles.Parse(
            [("a.yaml", "{ kind: calendar, id: a, based_on: b }"), ("b.yaml", "{ kind: calendar, id: b, based_on: a }"), ("c.yaml", "{ kind: calendar, id: c }"), ("d.yaml", "{ kind: calendar, id: C }"), ("e.yaml", "{ kind: calendar, id: xnys }")]);

        files.Select(f => f.Problems.SingleOrDefault()?.Code).ShouldBe(["SCH022", "SCH022", null, "SCH013", "SCH013"]);
        files[3].Problems[0].Message.ShouldBe("The calendar id 'C' is taken by 'c.yaml'.");
    }

    [Theory]
    [InlineData("kind: calendar\nid: x", true)]
    [InlineData("{ \"kind\": \"calendar\" }", true)]
    [InlineData("kind: workflow\nid: calendar", false)]
    [InlineData("# kind: calendar\nid: x", false)]
    [InlineData("kind: calendar\nid: [", false)]
    public void A_file_is_a_calendar_by_its_kind(string text, bool expected) => CalendarParser.IsCalendar(text).ShouldBe(expected);

    [Fact]
    public void Of_a_long_chain_of_calendars_in_the_wrong_order_sixteen_are_read_in_time()
    {
        var files = Enumerable.Range(0, 3_000).Reverse().Select(i => ($"c{i:0000}.yaml", $"kind: calendar\nid: c{i}\nbased_on: {(i == 0 ? "weekdays" : $"c{i - 1}")}\n")).ToList();
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var read = CalendarFiles.Parse(files);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        read.Where(file => file.Calendar is not null).Select(file => file.Path).Order().ShouldBe(Enumerable.Range(0, 16).Select(i => $"c{i:0000}.yaml"));
        read.Single(file => file.Path == "c0016.yaml").Problems.ShouldHaveSingleItem().Code.ShouldBe(ProblemCodes.TooLarge);
    }

    [Fact]
    public void A_schedule_that_uses_it_carries_its_version_and_one_that_names_none_gets_the_nearest_name()
    {
        var shop = Parse(Shop).Value;
        var calendars = new Dictionary<string, BusinessCalendar>(BusinessCalendar.BuiltIn, StringComparer.OrdinalIgnoreCase) { [shop.Name] = shop };
        var context = Definition.Context with { Calendars = calendars };

        var good = DefinitionParser.Parse(Definition.With("schedule: { daily: { at: open+5m }, calendar: shop-de }"), "w.yaml", context);
        good.Value.Schedules[0].CalendarVersion.ShouldBe(shop.Version);
        good.Value.Schedules[0].Words.ShouldBe("5 minutes after the open of SHOP-DE every day");
        var bad = DefinitionParser.Parse(Definition.With("schedule: { cron: '0 9 * * *', calendar: SHOP-D }"), "w.yaml", context);
        bad.Problems.ShouldHaveSingleItem().ToString().ShouldBe("w.yaml:2:42 SCH022 There is no calendar 'SHOP-D'. Did you mean 'SHOP-DE'?");
    }

    [Theory]
    [InlineData("2026-10-02T00:00:00Z", null)]
    [InlineData("2026-10-06T00:00:00Z", "SCH050")]
    [InlineData("2027-01-02T00:00:00Z", "SCH022")]
    public void A_calendar_that_ends_within_ninety_days_is_told_at_validation(string now, string? code)
    {
        var shop = Parse(Shop).Value;
        var context = Definition.Context with { Calendars = new Dictionary<string, BusinessCalendar> { [shop.Name] = shop }, Now = NodaTime.Text.InstantPattern.General.Parse(now).Value };

        var parsed = DefinitionParser.Parse(Definition.With("schedule: { cron: '0 9 * * *', calendar: SHOP-DE }"), "w.yaml", context);

        parsed.IsOk.ShouldBeTrue();
        parsed.Problems.SingleOrDefault()?.Code.ShouldBe(code);
        parsed.Problems.Count.ShouldBe(code is null ? 0 : 1);
    }

    private static Checked<BusinessCalendar> Parse(string text) => CalendarParser.Parse(text, "c.yaml", BusinessCalendar.BuiltIn);

    private static string Open(BusinessCalendar calendar, string from, string to)
    {
        var (first, end) = (NodaTime.Text.LocalDatePattern.Iso.Parse(from).Value, NodaTime.Text.LocalDatePattern.Iso.Parse(to).Value);
        return string.Join(' ', Enumerable.Range(0, Period.DaysBetween(first, end)).Select(first.PlusDays).Where(calendar.IsBusinessDay).Select(d => d.Day));
    }
}
