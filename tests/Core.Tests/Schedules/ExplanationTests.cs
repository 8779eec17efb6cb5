using Carillon.Core.Schedules;
using Carillon.Core.Tests.Schedules.Lint;

namespace Carillon.Core.Tests.Schedules;

public sealed class ExplanationTests
{
    [Fact]
    public void Policies_are_said_in_words()
    {
        Of("cron: \"30 16 * * 1-5\"\ntimezone: America/New_York\ncalendar: { name: XNYS, rule: next }\ncatch_up: { mode: all, window: 2d, max_runs: 3 }\noverlap_policy: buffer_one\njitter: 30s\nenabled: false").Policies.Select(p => $"{p.Key}: {p.Words}").ShouldBe(
        [
            "enabled: It is disabled in the file and does not fire.",
            "overlap_policy: When the previous run is still open, one occurrence waits, and further ones are skipped.",
            "catch_up: After downtime the latest 3 missed occurrences run, oldest first, none older than 2d.",
            "jitter: Each occurrence is delayed by less than 30s, always the same for the same occurrence.",
            "calendar: Only on business days of XNYS; an occurrence on another day moves to the next one.",
            "dst: A time that the clocks skip fires at the first instant after the gap; one that comes twice fires at the first pass.",
        ]);
        Of("every: 15m").Policies.Select(p => p.Words).ShouldBe(
        [
            "When the previous run is still open, the occurrence is skipped.",
            "After downtime the last missed occurrence runs, however old.",
            "None: it is due at the nominal time.",
            "None: holidays do not count.",
            "Counts real time, which clock changes do not touch.",
        ]);
    }

    [Theory]
    [InlineData("cron: \"30 2 * * *\"", new[] { "Moved 2027-03-14T02:30", "Moved 2028-03-12T02:30" })]
    [InlineData("cron: \"30 2 * * *\"\ndst: { gap: skip }", new[] { "Skipped 2027-03-14T02:30", "Skipped 2028-03-12T02:30" })]
    [InlineData("cron: \"30 1 * * *\"", new[] { "FirstPass 2027-11-07T01:30", "FirstPass 2028-11-05T01:30" })]
    [InlineData("cron: \"30 1 * * *\"\ndst: { overlap: both }", new[] { "BothPasses 2027-11-07T01:30", "BothPasses 2028-11-05T01:30" })]
    [InlineData("cron: \"30 4 * * *\"", new string[0])]
    [InlineData("every: 30m", new string[0])]
    public void Every_surprise_of_two_years_is_told(string yaml, string[] surprises) =>
        Of($"{yaml}\ntimezone: America/New_York").Surprises.Select(s => $"{s.Effect} {s.First:uuuu-MM-dd'T'HH:mm}").ShouldBe(surprises);

    [Fact]
    public void Dates_and_findings_are_there()
    {
        var explained = Of("cron: \"0 2 */14 * *\"\ntimezone: Europe/Berlin");

        explained.Preview.Select(o => o.LocalText).ShouldBe(["2026-11-29T02:00:00+01:00", "2026-12-01T02:00:00+01:00", "2026-12-15T02:00:00+01:00"]);
        explained.Findings.Select(f => f.Problem.Rule).ShouldContain("step-in-days");
        explained.ZonesVersion.ShouldContain("20");
    }

    private static ScheduleExplanation Of(string yaml)
    {
        var schedule = Snippet.Read(yaml).Value.Schedules[0];
        return ScheduleExplanation.Of(schedule, new ScheduleId("s"), Snippet.Now, 3, ScheduleLint.Of(LintSubject.Of(schedule, Snippet.Now)));
    }
}
