using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Core.Tests.Occurrences;

/// <summary>Occurrences counted in equal steps, for a band of time.</summary>
public class OccurrenceBandTests
{
    private static readonly Instant Midnight = Instant.FromUtc(2026, 3, 9, 0, 0);

    [Theory]
    [InlineData(60, 60, 1)]
    [InlineData(60, 59, 5)]
    [InlineData(3600, 240, 15)]
    [InlineData(2 * 86_400, 240, 900)]
    [InlineData(30 * 86_400, 240, 3 * 3600)]
    [InlineData(365 * 86_400, 240, 7 * 86_400)]
    [InlineData(365 * 86_400, 1, 7 * 86_400)]
    public void The_step_is_the_shortest_round_one_that_is_not_too_short(int seconds, int most, int step) =>
        OccurrenceBand.Step(Duration.FromSeconds(seconds), most).ShouldBe(Duration.FromSeconds(step));

    [Fact]
    public void Counts_join_by_step_and_state_in_order()
    {
        OccurrenceCell At(int minute, OccurrenceState state, long count = 1) => new(Midnight + Duration.FromMinutes(minute), state, count);

        OccurrenceBand.Join(Midnight, Duration.FromHours(1), [At(70, OccurrenceState.Failed), At(0, OccurrenceState.Completed, 4), At(59, OccurrenceState.Completed), At(60, OccurrenceState.Completed)])
            .ShouldBe([At(0, OccurrenceState.Completed, 5), At(60, OccurrenceState.Completed), At(60, OccurrenceState.Failed)]);
    }

    [Theory]
    [InlineData(OccurrenceOutcome.Ran, RunStatus.Completed, OccurrenceState.Completed)]
    [InlineData(OccurrenceOutcome.Ran, RunStatus.Canceling, OccurrenceState.Canceled)]
    [InlineData(OccurrenceOutcome.Ran, null, OccurrenceState.Ran)]
    [InlineData(OccurrenceOutcome.Missed, null, OccurrenceState.Missed)]
    [InlineData(OccurrenceOutcome.Skipped, null, OccurrenceState.Skipped)]
    [InlineData(OccurrenceOutcome.Coalesced, RunStatus.Completed, OccurrenceState.Coalesced)]
    public void An_occurrence_has_the_state_of_its_run_or_of_its_outcome(OccurrenceOutcome outcome, RunStatus? run, OccurrenceState state) => OccurrenceBand.StateOf(outcome, run).ShouldBe(state);
}
