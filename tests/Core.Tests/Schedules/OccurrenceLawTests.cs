using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

/// <summary>The laws of <see cref="OccurrenceTimes"/>, over random schedules, zones and instants.</summary>
public class OccurrenceLawTests
{
    private const int Seed = 41;

    private static readonly string[] Zones = [.. DateTimeZoneProviders.Tzdb.Ids.Where(id => id.Contains('/'))];

    [Fact]
    public void Next_is_later_previous_is_its_inverse_and_stretches_join()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 4000; i++)
        {
            var times = RandomTimes(random, out var shown);
            var from = Instant.FromUtc(1990, 1, 1, 0, 0) + Duration.FromSeconds(random.NextInt64(48L * 366 * 86_400)) + Duration.FromMilliseconds(random.Next(2) * 500);
            var context = $"case {i} of seed {Seed}: {shown} from {from}";
            if (times.Next(from) is not { } next)
                continue;
            next.ShouldBeGreaterThan(from, context);
            times.Next(next - Duration.Epsilon).ShouldBe(next, context);
            times.Next(next).ShouldNotBe(next, context);
            if (times.Next(next) is { } second)
            {
                second.ShouldBeGreaterThan(next, context);
                times.Previous(second).ShouldBe(next, context);
                times.Previous(second + Duration.Epsilon).ShouldBe(second, context);
                var middle = next + ((second - next) * random.NextDouble());
                times.Between(from, middle).Concat(times.Between(middle, second + Duration.Epsilon)).ShouldBe(times.Between(from, second + Duration.Epsilon), context);
            }
            (times.Previous(next) ?? Instant.MinValue).ShouldBeLessThanOrEqualTo(from, context);
        }
    }

    [Fact]
    public void A_fixed_time_fires_exactly_once_a_local_day_unless_the_day_does_not_exist()
    {
        foreach (var id in Zones.Where((_, i) => i % 7 == 0))
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            var times = new ScheduleTimes(CronExpression.Parse("30 2 * * *", "s").Value, zone);
            var (start, end) = (Instant.FromUtc(2019, 12, 31, 12, 0), Instant.FromUtc(2038, 1, 1, 12, 0));
            var dates = times.Between(start, end).Select(i => i.InZone(zone).Date).ToList();
            dates.Count.ShouldBe(dates.Distinct().Count(), id);
            dates.Count.ShouldBe(Period.DaysBetween(dates[0], dates[^1]) + 1, id);
        }
    }

    [Fact]
    public void Bounds_are_inclusive_at_the_start_and_exclusive_at_the_end()
    {
        var (start, end) = (Instant.FromUtc(2026, 3, 1, 9, 0), Instant.FromUtc(2026, 3, 4, 9, 0));
        var times = new ScheduleTimes(CronExpression.Parse("0 9 * * *", "s").Value, DateTimeZone.Utc, startAt: start, endAt: end);
        times.Next(Instant.MinValue).ShouldBe(start);
        times.Between(Instant.MinValue, Instant.MaxValue).Count().ShouldBe(3);
        times.Previous(Instant.MaxValue).ShouldBe(end - Duration.FromDays(1));
        times.Previous(start).ShouldBeNull();
        times.Next(end - Duration.FromDays(1)).ShouldBeNull();
    }

    [Fact]
    public void Far_away_instants_have_answers()
    {
        var times = new ScheduleTimes(CronExpression.Parse("0 9 29 2 1#5", "s").Value, DateTimeZoneProviders.Tzdb["America/New_York"]);
        times.Next(Instant.MaxValue).ShouldBeNull();
        times.Previous(Instant.MinValue).ShouldBeNull();
        times.Next(Instant.MinValue).ShouldNotBeNull();
        times.Previous(Instant.MaxValue).ShouldNotBeNull();
    }

    [Fact]
    public void Asking_for_the_next_occurrence_allocates_nothing()
    {
        var random = new Random(Seed);
        foreach (var cron in CronOracleTests.Crons)
        {
            var times = new ScheduleTimes(CronExpression.Parse(cron, "s").Value, DateTimeZoneProviders.Tzdb[Zones[random.Next(Zones.Length)]]);
            Allocated(times).ShouldBe(0, cron);
        }
        Allocated(new ScheduleTimes(DayTimesRecurrence.EveryDays(14, new(2026, 1, 5), new LocalTime(2, 0)), DateTimeZoneProviders.Tzdb["Europe/Paris"])).ShouldBe(0);
        Allocated(new ScheduleTimes(new ElapsedRecurrence(900, Instant.FromUnixTimeSeconds(0)), DateTimeZone.Utc)).ShouldBe(0);
    }

    private static long Allocated(ScheduleTimes times)
    {
        var at = Instant.FromUtc(2026, 1, 1, 0, 0);
        at = times.Next(at) ?? at;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            at = times.Next(at) ?? Instant.FromUtc(2026, 1, 1, 0, 0);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static ScheduleTimes RandomTimes(Random random, out string shown)
    {
        var zone = DateTimeZoneProviders.Tzdb[Zones[random.Next(Zones.Length)]];
        var rule = new ClockChangeRule((GapRule)random.Next(2), (OverlapRule)random.Next(3));
        var calendar = random.Next(4) == 0 ? BusinessCalendar.BuiltIn["XNYS"] : null;
        var calendarRule = (CalendarRule)random.Next(3);
        var cron = CronOracleTests.Crons[random.Next(CronOracleTests.Crons.Length)];
        shown = $"{cron} in {zone.Id} with {rule}, {calendar?.Name} {calendarRule}";
        return new ScheduleTimes(CronExpression.Parse(cron, "s").Value, zone, rule, calendar, calendarRule);
    }
}
