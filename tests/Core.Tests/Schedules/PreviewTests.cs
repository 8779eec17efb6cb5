using Carillon.Core.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Core.Tests.Schedules;

public class PreviewTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    [Fact]
    public void An_occurrence_exactly_at_from_is_shown()
    {
        var preview = Of("0 7 * * *", "UTC", "2026-03-01T07:00:00Z", 2);
        Locals(preview).ShouldBe(["2026-03-01T07:00:00+00:00", "2026-03-02T07:00:00+00:00"]);
    }

    [Fact]
    public void A_moved_occurrence_says_so()
    {
        var preview = Of("30 2 * * *", "America/New_York", "2026-03-07T00:00:00Z", 3);
        Locals(preview).ShouldBe(["2026-03-07T02:30:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00"]);
        preview.Occurrences.Select(o => o.ZoneAbbreviation).ShouldBe(["EST", "EDT", "EDT"]);
        preview.Occurrences.Select(o => o.Note).ShouldBe([null, "moved from 2026-03-08 02:30, which the clocks skip", null]);
    }

    [Fact]
    public void Both_passes_of_a_cadence_are_marked()
    {
        var preview = Of("30 * * * *", "America/New_York", "2026-11-01T05:00:00Z", 3);
        Locals(preview).ShouldBe(["2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00", "2026-11-01T02:30:00-05:00"]);
        preview.Occurrences.Select(o => o.Note).ShouldBe(
        [
            "the clocks show this time twice; first of two occurrences", "the clocks show this time twice; second of two occurrences", null,
        ]);
    }

    [Fact]
    public void Every_clock_change_of_the_next_year_that_touches_the_schedule_is_a_warning()
    {
        Of("30 2 * * *", "America/New_York", "2026-03-01T00:00:00Z", 1).Warnings.Select(w => w.ToString()).ShouldBe(
        [
            "SCH024 2026-03-08 02:30 does not exist in America/New_York, where the clocks go forward to 03:00 EDT: it fires at 2026-03-08 03:00 EDT.",
        ]);
        Of("*/20 * * * *", "Europe/London", "2026-03-01T00:00:00Z", 1).Warnings.Select(w => w.Message).ShouldBe(
        [
            "3 times from 2026-03-29 01:00 to 01:40 do not exist in Europe/London, where the clocks go forward to 02:00 BST: they do not fire.",
            "3 times from 2026-10-25 01:00 to 01:40 come twice in Europe/London, where the clocks go back to 01:00 GMT: they fire at both passes.",
        ]);
        Of("0 9 * * *", "America/New_York", "2026-03-01T00:00:00Z", 1).Warnings.ShouldBeEmpty();
        Of("*/5 * * * *", "UTC", "2026-03-01T00:00:00Z", 1).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Elapsed_time_has_no_clock_change_warnings()
    {
        var times = new ScheduleTimes(new ElapsedRecurrence(900, Instant.FromUnixTimeSeconds(0)), NewYork);
        SchedulePreview.Of(times, NewYork, Instant.FromUtc(2026, 3, 1, 0, 0), 5).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_schedule_that_ends_shows_fewer()
    {
        var times = new ScheduleTimes(CronExpression.Parse("@daily", "s").Value, NewYork, endAt: Instant.FromUtc(2026, 3, 3, 5, 0));
        SchedulePreview.Of(times, NewYork, Instant.FromUtc(2026, 3, 1, 0, 0), 10).Occurrences.Count.ShouldBe(2);
    }

    [Fact]
    public void The_due_time_has_the_jitter()
    {
        var times = new ScheduleTimes(CronExpression.Parse("@daily", "s").Value, NewYork);
        var jitter = Duration.FromMinutes(10);
        foreach (var one in SchedulePreview.Of(times, NewYork, Instant.FromUtc(2026, 3, 1, 0, 0), 10, new ScheduleId("s"), jitter).Occurrences)
            one.Due.ShouldBe(Jitter.DueAt(new ScheduleId("s"), one.Nominal, jitter, null));
    }

    private static SchedulePreview Of(string cron, string zone, string from, int count)
    {
        var tz = DateTimeZoneProviders.Tzdb[zone];
        return SchedulePreview.Of(new ScheduleTimes(CronExpression.Parse(cron, "s").Value, tz), tz, InstantPattern.General.Parse(from).Value, count);
    }

    private static IEnumerable<string> Locals(SchedulePreview preview) => preview.Occurrences.Select(o => o.LocalText);

    [Fact]
    public void What_a_schedule_will_do_ends_with_its_last_run_and_marks_what_its_run_window_skips()
    {
        var schedule = Definitions.Definition.Parse(Definitions.Definition.With("schedule: { cron: '0 */6 * * *', max_runs: 5, run_window: { from: '05:00', to: '13:00' } }")).Value.Schedules[0];

        var next = SchedulePreview.Of(new ScheduleId("s"), schedule, runCount: 3, Instant.FromUtc(2026, 1, 5, 0, 0), 10).Occurrences;

        next.Select(o => $"{o.Nominal.InUtc().Hour} {o.Note}".Trim()).ShouldBe(["0 outside the run window 05:00–13:00: it will be skipped", "6", "12"]);
    }
}
