using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

/// <summary>Data windows: which dates an occurrence works on.</summary>
public sealed class DataWindowTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    [Fact]
    public void A_weekly_window_of_seven_days_ends_a_fortnight_before_its_occurrence()
    {
        var window = Windows(w => w with { Weekly = new WeeklySpec(["mon"], ["02:00"]) }, "14d", "7d").Of(Local(2026, 3, 16, 2));

        (window.StartDate, window.EndDate, window.LastDate).ShouldBe((new LocalDate(2026, 2, 23), new LocalDate(2026, 3, 2), new LocalDate(2026, 3, 1)));
        window.ToJson().ToJsonString().ShouldBe(
            """{"start":"2026-02-23T00:00:00-05:00","end":"2026-03-02T00:00:00-05:00","start_date":"2026-02-23","end_date":"2026-03-02","last_date":"2026-03-01"}""".Replace("+", "\\u002B", StringComparison.Ordinal));
    }

    [Fact]
    public void A_window_of_seven_days_over_a_clock_change_is_an_hour_shorter_and_begins_at_midnight()
    {
        var window = Windows(w => w with { Weekly = new WeeklySpec(["mon"], ["02:00"]) }, "0s", "7d").Of(Local(2026, 3, 9, 2));

        window.StartText.ShouldBe("2026-03-02T00:00:00-05:00");
        window.EndText.ShouldBe("2026-03-09T00:00:00-04:00");
        (window.End - window.Start).ShouldBe(Duration.FromHours((7 * 24) - 1));
    }

    public static TheoryData<string, string?, int> Tiling => new()
    {
        { "weekly", "7d", 366 }, { "weekly", null, 366 }, { "twice-a-week", null, 366 },
        { "14d", "14d", 3 * 366 }, { "14d", null, 3 * 366 }, { "90d", "90d", 3 * 366 }, { "30d", null, 3 * 366 },
        { "monthly", null, 36 * 31 }, { "31st", null, 36 * 31 }, { "first-business-day", null, 36 * 31 }, { "last-fri", null, 36 * 31 },
        { "daily", "1d", 366 }, { "gap", "1d", 366 },
    };

    [Theory]
    [MemberData(nameof(Tiling))]
    public void Windows_tile_with_no_day_left_out_and_none_twice(string kind, string? length, int days)
    {
        var windows = Windows(Kind(kind), "14d", length);
        var from = Local(2026, 1, 1, 0);
        List<DataWindow> all = [.. windows.Times.Between(from, from + Duration.FromDays(days)).Select(windows.Of)];

        var counts = new Dictionary<LocalDate, int>();
        foreach (var window in all)
        {
            window.Start.InZone(NewYork).TimeOfDay.ShouldBe(LocalTime.Midnight);
            for (var date = window.StartDate; date < window.EndDate; date = date.PlusDays(1))
                counts[date] = counts.GetValueOrDefault(date) + 1;
        }
        for (var date = all[0].StartDate; date < all[^1].EndDate; date = date.PlusDays(1))
            counts.GetValueOrDefault(date).ShouldBe(1, $"{date}");
        counts.Count.ShouldBe(Period.DaysBetween(all[0].StartDate, all[^1].EndDate));
        WindowTiling.Warning(windows, from).ShouldBeNull();
    }

    [Theory]
    [InlineData("15m", "none", "1h")]
    [InlineData("6h", "hour", "3d")]
    [InlineData("1h", "hour", "0s")]
    public void Windows_of_elapsed_time_tile_through_both_clock_changes(string every, string align, string lag)
    {
        var windows = Windows(w => w with { Every = every }, lag, null, align);
        DataWindow? before = null;
        foreach (var nominal in windows.Times.Between(Local(2026, 2, 20, 0), Local(2026, 11, 20, 0)))
        {
            var window = windows.Of(nominal);
            window.Start.ShouldBeLessThan(window.End);
            if (before is not null)
                window.Start.ShouldBe(before.End);
            before = window;
        }
    }

    [Fact]
    public void The_first_window_after_start_at_is_as_long_as_the_others()
    {
        var windows = Windows(w => w with { Weekly = new WeeklySpec(["mon"], ["02:00"]), StartAt = "2026-03-02" }, "14d", null);

        windows.Of(windows.Times.Next(Instant.FromUtc(2026, 1, 1, 0, 0))!.Value).StartDate.ShouldBe(new LocalDate(2026, 2, 9));
    }

    [Fact]
    public void A_window_depends_on_the_nominal_time_alone()
    {
        var windows = Windows(w => w with { Monthly = new MonthlySpec(["1"], ["08:00"]) }, "2d", null);
        var march = windows.Of(Local(2026, 3, 1, 8));

        march.ShouldBe(windows.Of(Local(2026, 3, 1, 8)));
        (march.StartDate, march.LastDate).ShouldBe((new LocalDate(2026, 1, 30), new LocalDate(2026, 2, 26)));
    }

    [Theory]
    [InlineData("weekly", "6d", "day", "Its data windows do not tile: 2025-12-22 lies between the windows of 2026-01-05T02:00:00-05:00 and 2026-01-12T02:00:00-05:00.")]
    [InlineData("weekly", "10d", "day", "Its data windows do not tile: 2025-12-19 to 2025-12-21 are in both the windows of 2026-01-05T02:00:00-05:00 and 2026-01-12T02:00:00-05:00.")]
    [InlineData("monthly", "30d", "day", "Its data windows do not tile: 2025-12-18 lies between the windows of 2026-01-01T02:00:00-05:00 and 2026-02-01T02:00:00-05:00.")]
    [InlineData("twice-a-day", null, "day", "Its data windows do not tile: the window of 2026-01-01T14:00:00-05:00 is empty.")]
    [InlineData("daily", "24h", "none", "Its data windows do not tile: 2026-02-22T01:00:00-05:00 to 2026-02-22T02:00:00-05:00 are in both the windows of 2026-03-08T03:00:00-04:00 and 2026-03-09T02:00:00-04:00.")]
    public void Windows_that_do_not_tile_are_told_with_a_proof(string kind, string? length, string align, string message)
    {
        var warning = WindowTiling.Warning(Windows(Kind(kind), "14d", length, align), Local(2026, 1, 1, 0));

        warning!.Code.ShouldBe("SCH049");
        warning.Severity.ShouldBe(ProblemSeverity.Warning);
        warning.Message.ShouldBe(message);
    }

    internal static Func<ScheduleSpec, ScheduleSpec> Kind(string kind) => w => kind switch
    {
        "weekly" => w with { Weekly = new WeeklySpec(["mon"], ["02:00"]) },
        "twice-a-week" => w with { Weekly = new WeeklySpec(["mon", "thu"], ["23:30"]) },
        "monthly" => w with { Monthly = new MonthlySpec(["1"], ["02:00"]) },
        "31st" => w with { Monthly = new MonthlySpec(["31"], ["02:30"]) },
        "first-business-day" => w with { Monthly = new MonthlySpec(["first_business_day"], ["08:00"]), Calendar = "XNYS" },
        "last-fri" => w with { Monthly = new MonthlySpec(["last fri"], ["00:00"]) },
        "daily" => w with { Daily = new DailySpec(["02:00"]) },
        "gap" => w with { Daily = new DailySpec(["02:30"]) },
        "twice-a-day" => w with { Daily = new DailySpec(["09:00", "14:00"]) },
        _ => w with { Every = kind, At = ["02:00"], Anchor = "2026-01-05" },
    };

    internal static DataWindows Windows(Func<ScheduleSpec, ScheduleSpec> kind, string lag, string? length, string align = "day")
    {
        var times = kind(new ScheduleSpec { HashSeed = "s", Timezone = "America/New_York" }).Build().Schedule!.Times;
        return new DataWindows(new WindowRule(Of(lag), length is null ? null : Of(length), Enum.Parse<WindowAlign>(align, ignoreCase: true)), times);
    }

    private static Duration Of(string text) => Core.Definitions.DurationText.TryParse(text, out var duration) ? duration : throw new FormatException(text);

    private static Instant Local(int year, int month, int day, int hour) => NewYork.AtLeniently(new LocalDateTime(year, month, day, hour, 0)).ToInstant();
}
