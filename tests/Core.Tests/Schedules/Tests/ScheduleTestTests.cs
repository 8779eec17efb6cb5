using Carillon.Core.Definitions;
using Carillon.Core.Schedules;

namespace Carillon.Core.Tests.Schedules.Tests;

/// <summary>What <c>tests:</c> in a file say of its schedules.</summary>
public sealed class ScheduleTestTests
{
    private const string Weekdays = "cron: \"0 9 * * 1-5\"\n  timezone: America/New_York";
    private const string Fortnight = "every: 14d\n  at: \"02:00\"\n  anchor: 2026-01-05\n  timezone: America/New_York";
    private const string MonthEnd = "monthly: { on: last_business_day, at: \"08:00\" }\n  timezone: America/New_York\n  calendar: XNYS";

    [Theory]
    [InlineData(Weekdays, "2026-03-06", "2026-03-10", "expect: [2026-03-06T09:00, 2026-03-09T09:00]")]
    [InlineData(Weekdays, "2026-03-07", "2026-03-09", "expect: []")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "includes: 2026-03-09T09:00")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "excludes: [2026-03-08T09:00, 2026-03-09T09:30]")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "never_between: [\"02:00\", \"03:00\"]")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "never_between: [\"22:00\", \"06:00\"]")]
    [InlineData(Weekdays, "2026-01-01", "2027-01-01", "never_on: [sat, sunday]")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "count: 22")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "count: { min: 20 }")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "per_week: 5")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "per_day: { max: 1 }")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "gap: { min: 1d, max: 3d }")]
    [InlineData(Weekdays, "2026-03-02T09:00", "2026-03-02T09:00:01", "count: 1")]
    [InlineData(Weekdays, "2026-03-02T14:00:00Z", "2026-03-02T14:00:01Z", "count: 1")]
    [InlineData(MonthEnd, "2025-01-01", "2028-01-01", "per_month: 1\n    count: 36\n    never_on: [sat, sun]")]
    [InlineData(Fortnight, "2026-01-05", "2029-01-05", "gap: 14d\n    count: 79")]
    [InlineData("every: 6h", "2026-01-05", "2027-01-05", "gap: 6h\n    per_day: 4")]
    public void What_is_so_passes(string schedule, string from, string to, string expectation) => Judge(schedule, from, to, expectation).Differences.ShouldBeEmpty();

    [Theory]
    [InlineData(Weekdays, "2026-03-06", "2026-03-10", "expect: [2026-03-06T09:00, 2026-03-07T09:00]", "Expected, and it does not fire: 2026-03-07T09:00.|Not expected, and it fires: 2026-03-09T09:00.")]
    [InlineData(Weekdays, "2026-03-06", "2026-03-07", "expect: []", "Not expected, and it fires: 2026-03-06T09:00.")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "includes: 2026-03-08T09:00", "To be included, and it does not fire: 2026-03-08T09:00.")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "excludes: 2026-03-09T09:00", "To be excluded, and it fires: 2026-03-09T09:00.")]
    [InlineData(Weekdays, "2026-03-02", "2026-03-04", "never_between: [\"08:30\", \"09:30\"]", "It fires between 08:30 and 09:30: 2026-03-02T09:00 and 2026-03-03T09:00.")]
    [InlineData(Weekdays, "2026-03-02", "2026-03-09", "never_on: fri", "It fires on a Friday: 2026-03-06T09:00.")]
    [InlineData(Weekdays, "2026-03-01", "2026-04-01", "count: { min: 23, max: 24 }", "It fires 22 times in the range, not 23 to 24.")]
    [InlineData(Weekdays, "2026-04-01", "2026-06-01", "per_month: 22", "Not 22 in each month: 2026-05 (21).")]
    [InlineData(Weekdays, "2026-03-02", "2026-03-08", "per_week: 5", "The range holds no whole week, so nothing was counted.")]
    [InlineData(Weekdays, "2026-03-05", "2026-03-10", "gap: 1d", "A gap is not 1d: 3d from 2026-03-06T09:00 to 2026-03-09T09:00.")]
    [InlineData(Weekdays, "2026-03-06", "2026-03-10", "gap: { max: 24h }", "A gap is not at most 1d: 2d23h from 2026-03-06T09:00 to 2026-03-09T09:00.")]
    [InlineData(Weekdays, "2026-03-06", "2026-03-07", "gap: 1d", "The range has fewer than two occurrences, so no gap was measured.")]
    [InlineData("cron: \"0 2 */14 * *\"", "2026-01-01", "2026-05-01", "gap: 14d", "2 gaps are not 14d: 3d from 2026-01-29T02:00 to 2026-02-01T02:00, 3d from 2026-03-29T02:00 to 2026-04-01T02:00.")]
    [InlineData("every: 1s", "2026-01-01", "2027-01-01", "count: 1", "The range has more than 1,000,000 occurrences; take a shorter one.")]
    public void What_is_not_so_fails_and_says_how(string schedule, string from, string to, string expectation, string differences)
    {
        var result = Judge(schedule, from, to, expectation);

        result.Passed.ShouldBeFalse();
        string.Join('|', result.Differences).ShouldBe(differences);
    }

    [Fact]
    public void A_failure_is_a_problem_with_its_place()
    {
        var problem = Judge(Weekdays, "2026-03-01", "2026-04-01", "count: 1").ToProblem()!;

        problem.ToString().ShouldBe("w.yaml:6:5 SCH047 Test 'test 1' failed: It fires 22 times in the range, not 1.");
    }

    [Theory]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01 }]", "SCH011 The test expects nothing.")]
    [InlineData("tests: [{ from: 2026-01-01, count: 1 }]", "SCH011 The test has no 'to'.")]
    [InlineData("tests: [{ from: 2026-02-01, to: 2026-01-01, count: 1 }]", "SCH016 'to' is not after 'from'.")]
    [InlineData("tests: [{ from: soon, to: 2026-01-01, count: 1 }]", "SCH016 'soon' is no time from 1900 through 2199.")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2200-01-01, count: 1 }]", "SCH016 '2200-01-01' is no time from 1900 through 2199.")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, count: -1 }]", "SCH016")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, count: { min: 2, max: 1 } }]", "SCH016 'max' is below 'min'.")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, count: {} }]", "SCH011 'count' needs 'min' or 'max'.")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, gap: 14x }]", "SCH016 '14x' is no period.")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, gap: { min: 2d, max: 1d } }]", "SCH016 'max' is below 'min'")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, gap: { min: 2h, max: 1d } }]", "SCH016 'max' is below 'min', or one of the two is in days")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, gap: {} }]", "SCH011 'gap' needs 'min' or 'max'.")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, never_on: funday }]", "SCH016 'funday' is no weekday.")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, never_between: [\"02:00\"] }]", "SCH016 'never_between' takes two times of day.")]
    [InlineData("tests: [{ from: 2026-01-01, to: 2026-02-01, expect: [2026-01-01T09:00Z] }]", "SCH016 '2026-01-01T09:00Z' is no wall-clock time.")]
    [InlineData("tests: [{ schedule: other, from: 2026-01-01, to: 2026-02-01, count: 1 }]", "SCH019 The workflow has no schedule 'other'.")]
    [InlineData("tests: 5", "SCH016")]
    [InlineData("tests: [5]", "SCH016")]
    public void A_test_that_cannot_be_read_is_refused_with_its_place(string tests, string problem)
    {
        var read = Read(Weekdays, tests);

        read.IsOk.ShouldBeFalse();
        read.Problems.ShouldContain(p => $"{p.Code} {p.Message}".StartsWith(problem, StringComparison.Ordinal) && p.Location!.Line == 5, string.Join('\n', read.Problems));
    }

    [Fact]
    public void Several_schedules_are_told_apart()
    {
        const string Two = "id: w\nschedules:\n  - { id: a, cron: \"0 9 * * *\" }\n  - { id: b, cron: \"0 10 * * *\" }\ntasks: [{ id: t, uses: shell }]\n";
        const string Range = "from: 2026-01-01, to: 2026-01-02";

        Parse(Two + $"tests: [{{ schedule: b, {Range}, expect: [2026-01-01T10:00] }}]").Value.Tests.ShouldHaveSingleItem().Schedule.ShouldBe("b");
        Parse(Two + $"tests: [{{ {Range}, count: 1 }}]").Problems.ShouldHaveSingleItem().Message.ShouldBe("The workflow has several schedules: a, b.");
    }

    private static ScheduleTestResult Judge(string schedule, string from, string to, string expectation)
    {
        var read = Read(schedule, $"tests:\n  - from: {from}\n    to: {to}\n    {expectation}");
        read.IsOk.ShouldBeTrue(string.Join('\n', read.Problems));
        return read.Value.Tests.ShouldHaveSingleItem().Judge(read.Value.Schedules[0]);
    }

    private static Checked<WorkflowDefinition> Read(string schedule, string tests) => Parse($"id: w\nschedule:\n  {schedule}\n{tests}\ntasks: [{{ id: t, uses: shell }}]\n");

    private static Checked<WorkflowDefinition> Parse(string text) =>
        DefinitionParser.Parse(text, "w.yaml", new DefinitionContext(new TaskTypeList([new TaskType("shell", "", () => ([], []))])));
}
