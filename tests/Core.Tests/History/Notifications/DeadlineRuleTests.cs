using Carillon.Core.History.Notifications;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Core.Tests.History.Notifications;

public sealed class DeadlineRuleTests
{
    private static readonly Instant Due = Instant.FromUtc(2026, 3, 9, 9, 0);

    [Fact]
    public void A_run_is_late_when_it_starts_or_waits_beyond_what_is_expected()
    {
        var strict = new RunExpectation(Duration.FromMinutes(1), null, null);

        DeadlineRule.Late(Run(null), strict, Due + Duration.FromMinutes(1)).ShouldBeNull();
        DeadlineRule.Late(Run(null), strict, Due + Duration.FromMinutes(2)).ShouldBe(Duration.FromMinutes(2));
        DeadlineRule.Late(Run(Due + Duration.FromMinutes(3)), strict, Due + Duration.FromHours(1)).ShouldBe(Duration.FromMinutes(3));
        DeadlineRule.Late(Run(Due + Duration.FromMinutes(3)), RunExpectation.None, Due + Duration.FromHours(1)).ShouldBeNull();
        DeadlineRule.Late(new WatchedRun(RunTrigger.Backfill, Due, null), strict, Due + Duration.FromDays(9)).ShouldBeNull("a backfill is late on purpose");
    }

    [Fact]
    public void Usual_is_twice_what_95_of_100_took_once_ten_have()
    {
        var minutes = Enumerable.Range(1, 100).Select(i => Duration.FromMinutes(i)).Reverse().ToList();

        DeadlineRule.Longest(RunExpectation.None, minutes).ShouldBe(Duration.FromMinutes(190));
        DeadlineRule.Longest(RunExpectation.None, minutes[..9]).ShouldBeNull();
        DeadlineRule.Longest(RunExpectation.None, [.. Enumerable.Repeat(Duration.FromSeconds(1), 20)]).ShouldBe(Duration.FromMinutes(1));
        DeadlineRule.Longest(new RunExpectation(null, null, Duration.FromSeconds(7)), []).ShouldBe(Duration.FromSeconds(7));
    }

    private static WatchedRun Run(Instant? started) => new(RunTrigger.Schedule, Due, started);
}
