using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

public sealed class FireDifferenceTests
{
    private static readonly Instant From = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Instant To = Instant.FromUtc(2026, 3, 31, 0, 0);

    [Fact]
    public void A_moved_hour_takes_every_instant_away_and_adds_as_many() =>
        FireDifference.Between(Of("cron: \"0 9 * * 1-5\""), Of("cron: \"0 10 * * 1-5\""), From, To)
            .ShouldBe(new FireDifference(21, 21, 21, 21, Instant.FromUtc(2026, 3, 2, 9, 0)));

    [Fact]
    public void A_finer_cron_only_adds() =>
        FireDifference.Between(Of("cron: \"0 * * * *\""), Of("cron: \"*/30 * * * *\""), From, To)
            .ShouldBe(new FireDifference(720, 1440, 720, 0, From + Duration.FromMinutes(30)));

    [Fact]
    public void Switching_off_removes_all() =>
        FireDifference.Between(Of("cron: \"0 9 * * *\""), Of("cron: \"0 9 * * *\", enabled: false"), From, To)
            .ShouldBe(new FireDifference(30, 0, 0, 30, Instant.FromUtc(2026, 3, 1, 9, 0)));

    [Theory]
    [InlineData("cron: \"*/7 * * * *\"", "cron: \"*/5 3-9 * * *\", timezone: America/New_York")]
    [InlineData("every: 13m", "daily: { at: [\"02:30\", \"03:00\"] }, timezone: America/New_York")]
    [InlineData("monthly: { on: last, at: \"08:00\" }", "weekly: { on: [mon, tue], at: \"08:00\" }")]
    public void It_is_the_difference_of_the_two_sets(string before, string after)
    {
        var (old, young) = (Of(before).Times.Between(From, To).ToHashSet(), Of(after).Times.Between(From, To).ToHashSet());

        var difference = FireDifference.Between(Of(before), Of(after), From, To);

        difference.ShouldBe(new FireDifference(old.Count, young.Count, young.Except(old).Count(), old.Except(young).Count(), old.Except(young).Union(young.Except(old)).Min()));
    }

    private static ScheduleDefinition Of(string schedule) =>
        DefinitionParser.Parse($"id: w\nschedule: {{ {schedule} }}\ntasks: [{{ id: a, uses: t }}]\n", "w.yaml", new DefinitionContext(new TaskTypeList([new TaskType { Name = "t", Summary = "", InputSchema = [], OutputSchema = [] }]))).Value.Schedules[0];
}
