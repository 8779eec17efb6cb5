using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

public class JitterTests
{
    private static readonly Instant Nominal = Instant.FromUtc(2026, 3, 2, 14, 0);
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    public void The_hash_is_fixed_for_ever()
    {
        StableHash.Of("").ShouldBe(StableHash.Of("", 0));
        StableHash.Of("schedule-default-aapl-daily").ShouldBe(PinnedHash);
        StableHash.Of("schedule-default-aapl-daily", 1).ShouldNotBe(PinnedHash);
    }

    private const ulong PinnedHash = 1459583143456341806;

    [Fact]
    public void A_due_time_lies_between_nominal_and_nominal_plus_jitter()
    {
        for (var i = 0; i < 1000; i++)
        {
            var due = Jitter.DueAt(new ScheduleId($"s{i}"), Nominal, Minute, next: null);
            due.ShouldBeGreaterThanOrEqualTo(Nominal);
            due.ShouldBeLessThan(Nominal + Minute);
        }
    }

    [Fact]
    public void A_due_time_lies_before_the_next_occurrence()
    {
        var next = Nominal + Duration.FromSeconds(5);
        for (var i = 0; i < 1000; i++)
            Jitter.DueAt(new ScheduleId($"s{i}"), Nominal, Minute, next).ShouldBeLessThan(next);
    }

    [Fact]
    public void The_same_occurrence_is_always_due_at_the_same_time() =>
        Jitter.DueAt(new ScheduleId("a"), Nominal, Minute, null).ShouldBe(Jitter.DueAt(new ScheduleId("a"), Nominal, Minute, null));

    [Fact]
    public void Without_jitter_the_due_time_is_the_nominal_time() =>
        Jitter.DueAt(new ScheduleId("a"), Nominal, Duration.Zero, null).ShouldBe(Nominal);

    [Fact]
    public void Delays_are_spread_evenly()
    {
        var tenths = new int[10];
        for (var i = 0; i < 10_000; i++)
            tenths[(int)(StableHash.Fraction($"schedule-default-w{i}", Nominal.ToUnixTimeTicks()) * 10)]++;
        tenths.ShouldAllBe(n => n > 850 && n < 1150);
    }

    [Fact]
    public void Consecutive_occurrences_of_one_schedule_get_different_delays()
    {
        var delays = Enumerable.Range(0, 100)
            .Select(i => Nominal + Duration.FromHours(i))
            .Select(t => Jitter.DueAt(new ScheduleId("a"), t, Minute, null) - t)
            .Distinct().Count();
        delays.ShouldBe(100);
    }
}
