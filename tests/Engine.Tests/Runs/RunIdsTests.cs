using Carillon.Core;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Engine.Tests.Runs;

public sealed class RunIdsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 1, 5, 8, 0);

    [Fact]
    public void Ids_sort_in_the_order_they_were_made_also_within_a_millisecond_and_when_the_clock_goes_back()
    {
        var ids = new RunIds(0, System.Security.Cryptography.RandomNumberGenerator.Fill);

        var made = Enumerable.Range(0, 20_000).Select(i => ids.Next(Now - Duration.FromSeconds(i % 7)).Value).ToList();

        made.ShouldBe(made.Order(StringComparer.Ordinal));
        made.Distinct().Count().ShouldBe(made.Count);
        made.ShouldAllBe(id => id[14] == '7');
    }

    [Fact]
    public async Task After_a_restart_with_the_clock_set_back_new_ids_still_follow_the_stored_ones()
    {
        var time = new ManualTime(Now);
        await using var engine = await new EngineFixture(o => o with { Time = time }).File("one.yaml", "id: one\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        var before = await engine.RunAsync("one");
        engine.Crash();
        time.Step(Duration.FromHours(-3));
        await engine.StartAsync();

        var after = await engine.RunAsync("one");

        string.CompareOrdinal(after.Value, before.Value).ShouldBeGreaterThan(0);
    }
}
