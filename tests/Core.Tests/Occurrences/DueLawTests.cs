using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using NodaTime;
using static Carillon.Core.Tests.Occurrences.Due;

namespace Carillon.Core.Tests.Occurrences;

public class DueLawTests
{
    [Fact]
    public void Time_in_pieces_settles_every_occurrence_exactly_once()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            try
            {
                Walk(new Random(seed));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}: {failure.Message}", failure);
            }
        }
    }

    private static void Walk(Random random)
    {
        var schedule = Random(random);
        var times = schedule.Definition.Times;
        var cursor = Nine;
        var now = Nine;
        var settled = new List<(Instant First, Instant Last, long Count)>();
        for (var step = 0; step < 40; step++)
        {
            now += Duration.FromSeconds(random.Next(20) switch
            {
                0 => random.Next(3_600),
                1 => -random.Next(600),
                _ => random.Next(40),
            });
            var open = new OpenRuns(random.Next(2), random.Next(2));
            var live = random.Next(10) switch { 0 => schedule with { PausedBy = "ann" }, _ => schedule };
            var plan = DuePlanner.Plan(live, new ScheduleCursor(cursor), open, now);
            Check(live, cursor, now, plan);
            settled.AddRange(plan.Ledger.Select(e => (e.NominalAt, e.LastNominalAt, e.Count)));
            cursor = plan.Cursor.SettledThrough;
        }
        var expected = times.Between(Nine + Duration.Epsilon, cursor + Duration.Epsilon).ToList();
        settled.Sum(entry => entry.Count).ShouldBe(expected.Count);
        settled.SelectMany(entry => times.Between(entry.First, entry.Last + Duration.Epsilon)).ShouldBe(expected);
    }

    private static void Check(Schedule schedule, Instant cursor, Instant now, DuePlan plan)
    {
        plan.Cursor.SettledThrough.ShouldBeGreaterThanOrEqualTo(cursor, "the cursor never moves back");
        var times = schedule.Definition.Times;
        var span = times.Between(cursor + Duration.Epsilon, plan.Cursor.SettledThrough + Duration.Epsilon).ToList();
        plan.Ledger.Sum(e => e.Count).ShouldBe(span.Count, "the ledger covers what the cursor passed");
        plan.Runs.Select(r => r.NominalAt).ShouldBe(plan.Ledger.Where(e => e.Outcome == OccurrenceOutcome.Ran).Select(e => e.NominalAt), "one run for each entry that ran");
        plan.Ledger.Where(e => e.Outcome == OccurrenceOutcome.Ran).ShouldAllBe(e => e.Count == 1);
        foreach (var run in plan.Runs)
        {
            run.DueAt.ShouldBeGreaterThanOrEqualTo(run.NominalAt);
            run.DueAt.ShouldBeLessThanOrEqualTo(now);
        }
        foreach (var entry in plan.Ledger)
            times.Between(entry.NominalAt, entry.LastNominalAt + Duration.Epsilon).Count().ShouldBe((int)entry.Count);
        foreach (var (earlier, later) in plan.Ledger.Zip(plan.Ledger.Skip(1)))
        {
            later.NominalAt.ShouldBeGreaterThan(earlier.LastNominalAt);
            (earlier.Outcome == later.Outcome && earlier.Reason == later.Reason && earlier.Outcome != OccurrenceOutcome.Ran).ShouldBeFalse("neighbours of one fate are one entry");
        }
        var again = DuePlanner.Plan(schedule, plan.Cursor, OpenRuns.None, now);
        again.Ledger.ShouldBeEmpty("planning twice changes nothing");
        again.Cursor.ShouldBe(plan.Cursor);
        again.NextDueAt.ShouldBe(plan.NextDueAt);
        again.NextNominalAt.ShouldBe(plan.NextNominalAt);
        if (plan.NextDueAt is { } next)
            next.ShouldBeGreaterThan(now, "what is due has been settled");
    }

    private static Schedule Random(Random random)
    {
        OccurrenceTimes times = random.Next(2) == 0
            ? new EveryTimes(Duration.FromSeconds(random.Next(1, 300)))
            : new ListedTimes(Enumerable.Range(0, random.Next(60)).Select(_ => Nine + Duration.FromMilliseconds(random.Next(4_000_000))));
        var catchUp = new CatchUp(
            (CatchUpMode)random.Next(3),
            random.Next(2) == 0 ? Duration.FromSeconds(random.Next(1_000)) : null,
            random.Next(2) == 0 ? random.Next(1, 6) : null);
        var schedule = Of(times, (OverlapPolicy)random.Next(4), catchUp);
        return schedule with
        {
            HasIrreversibleEffects = random.Next(4) == 0,
            Definition = schedule.Definition with
            {
                Jitter = random.Next(2) == 0 ? Duration.FromSeconds(random.Next(200)) : Duration.Zero,
                MaxStaleness = random.Next(3) == 0 ? Duration.FromSeconds(random.Next(1, 300)) : null,
                Concurrency = schedule.Definition.OverlapPolicy == OverlapPolicy.Allow && random.Next(2) == 0 ? random.Next(1, 4) : null,
                RunWindow = random.Next(3) == 0 ? Window(random) : null,
            },
        };
    }

    private static RunWindow Window(Random random)
    {
        var from = new LocalTime(random.Next(8, 11), random.Next(60));
        return new RunWindow(from, from.PlusMinutes(random.Next(1, 1_439)), [], DateTimeZone.Utc, "test");
    }
}
