using Carillon.Core.Schedules;

namespace Carillon.Core.Tests.Schedules;

public class WordsTests
{
    [Theory]
    [InlineData("0 2 * * 1", "At 02:00 on Monday")]
    [InlineData("30 16 * * 1-5", "At 16:30 on Monday to Friday")]
    [InlineData("0 9 * * *", "At 09:00 every day")]
    [InlineData("* * * * *", "Every minute")]
    [InlineData("*/15 * * * *", "Every 15 minutes")]
    [InlineData("*/7 * * * *", "Every 7 minutes, beginning anew each hour")]
    [InlineData("0 * * * *", "Every hour")]
    [InlineData("5 * * * *", "Every hour, 5 minutes past")]
    [InlineData("0,30 * * * *", "Every hour, 0 and 30 minutes past")]
    [InlineData("0 */2 * * *", "Every 2 hours, from 00:00")]
    [InlineData("0 9-17 * * mon-fri", "Every hour from 09:00 to 17:00 on Monday to Friday")]
    [InlineData("*/15 9-16 * * 1-5", "Every 15 minutes from 09:00 to 16:45 on Monday to Friday")]
    [InlineData("0 9,14 * * *", "At 09:00 and 14:00 every day")]
    [InlineData("* 2 * * *", "Every minute from 02:00 to 02:59")]
    [InlineData("*/10 1,5,9 * * *", "Every 10 minutes of the hours 1, 5 and 9")]
    [InlineData("*/10 * * * * *", "Every 10 seconds")]
    [InlineData("* * * * * *", "Every second")]
    [InlineData("30 0 9 * * *", "At 09:00:30 every day")]
    [InlineData("*/10 0 9 * * *", "At 09:00, 09:00:10, 09:00:20, 09:00:30, 09:00:40 and 09:00:50 every day")]
    [InlineData("*/5 0 9-17 * * *", "Every 5 seconds, every hour from 09:00 to 17:00")]
    [InlineData("0 8 1 * *", "At 08:00 on day 1 of the month")]
    [InlineData("0 8 1,15 * *", "At 08:00 on days 1 and 15 of the month")]
    [InlineData("0 8 L * *", "At 08:00 on the last day of the month")]
    [InlineData("0 8 L-3 * *", "At 08:00 on the day 3 days before the last of the month")]
    [InlineData("0 8 LW * ?", "At 08:00 on the last weekday of the month")]
    [InlineData("0 8 15W * *", "At 08:00 on the weekday nearest day 15 of the month")]
    [InlineData("0 8 * * 5L", "At 08:00 on the last Friday of the month")]
    [InlineData("0 8 * * 1#2", "At 08:00 on the second Monday of the month")]
    [InlineData("0 8 1-3 * 1-5", "At 08:00 on days 1 to 3 of the month or on Monday to Friday")]
    [InlineData("0 8 */2 * 1", "At 08:00 on days 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29 and 31 of the month where it is a Monday")]
    [InlineData("0 0 * * fri-mon", "At 00:00 on Friday to Monday")]
    [InlineData("0 0 * * 0,6", "At 00:00 on Saturday and Sunday")]
    [InlineData("0 0 1 1 *", "At 00:00 on day 1 of the month in January")]
    [InlineData("0 12 * jan-mar,jun 2", "At 12:00 on Tuesday in January to March and June")]
    [InlineData("@hourly", "Every hour")]
    [InlineData("@daily", "At 00:00 every day")]
    [InlineData("0 9 29 2 *", "At 09:00 on day 29 of the month in February")]
    public void A_cron_reads_as_English(string cron, string words) => Build(new() { HashSeed = "s", Cron = cron }).ShouldBe(words);

    [Theory]
    [InlineData("14d", "02:00", "2026-01-05", "Every 14 days at 02:00, counted from 5 January 2026")]
    [InlineData("1d", "02:00", null, "At 02:00 every day")]
    [InlineData("2w", null, null, "Every 14 days at 00:00")]
    [InlineData("15m", null, null, "Every 15 minutes")]
    [InlineData("1h", null, null, "Every hour")]
    [InlineData("1h30m", null, null, "Every 1 hour and 30 minutes")]
    [InlineData("90s", null, "2026-01-05T00:00:00Z", "Every 1 minute and 30 seconds, counted from 5 January 2026 00:00 UTC")]
    public void A_period_reads_as_English(string every, string? at, string? anchor, string words) =>
        Build(new() { HashSeed = "s", Every = every, At = at is null ? [] : [at], Anchor = anchor }).ShouldBe(words);

    [Fact]
    public void The_other_kinds_read_as_English()
    {
        Build(new() { HashSeed = "s", Daily = new(["14:00", "09:00"]) }).ShouldBe("At 09:00 and 14:00 every day");
        Build(new() { HashSeed = "s", Weekly = new(["mon", "fri"], ["09:00"]) }).ShouldBe("At 09:00 on Monday and Friday");
        Build(new() { HashSeed = "s", Monthly = new(["15"], ["08:00"]) }).ShouldBe("At 08:00 on day 15 of the month");
        Build(new() { HashSeed = "s", Monthly = new(["31"], []) }).ShouldBe("At 00:00 on day 31 of the month, or on its last day where it is shorter");
        Build(new() { HashSeed = "s", Monthly = new(["31"], [], "skip") }).ShouldBe("At 00:00 on day 31 of the month, where it has that day");
        Build(new() { HashSeed = "s", Monthly = new(["2nd tue", "last fri"], ["08:00"]) }).ShouldBe("At 08:00 on the second Tuesday and the last Friday of the month");
        Build(new() { HashSeed = "s", Monthly = new(["last_business_day"], ["08:00"]), Calendar = "XNYS" }).ShouldBe("At 08:00 on the last business day (XNYS) of the month");
        Build(new() { HashSeed = "s", Once = "2026-03-01T09:00" }).ShouldBe("Once, at 09:00 on Sunday 1 March 2026");
    }

    private static string Build(ScheduleSpec spec) => (spec.Build().Schedule ?? throw new InvalidOperationException(spec.Build().Problems[0].ToString())).Words;
}
