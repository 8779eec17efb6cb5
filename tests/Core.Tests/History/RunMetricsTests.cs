using Carillon.Core.History;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;

namespace Carillon.Core.Tests.History;

public sealed class RunMetricsTests
{
    [Fact]
    public void Nothing_has_no_rate_and_no_times()
    {
        var metrics = RunMetrics.Of(new RunSums());

        (metrics.TotalRuns, metrics.SuccessRate, metrics.AvgRuntimeSeconds, metrics.P95LatenessSeconds, metrics.TotalCost).ShouldBe((0, null, null, null, 0m));
    }

    [Fact]
    public void A_retry_is_a_run_of_its_own_and_one_that_ends_well_has_recovered()
    {
        var sums = new RunSums();
        sums.Add(new EndedRun(RunStatus.Failed, 2_000_000, 500_000, 10, 1, IsRetry: false));
        sums.Add(new EndedRun(RunStatus.Completed, 4_000_000, null, 20, 2, IsRetry: true));
        sums.Add(new EndedRun(RunStatus.Canceled, null, null, 0, 0, IsRetry: false));

        var metrics = RunMetrics.Of(sums);

        (metrics.TotalRuns, metrics.SuccessfulRuns, metrics.FailedRuns, metrics.CanceledRuns, metrics.Retries, metrics.Recovered).ShouldBe((3, 1, 1, 1, 1, 1));
        metrics.SuccessRate!.Value.ShouldBe(1 / 3.0, 1e-12);
        metrics.AvgRuntimeSeconds.ShouldBe(3);
        metrics.AvgLatenessSeconds.ShouldBe(0.5);
        (metrics.TotalCost, metrics.TotalRowsProcessed).ShouldBe((0.00003m, 3));
    }

    [Fact]
    public void A_change_is_absolute_and_a_part_of_the_first_period()
    {
        MetricChange.Of(4, 5).ShouldBe(new MetricChange(4, 5, 1, 0.25));
        MetricChange.Of(0, 5).ShouldBe(new MetricChange(0, 5, 5, null));
        MetricChange.Of(null, 5).ShouldBe(new MetricChange(null, 5, null, null));
    }

    [Fact]
    public void Occurrences_are_counted_by_outcome_and_kind_of_reason_and_said_in_one_line()
    {
        var counts = OccurrenceCounts.Of(
        [
            new(OccurrenceOutcome.Ran, "on time", 280),
            new(OccurrenceOutcome.Ran, "catch-up", 5),
            new(OccurrenceOutcome.Skipped, "overlap: run 41 was still open", 1),
            new(OccurrenceOutcome.Skipped, "overlap: run 57 was still open", 1),
            new(OccurrenceOutcome.Skipped, "paused by ann: audit", 1),
        ]);

        counts.Words.ShouldBe("288 expected, 285 ran; 3 skipped: overlap 2, paused 1");
        (counts.Expected, counts.Ran, counts.Skipped, counts.Missed, counts.Coalesced).ShouldBe((288, 285, 3, 0, 0));
    }
}
