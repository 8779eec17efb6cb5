using Carillon.Core.Schedules;
using NodaTime;
using Xunit.Abstractions;

namespace Carillon.Core.Tests.Schedules;

/// <summary>Every transition of awkward zones from 1990 to 2037, against the brute force.</summary>
public class CronOracleTests(ITestOutputHelper output)
{
    public static readonly string[] Zones =
    [
        "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu", "Africa/Casablanca", "Africa/Cairo", "Pacific/Apia", "America/Sao_Paulo",
        "America/New_York", "Europe/London", "Europe/Dublin", "Antarctica/Troll", "Asia/Tehran", "Asia/Gaza", "America/Santiago", "America/Nuuk",
        "Pacific/Auckland", "America/St_Johns", "America/Caracas", "Asia/Pyongyang", "Pacific/Kiritimati", "Pacific/Kwajalein", "America/Havana",
        "Asia/Beirut", "America/Scoresbysund", "Antarctica/Casey", "Europe/Moscow", "Asia/Amman", "UTC",
    ];

    public static readonly string[] Crons =
    [
        "0 2 * * *", "30 2 * * *", "30 1 * * *", "0 0 * * *", "59 23 * * *", "*/5 * * * *", "*/15 * * * *", "0 * * * *", "7 * * * *", "*/15 1-3 * * *",
        "0 */2 * * *", "*/30 */3 * * *", "0 0-23 * * *", "15,45 0,1,2,3 * * *", "0 22-2 * * *", "10-50/20 1/2 * * *", "* 2 * * *", "30 0 * * sun",
        "0 3 * * 7", "0 1 * * fri-mon", "0 8 L * *", "0 0 L-3 * *", "30 2 15W * *", "0 0 1W * *", "45 23 LW * *", "0 8 * * 5L", "0 8 * * 1#1",
        "30 2 * * 0#2", "0 2 * * 0#5", "0 0 1 * *", "0 0 31 * *", "0 0 29 2 *", "0 2 */14 * *", "0 8 1-3 * 1-5", "0 8 L * 1-5", "0 0 */2 * 1",
        "0 0 ? 3,10 ?", "30 1 25-31 mar,oct sun", "5/20 1 * nov-apr *", "0 12 1,15,L * mon#1,fril", "30 2 28-3 * *", "0 0 13 * 5",
    ];

    private static readonly ClockChangeRule[] Rules =
    [
        new(GapRule.Next, OverlapRule.First), new(GapRule.Next, OverlapRule.Second), new(GapRule.Next, OverlapRule.Both),
        new(GapRule.Skip, OverlapRule.First), new(GapRule.Skip, OverlapRule.Second), new(GapRule.Skip, OverlapRule.Both),
    ];

    public static TheoryData<string> ZoneCases => [.. Zones];

    [Theory]
    [MemberData(nameof(ZoneCases))]
    public void Around_every_transition_the_occurrences_are_those_of_the_brute_force(string zoneName)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneName];
        var transitions = zone.GetZoneIntervals(Instant.FromUtc(1990, 1, 1, 0, 0), Instant.FromUtc(2038, 1, 1, 0, 0))
            .Where(i => i.HasStart && i.Start >= Instant.FromUtc(1990, 1, 1, 0, 0)).Select(i => i.Start).ToList();
        // Zones that change each year by the same rule repeat themselves; a stride keeps the first years whole and the rest sampled.
        var sampled = transitions.Where((_, i) => i < 12 || i % 5 == 0).DefaultIfEmpty(Instant.FromUtc(2026, 3, 1, 0, 0)).ToList();
        var checks = 0;
        for (var c = 0; c < Crons.Length; c++)
        {
            var cron = CronExpression.Parse(Crons[c], "seed").Value;
            var matches = Brute.Cron(Crons[c]);
            for (var t = 0; t < sampled.Count; t++)
            {
                var rule = (t + c) % 2 == 0 ? cron.DefaultClockChangeRule : Rules[(t + (c * 5)) % Rules.Length];
                var times = new ScheduleTimes(cron, zone, rule);
                var (start, end) = (sampled[t] - Duration.FromHours(26), sampled[t] + Duration.FromHours(26));
                var expected = Brute.Instants(matches, zone, rule, start, end);
                var context = $"{Crons[c]} in {zoneName} around {sampled[t]} with {rule}";
                times.Between(start, end).ShouldBe(expected, context);
                Backwards(times, start, end).ShouldBe(Enumerable.Reverse(expected), context + ", backwards");
                // From within a repeated stretch, where the same reading was shown before.
                var inside = sampled[t] + Duration.FromMinutes(17);
                times.Between(inside, end).ShouldBe(expected.Where(i => i >= inside), context + ", from within");
                Backwards(times, start, inside).ShouldBe(Enumerable.Reverse(expected).Where(i => i < inside), context + ", backwards from within");
                checks++;
            }
        }
        output.WriteLine($"{zoneName}: {checks} stretches");
    }

    [Theory]
    [InlineData("*/10 * * * * *")]
    [InlineData("5/25 59,0,29,30 * * * *")]
    [InlineData("0,30 */15 1-2 * * *")]
    [InlineData("59 59 23 * * *")]
    public void Seconds_follow_the_same_rule(string text)
    {
        var cron = CronExpression.Parse(text, "seed").Value;
        var matches = Brute.Cron(text);
        foreach (var name in new[] { "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo" })
        {
            var zone = DateTimeZoneProviders.Tzdb[name];
            foreach (var interval in zone.GetZoneIntervals(Instant.FromUtc(2016, 1, 1, 0, 0), Instant.FromUtc(2017, 6, 1, 0, 0)).Where(i => i.HasStart))
            {
                var (start, end) = (interval.Start - Duration.FromHours(2), interval.Start + Duration.FromHours(3));
                var expected = Brute.Instants(matches, zone, cron.DefaultClockChangeRule, start, end);
                new ScheduleTimes(cron, zone).Between(start, end).ShouldBe(expected, $"{text} in {name} around {interval.Start}");
            }
        }
    }

    [Fact]
    public void Over_whole_years_the_dates_are_those_of_the_brute_force()
    {
        foreach (var text in Crons)
        {
            var cron = CronExpression.Parse(text, "seed").Value;
            var matches = Brute.Cron(text);
            var dates = Enumerable.Range(0, 366 * 13).Select(d => new LocalDate(1995, 1, 1).PlusDays(d)).ToList();
            var firsts = new ScheduleTimes(cron, DateTimeZone.Utc)
                .Between(Instant.FromUtc(1995, 1, 1, 0, 0), dates[^1].PlusDays(1).AtMidnight().InUtc().ToInstant())
                .Select(i => i.InUtc().Date).Distinct().ToList();
            var expected = dates.Where(matches.Date).ToList();
            firsts.ShouldBe(expected, text);
        }
    }

    private static IEnumerable<Instant> Backwards(ScheduleTimes times, Instant start, Instant end)
    {
        for (var at = times.Previous(end); at is { } t && t >= start; at = times.Previous(t))
            yield return t;
    }
}
