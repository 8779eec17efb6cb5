using System.Numerics;
using Carillon.Core.Occurrences;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Occurrences;

/// <summary>What the runs of a schedule have covered, and what closes the holes.</summary>
public sealed class WindowCoverageTests
{
    private static readonly LocalDate Day0 = new(2026, 1, 1);

    [Fact]
    public void Days_are_covered_doubled_missing_or_not_expected()
    {
        var expected = new[] { Expected(0, 3), Expected(3, 6), Expected(8, 10) };

        var coverage = WindowCoverage.Of(expected, [Window(0, 3), Window(2, 4)], At(0), At(12));

        Strip(coverage).ShouldBe("##2#xx..xx..");
        coverage.Backfill.Select(b => b.Window).ShouldBe([Window(3, 6), Window(8, 10)]);
    }

    [Fact]
    public void The_range_cuts_windows_and_holes()
    {
        var coverage = WindowCoverage.Of([Expected(-5, 5), Expected(5, 15)], [], At(0), At(10));

        coverage.Spans.ShouldBe([new CoverageSpan(At(0), At(10), CoverageState.Missing)]);
        coverage.Backfill.Count.ShouldBe(2);
    }

    [Fact]
    public void Of_overlapping_windows_the_fewest_are_proposed() =>
        WindowCoverage.Of([Expected(0, 4), Expected(1, 7), Expected(2, 8), Expected(6, 9), Expected(8, 10)], [], At(0), At(10))
            .Backfill.Select(b => b.Window).ShouldBe([Window(0, 4), Window(2, 8), Window(8, 10)]);

    [Fact]
    public void A_hole_in_a_part_of_a_day_is_a_hole_of_that_day()
    {
        var half = new DataWindow(At(0), At(0) + Duration.FromHours(12), DateTimeZone.Utc);
        var coverage = WindowCoverage.Of([new ExpectedWindow(At(9), Window(0, 1))], [half], At(0), At(1));

        coverage.Days(DateTimeZone.Utc).ShouldBe([(Day0, CoverageState.Missing)]);
    }

    [Fact]
    public void An_empty_range_has_no_span() => WindowCoverage.Of([Expected(0, 3)], [], At(1), At(1)).Spans.ShouldBeEmpty();

    [Fact]
    public void No_smaller_choice_closes_the_holes_of_any_small_case()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 3000; trial++)
        {
            const int Days = 12;
            var expected = Enumerable.Range(0, random.Next(9)).Select(_ => random.Next(-2, Days)).Select(s => Expected(s, s + random.Next(1, 6))).OrderBy(e => e.Nominal).ToArray();
            var covered = Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(-2, Days)).Select(s => Window(s, s + random.Next(1, 5))).ToArray();

            var coverage = WindowCoverage.Of(expected, covered, At(0), At(Days));

            var wanted = Mask(expected.Select(e => e.Window), Days);
            var done = Mask(covered, Days);
            var holes = wanted & ~done;
            var strip = Strip(coverage);
            for (var day = 0; day < Days; day++)
            {
                var count = covered.Count(w => w.Start <= At(day) && At(day) < w.End);
                strip[day].ShouldBe(count > 1 ? '2' : count == 1 ? '#' : (holes >> day & 1) != 0 ? 'x' : '.', $"trial {trial}, day {day}");
            }
            (Mask(coverage.Backfill.Select(b => b.Window), Days) & holes).ShouldBe(holes, $"trial {trial}");
            var fewest = Enumerable.Range(0, 1 << expected.Length)
                .Where(set => (Mask(expected.Where((_, i) => (set >> i & 1) != 0).Select(e => e.Window), Days) & holes) == holes)
                .Min(set => BitOperations.PopCount((uint)set));
            coverage.Backfill.Count.ShouldBe(fewest, $"trial {trial}");
        }
    }

    private static int Mask(IEnumerable<DataWindow> windows, int days) =>
        windows.Aggregate(0, (mask, w) => mask | Enumerable.Range(0, days).Where(d => w.Start <= At(d) && At(d) < w.End).Aggregate(0, (m, d) => m | (1 << d)));

    private static string Strip(WindowCoverage coverage) => string.Concat(coverage.Days(DateTimeZone.Utc).Select(d => d.State switch
    {
        CoverageState.Covered => '#',
        CoverageState.Doubled => '2',
        CoverageState.Missing => 'x',
        _ => '.',
    }));

    private static ExpectedWindow Expected(int from, int to) => new(At(from) + Duration.FromDays(100), Window(from, to));

    private static DataWindow Window(int from, int to) => new(At(from), At(to), DateTimeZone.Utc);

    private static Instant At(int day) => Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromDays(day);
}
