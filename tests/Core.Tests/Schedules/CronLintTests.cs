using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

public class CronLintTests
{
    [Theory]
    [InlineData("0 2 */14 * *", 4, "'*/14' in the day of month field begins anew on day 1 of each month; it does not mean every 14 days. Next: 2026-03-15, 2026-03-29, 2026-04-01, 2026-04-15, 2026-04-29.", "Use every: 14d with at: \"02:00\".")]
    [InlineData("0 8 1-3 * 1-5", 4, "Cron joins the two day fields with OR: it fires on the days of the month '1-3' and also on every day that '1-5' names. Next: 2026-03-02, 2026-03-03, 2026-03-04, 2026-03-05, 2026-03-06.", "For the first business day use monthly: { on: first_business_day, at: \"08:00\" }.")]
    [InlineData("0 8 L * 1-5", 4, "Cron joins the two day fields with OR: it fires on the days of the month 'L' and also on every day that '1-5' names. Next: 2026-03-02, 2026-03-03, 2026-03-04, 2026-03-05, 2026-03-06.", "For the last business day use monthly: { on: last_business_day, at: \"08:00\" }.")]
    [InlineData("0 8 28-31 * mon-fri", 4, null, "For the last business day use monthly: { on: last_business_day, at: \"08:00\" }.")]
    [InlineData("0 8 8-14 * 2", 4, null, "For the 2nd Tuesday use monthly: { on: \"2nd tue\", at: \"08:00\" }, or 2#2 in the day of week field.")]
    [InlineData("0 0 13 * 5", 4, null, "To demand both, begin one of the two with '*' (for example */1); to mean either, write two schedules.")]
    [InlineData("*/7 * * * *", 0, "'*/7' in the minute field begins anew each hour, so the last interval is shorter. Next: 2026-03-01 12:00, 2026-03-01 12:07, 2026-03-01 12:14, 2026-03-01 12:21, 2026-03-01 12:28.", "Use every: 7m.")]
    [InlineData("0 */5 * * *", 2, null, "Use every: 5h.")]
    [InlineData("*/45 * * * * *", 0, null, "Use every: 45s.")]
    [InlineData("0 9 31 * *", 4, "Day 31 does not exist in every month: February, April, June, September and November are skipped. Next: 2026-03-31, 2026-05-31, 2026-07-31, 2026-08-31, 2026-10-31.", "Write L for the last day, or monthly: { on: 31, at: \"09:00\" }.")]
    [InlineData("0 9 29 2 *", 4, "Day 29 does not exist in every month: February has it in leap years only. Next: 2028-02-29, 2032-02-29, 2036-02-29, 2040-02-29, 2044-02-29.", "Write L for the last day, or monthly: { on: 29, at: \"09:00\" }.")]
    [InlineData("0 9 * * */2", 8, null, "Use every: 2d.")]
    [InlineData("* 9 * * *", 0, null, "Write 0 in the minute field for once at 09:00.")]
    public void A_cron_that_likely_means_something_else_is_warned_about(string cron, int offset, string? message, string fix)
    {
        var warning = Warnings(cron).ShouldHaveSingleItem();
        warning.Field.ShouldBe("cron");
        warning.Offset.ShouldBe(offset);
        warning.Problem.Code.ShouldBe("SCH023");
        warning.Problem.Severity.ShouldBe(ProblemSeverity.Warning);
        warning.Problem.Suggestion.ShouldBe(fix);
        if (message is not null)
            warning.Problem.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("30 16 * * 1-5")]
    [InlineData("*/15 * * * *")]
    [InlineData("0 */6 * * *")]
    [InlineData("0 8 L * *")]
    [InlineData("0 8 31 1 *")]
    [InlineData("0 8 * * 1#1")]
    [InlineData("0 8 ? * 1")]
    [InlineData("* * * * *")]
    [InlineData("*/5 9-17 * * *")]
    [InlineData("H H * * *")]
    public void A_plain_cron_has_no_warning(string cron) => Warnings(cron).ShouldBeEmpty();

    private static IReadOnlyList<FieldProblem> Warnings(string cron) =>
        new ScheduleSpec { HashSeed = "s", Cron = cron, From = Instant.FromUtc(2026, 3, 1, 12, 0) }.Build().Problems;
}
