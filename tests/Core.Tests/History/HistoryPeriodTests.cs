using Carillon.Core.History;
using NodaTime;

namespace Carillon.Core.Tests.History;

public sealed class HistoryPeriodTests
{
    private static readonly Instant March = Instant.FromUtc(2026, 3, 1, 0, 0);

    [Fact]
    public void Bounds_move_back_to_full_quarter_hours_so_that_periods_side_by_side_stay_so()
    {
        var middle = March + Duration.FromMinutes(52);

        var one = HistoryPeriod.Of(March, middle).Value;
        var two = HistoryPeriod.Of(middle, March + Duration.FromHours(2)).Value;

        one.To.ShouldBe(March + Duration.FromMinutes(45));
        two.From.ShouldBe(one.To);
    }

    [Theory]
    [InlineData("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z")]
    [InlineData("2026-03-02T00:01:00Z", "2026-03-02T00:14:00Z")]
    [InlineData("1969-12-31T00:00:00Z", "2026-03-02T00:00:00Z")]
    [InlineData("2026-03-02T00:00:00Z", "2200-01-01T00:00:00Z")]
    [InlineData("1980-01-01T00:00:00Z", "2026-01-01T00:00:00Z")]
    public void A_period_that_makes_no_sense_is_refused(string from, string to)
    {
        var period = HistoryPeriod.Of(NodaTime.Text.InstantPattern.ExtendedIso.Parse(from).Value, NodaTime.Text.InstantPattern.ExtendedIso.Parse(to).Value);

        period.IsOk.ShouldBeFalse();
        period.Problems.Single().Code.ShouldBe(ProblemCodes.InvalidPeriod);
    }

    [Fact]
    public void The_last_days_before_the_earliest_instant_there_is_are_refused_and_do_not_throw() =>
        HistoryPeriod.Last(HistoryPeriod.MaxDays, Instant.MinValue).IsOk.ShouldBeFalse();

    [Fact]
    public void Days_follow_the_clocks_of_the_zone()
    {
        var zone = DateTimeZoneProviders.Tzdb["America/New_York"];
        var period = HistoryPeriod.Of(Instant.FromUtc(2026, 3, 7, 5, 0), Instant.FromUtc(2026, 3, 10, 4, 0)).Value;

        var days = period.Cut(SeriesStep.Day, zone).Value;

        days.Select(day => (day.To - day.From).TotalHours).ShouldBe([24, 23, 24]);
    }

    [Theory]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    [InlineData("Africa/Monrovia")]
    [InlineData("America/Havana")]
    public void Parts_of_every_step_follow_each_other_without_gaps_and_cover_the_period(string name)
    {
        var zone = DateTimeZoneProviders.Tzdb[name];
        foreach (var (from, to) in new[] { (Instant.FromUtc(2011, 12, 20, 3, 15), Instant.FromUtc(2012, 1, 9, 7, 30)), (Instant.FromUtc(2026, 3, 25, 0, 0), Instant.FromUtc(2026, 4, 12, 0, 0)), (Instant.FromUtc(1971, 12, 25, 0, 0), Instant.FromUtc(1972, 1, 12, 0, 0)) })
        {
            foreach (var step in Enum.GetValues<SeriesStep>())
            {
                var parts = HistoryPeriod.Of(from, to).Value.Cut(step, zone).Value;

                parts[0].From.ShouldBe(from);
                parts[^1].To.ShouldBe(to);
                parts.ShouldAllBe(part => part.From < part.To);
                parts.Zip(parts.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
            }
        }
    }

    [Fact]
    public void A_series_of_too_many_parts_is_refused() =>
        HistoryPeriod.Of(March, March + Duration.FromDays(90)).Value.Cut(SeriesStep.Hour, DateTimeZone.Utc).Problems.Single().Code.ShouldBe(ProblemCodes.InvalidPeriod);
}
