using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Core.Tests.Runs;

/// <summary>When a connection counts as down, and when it is tried again.</summary>
public sealed class BreakerPolicyTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 1, 5, 8, 0);

    private static Breaker Open => Enumerable.Range(0, BreakerPolicy.FailuresToOpen).Aggregate(Breaker.New, (breaker, _) => BreakerPolicy.Failed(breaker, "refused", isProbe: false, Now));

    [Fact]
    public void So_many_failures_in_a_row_open_it()
    {
        Open.State.ShouldBe(BreakerState.Open);
        (Open.OpenedAt, Open.ProbeAt, Open.Failure).ShouldBe((Now, Now + Duration.FromSeconds(10), "refused"));
        var nearly = Enumerable.Range(1, BreakerPolicy.FailuresToOpen - 1).Aggregate(Breaker.New, (breaker, _) => BreakerPolicy.Failed(breaker, "refused", isProbe: false, Now));
        BreakerPolicy.MayBegin(nearly).ShouldBeTrue();
        BreakerPolicy.Succeeded(nearly, isProbe: false).ShouldBe(Breaker.New);
    }

    [Fact]
    public void One_at_a_time_may_try_when_it_is_time()
    {
        BreakerPolicy.MayProbe(Open, Now + Duration.FromSeconds(9)).ShouldBeFalse();
        var probing = BreakerPolicy.Probing(Open, Now + Duration.FromSeconds(10));

        probing.State.ShouldBe(BreakerState.HalfOpen);
        BreakerPolicy.MayProbe(probing, Now + Duration.FromSeconds(30)).ShouldBeFalse();
        BreakerPolicy.MayProbe(probing, Now + Duration.FromSeconds(10) + BreakerPolicy.ProbeFor).ShouldBeTrue("the one that tried may be lost");
        BreakerPolicy.MayProbe(BreakerPolicy.Abandoned(probing, Now + Duration.FromSeconds(12)), Now + Duration.FromSeconds(12)).ShouldBeTrue();
    }

    [Fact]
    public void From_try_to_try_it_takes_longer_up_to_five_minutes()
    {
        var (breaker, delays) = (Open, new List<double>());
        for (var i = 0; i < 8; i++)
        {
            var at = breaker.ProbeAt!.Value;
            breaker = BreakerPolicy.Failed(BreakerPolicy.Probing(breaker, at), "refused", isProbe: true, at);
            delays.Add((breaker.ProbeAt!.Value - at).TotalSeconds);
        }

        delays.ShouldBe([20, 40, 80, 160, 300, 300, 300, 300]);
        breaker.OpenedAt.ShouldBe(Now, "it is one incident");
    }

    [Fact]
    public void Only_the_one_that_tries_closes_it()
    {
        BreakerPolicy.Succeeded(Open, isProbe: false).ShouldBe(Open, "it may have begun before");
        BreakerPolicy.Succeeded(BreakerPolicy.Probing(Open, Now), isProbe: true).ShouldBe(Breaker.New);
        BreakerPolicy.Failed(Open, "late", isProbe: false, Now + Duration.FromMinutes(1)).ShouldBe(Open);
    }

    [Theory]
    [InlineData(ErrorClasses.Network, true)]
    [InlineData(ErrorClasses.Timeout, true)]
    [InlineData(ErrorClasses.Server, true)]
    [InlineData(ErrorClasses.Client, false)]
    [InlineData(ErrorClasses.RateLimit, false)]
    [InlineData(ErrorClasses.Assertion, false)]
    [InlineData(ErrorClasses.Input, false)]
    [InlineData(ErrorClasses.Unexpected, false)]
    [InlineData(ErrorClasses.Lost, false)]
    public void What_is_the_connections_failure(string kind, bool expected)
    {
        var error = new TaskError("SCH040", kind, "x");
        BreakerPolicy.IsOfConnection(error).ShouldBe(expected);
        BreakerPolicy.IsOfConnection(error with { IsOfConnection = !expected }).ShouldBe(!expected);
    }

    [Fact]
    public void Those_that_waited_are_let_go_in_growing_steps() => Enumerable.Range(0, 9).Select(BreakerPolicy.ReleasedAt).ShouldBe([1, 2, 4, 8, 16, 32, 64, 64, 64]);
}
