using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

public class ScheduleSpecTests
{
    private static ScheduleSpec Spec => new() { HashSeed = "schedule-default-a" };

    [Fact]
    public void Every_14_days_counts_local_days_from_its_anchor()
    {
        var spec = Spec with { Every = "14d", At = ["02:00"], Anchor = "2026-01-05", Timezone = "America/New_York" };
        Next(spec, "2026-02-20T00:00:00Z", 3).ShouldBe(["2026-03-02T02:00:00-05:00", "2026-03-16T02:00:00-04:00", "2026-03-30T02:00:00-04:00"]);
    }

    [Fact]
    public void Without_an_anchor_days_are_counted_from_a_Monday() =>
        Next(Spec with { Every = "7d" }, "2026-03-01T00:00:00Z", 2).ShouldBe(["2026-03-02T00:00:00+00:00", "2026-03-09T00:00:00+00:00"]);

    [Fact]
    public void Elapsed_time_is_counted_from_its_anchor_to_both_sides()
    {
        var spec = Spec with { Every = "90m", Anchor = "2026-01-05T00:10:00Z" };
        Next(spec, "2026-01-04T22:00:00Z", 3).ShouldBe(["2026-01-04T22:40:00+00:00", "2026-01-05T00:10:00+00:00", "2026-01-05T01:40:00+00:00"]);
    }

    [Fact]
    public void An_anchor_without_offset_is_local() =>
        Next(Spec with { Every = "24h", Anchor = "2026-01-05T09:00", Timezone = "America/New_York" }, "2026-03-07T00:00:00Z", 2)
            .ShouldBe(["2026-03-07T09:00:00-05:00", "2026-03-08T10:00:00-04:00"]);

    [Fact]
    public void Monthly_knows_business_days_of_the_calendar()
    {
        var spec = Spec with { Monthly = new(["first_business_day", "last_business_day"], ["08:00"]), Calendar = "xnys", Timezone = "America/New_York" };
        Next(spec, "2026-04-30T00:00:00Z", 4).ShouldBe(["2026-04-30T08:00:00-04:00", "2026-05-01T08:00:00-04:00", "2026-05-29T08:00:00-04:00", "2026-06-01T08:00:00-04:00"]);
    }

    [Fact]
    public void Weekly_takes_ranges_and_full_names() =>
        Next(Spec with { Weekly = new(["fri-mon", "Wednesday"], ["09:00"]) }, "2026-03-02T00:00:00Z", 5)
            .ShouldBe(["2026-03-02T09:00:00+00:00", "2026-03-04T09:00:00+00:00", "2026-03-06T09:00:00+00:00", "2026-03-07T09:00:00+00:00", "2026-03-08T09:00:00+00:00"]);

    [Fact]
    public void Once_in_a_gap_fires_after_it() =>
        Next(Spec with { Once = "2026-03-08T02:30", Timezone = "America/New_York" }, "2026-01-01T00:00:00Z", 2).ShouldBe(["2026-03-08T03:00:00-04:00"]);

    [Fact]
    public void Clock_change_rules_may_be_set()
    {
        var spec = Spec with { Cron = "30 1 * * *", Timezone = "America/New_York" };
        Next(spec with { DstOverlap = "second" }, "2026-11-01T00:00:00Z", 1).ShouldBe(["2026-11-01T01:30:00-05:00"]);
        Next(spec with { DstOverlap = "both" }, "2026-11-01T00:00:00Z", 2).ShouldBe(["2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"]);
        Next(spec with { Cron = "30 2 * * *", DstGap = "skip" }, "2026-03-08T00:00:00Z", 1).ShouldBe(["2026-03-09T02:30:00-04:00"]);
        Next(spec with { Cron = "30 * * * *", DstGap = "next" }, "2026-03-08T06:30:00Z", 3).ShouldBe(["2026-03-08T01:30:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-08T03:30:00-04:00"]);
    }

    [Fact]
    public void Bounds_may_be_local_dates()
    {
        var spec = Spec with { Daily = new(["09:00"]), StartAt = "2026-03-02", EndAt = "2026-03-04T09:00", Timezone = "Asia/Tokyo" };
        Next(spec, "2026-01-01T00:00:00Z", 9).ShouldBe(["2026-03-02T09:00:00+09:00", "2026-03-03T09:00:00+09:00"]);
    }

    [Fact]
    public void Every_problem_is_found_at_once_with_its_field()
    {
        var build = (Spec with
        {
            Weekly = new(["mon", "funday"], ["25:00"]),
            Timezone = "America/NewYork",
            DstGap = "nxt",
            Calendar = "XNYZ",
            StartAt = "soon",
            At = ["09:00"],
        }).Build();
        build.Schedule.ShouldBeNull();
        build.Problems.Select(p => $"{p.Field}[{p.Item}] {p.Problem}").ShouldBe(
        [
            "timezone[] SCH017 There is no IANA time zone 'America/NewYork'. Did you mean 'America/New_York'?",
            "calendar[] SCH022 There is no calendar 'XNYZ'. Did you mean 'XNYS'?",
            "dst.gap[] SCH016 'nxt' is not one of next, skip. Did you mean 'next'?",
            "start_at[] SCH016 'soon' is no time from 1900 through 2199. Write 2026-01-05T00:00:00Z, or a date or 2026-01-05T09:00 in the schedule's zone.",
            "at[] SCH016 at belongs beside every: in days. Write it inside weekly.",
            "weekly.at[0] SCH001 '25:00' is no time of day. Write \"09:00\" or \"09:00:30\", from 00:00 to 23:59:59, in quotes.",
            "weekly.on[1] SCH001 'funday' is no weekday. Did you mean 'sunday'?",
        ]);
    }

    [Fact]
    public void A_cron_problem_has_its_offset()
    {
        var problem = (Spec with { Cron = "0 24 * * *" }).Build().Problems.ShouldHaveSingleItem();
        problem.Field.ShouldBe("cron");
        problem.Offset.ShouldBe(2);
        problem.Problem.Location.ShouldBeNull();
    }

    [Theory]
    [InlineData("Nueva_York", null)]
    [InlineData("new york", "America/New_York")]
    [InlineData("Europe/Berln", "Europe/Berlin")]
    [InlineData("america/new_york", "America/New_York")]
    [InlineData("PST", "America/Los_Angeles")]
    [InlineData("UTC+2", null)]
    [InlineData("", null)]
    public void An_unknown_zone_is_refused_with_the_nearest_name(string zone, string? nearest)
    {
        var problem = (Spec with { Cron = "@daily", Timezone = zone }).Build().Problems.ShouldHaveSingleItem();
        problem.Problem.Code.ShouldBe("SCH017");
        problem.Problem.Suggestion.ShouldBe(nearest is null ? "Write a name such as America/New_York or UTC." : $"Did you mean '{nearest}'?");
    }

    [Fact]
    public void A_schedule_has_exactly_one_recurrence()
    {
        Spec.Build().Problems.ShouldHaveSingleItem().Problem.Code.ShouldBe("SCH011");
        (Spec with { Cron = "@daily", Once = "2026-03-01T09:00" }).Build().Problems.ShouldHaveSingleItem().Field.ShouldBe("once");
    }

    [Theory]
    [InlineData("14")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("1d12h")]
    [InlineData("1.5h")]
    [InlineData("99999999999d")]
    [InlineData("20y")]
    [InlineData("")]
    public void A_period_that_cannot_be_read_is_refused(string every) =>
        (Spec with { Every = every }).Build().Problems.ShouldHaveSingleItem().Field.ShouldBe("every");

    [Fact]
    public void Schedules_that_never_fire_are_refused()
    {
        (Spec with { Weekly = new(["sat"], ["09:00"]), Calendar = "weekdays" }).Build().Problems.ShouldHaveSingleItem().Field.ShouldBe("calendar");
        (Spec with { Once = "2026-03-01T09:00", StartAt = "2026-03-02" }).Build().Problems.ShouldHaveSingleItem().Field.ShouldBe("once");
        (Spec with { Cron = "@daily", StartAt = "2026-03-02", EndAt = "2026-03-01" }).Build().Problems.ShouldHaveSingleItem().Field.ShouldBe("end_at");
        (Spec with { Weekly = new(["sat"], ["09:00"]), Calendar = "weekdays", CalendarRule = "next" }).Build().IsOk.ShouldBeTrue();
    }

    [Fact]
    public void Elapsed_time_cannot_be_moved_to_another_day() =>
        (Spec with { Every = "6h", Calendar = "XNYS", CalendarRule = "next" }).Build().Problems.ShouldHaveSingleItem().Field.ShouldBe("calendar.rule");

    [Fact]
    public void A_calendar_beyond_its_table_is_a_warning()
    {
        var build = (Spec with { Cron = "@daily", Calendar = "XNYS", From = Instant.FromUtc(2028, 3, 1, 0, 0) }).Build();
        build.IsOk.ShouldBeTrue();
        build.Problems.ShouldHaveSingleItem().Problem.Code.ShouldBe("SCH022");
    }

    [Fact]
    public void Random_values_never_throw()
    {
        var random = new Random(7);
        string[] pieces = ["2026", "-", "01", "05", "T", ":", "09", "00", "Z", "+", "d", "h", "m", "14", "mon", "last", " ", "fri", "2nd", "٣", "\0", ""];
        string Text() => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]));
        string? Maybe() => random.Next(3) == 0 ? Text() : null;
        for (var i = 0; i < 20_000; i++)
        {
            var spec = Spec with
            {
                Every = random.Next(2) == 0 ? Text() : null,
                Weekly = random.Next(4) == 0 ? new([Text()], [Text()]) : null,
                Monthly = random.Next(4) == 0 ? new([Text()], [Text()], Maybe()) : null,
                Once = Maybe(),
                Anchor = Maybe(),
                StartAt = Maybe(),
                EndAt = Maybe(),
                Calendar = Maybe(),
                DstGap = Maybe(),
            };
            var build = spec.Build();
            (build.IsOk || build.Problems.Count > 0).ShouldBeTrue($"case {i}: {spec}");
        }
    }

    private static string[] Next(ScheduleSpec spec, string from, int count)
    {
        var built = spec.Build();
        built.Problems.Where(p => p.Problem.Severity == ProblemSeverity.Error).ShouldBeEmpty();
        var start = NodaTime.Text.InstantPattern.General.Parse(from).Value;
        return [.. SchedulePreview.Of(built.Schedule!.Times, built.Schedule.Zone, start, count).Occurrences.Select(o => o.LocalText)];
    }
}
