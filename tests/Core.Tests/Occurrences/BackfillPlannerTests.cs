using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using NodaTime;
using static Carillon.Core.Tests.Occurrences.Due;

namespace Carillon.Core.Tests.Occurrences;

public class BackfillPlannerTests
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly Instant[] Times = [Nine, Nine + Hour, Nine + (Hour * 2), Nine + (Hour * 3)];
    private static readonly NominalState[] States = [NominalState.None, NominalState.Completed, NominalState.Failed, NominalState.Open];

    [Theory]
    [InlineData(BackfillSelection.Missing, "0 2")]
    [InlineData(BackfillSelection.Failed, "2")]
    [InlineData(BackfillSelection.All, "0 1 2")]
    public void It_takes_what_was_asked_for_and_never_what_is_open(BackfillSelection selection, string places)
    {
        Plan(selection).ShouldBe(places.Split(' ').Select(place => Times[int.Parse(place, System.Globalization.CultureInfo.InvariantCulture)]));
    }

    [Fact]
    public void The_range_is_half_open()
    {
        BackfillPlanner.Plan(Every(Hour), Nine, Nine + (Hour * 3), BackfillSelection.All, BackfillOrder.Oldest, null, _ => NominalState.None).ShouldBe(Times[..3]);
    }

    [Fact]
    public void The_order_says_which_ones_a_limit_leaves()
    {
        BackfillPlanner.Plan(Every(Hour), Nine, Nine + (Hour * 4), BackfillSelection.All, BackfillOrder.Latest, 2, _ => NominalState.None).ShouldBe([Times[3], Times[2]]);
        BackfillPlanner.Plan(Every(Hour), Nine, Nine + (Hour * 4), BackfillSelection.All, BackfillOrder.Oldest, 2, _ => NominalState.None).ShouldBe([Times[0], Times[1]]);
    }

    [Fact]
    public void Both_orders_take_the_same_times()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var schedule = Every(Duration.FromSeconds(random.Next(1, 500)));
            var (from, to) = (Nine + Duration.FromSeconds(random.Next(1_000)), Nine + Duration.FromSeconds(random.Next(5_000)));
            NominalState StateOf(Instant at) => (NominalState)(Math.Abs(at.GetHashCode()) % 4);
            var selection = (BackfillSelection)random.Next(3);
            var oldest = BackfillPlanner.Plan(schedule, from, to, selection, BackfillOrder.Oldest, null, StateOf);
            BackfillPlanner.Plan(schedule, from, to, selection, BackfillOrder.Latest, null, StateOf).Reverse().ShouldBe(oldest, $"seed {seed}");
            oldest.ShouldBe(oldest.Distinct().Order());
            oldest.ShouldAllBe(at => at >= from && at < to);
        }
    }

    [Fact]
    public void What_is_due_outside_the_run_window_is_no_part_of_it()
    {
        var schedule = Every(Hour);
        schedule = schedule with { Definition = schedule.Definition with { RunWindow = new RunWindow(new LocalTime(10, 0), new LocalTime(11, 30), [], DateTimeZone.Utc, "") } };
        BackfillPlanner.Plan(schedule, Nine, Nine + (Hour * 4), BackfillSelection.All, BackfillOrder.Oldest, null, _ => NominalState.None).ShouldBe([Times[1], Times[2]]);
    }

    [Fact]
    public void A_range_without_end_stops_at_one_more_than_is_allowed()
    {
        BackfillPlanner.Plan(Every(Duration.FromSeconds(1)), Nine, Instant.MaxValue, BackfillSelection.All, BackfillOrder.Oldest, null, _ => NominalState.None).Count
            .ShouldBe(BackfillPlanner.MostRuns + 1);
    }

    [Fact]
    public void An_ended_backfill_moves_no_more()
    {
        foreach (var ended in new[] { BackfillStatus.Completed, BackfillStatus.Canceled })
            Enum.GetValues<BackfillEvent>().ShouldAllBe(what => BackfillTransitions.After(ended, what) == null);
    }

    private static IReadOnlyList<Instant> Plan(BackfillSelection selection) => BackfillPlanner.Plan(
        Every(Hour), Nine, Nine + (Hour * 4), selection, BackfillOrder.Oldest, null, at => States[Array.IndexOf(Times, at)]);
}
