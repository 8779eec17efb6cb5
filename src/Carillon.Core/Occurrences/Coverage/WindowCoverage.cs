using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Occurrences;

/// <summary>Whether a stretch of time was worked on.</summary>
public enum CoverageState
{
    /// <summary>No window of the schedule holds it.</summary>
    NotExpected,

    /// <summary>In the window of one completed run.</summary>
    Covered,

    /// <summary>In the windows of several completed runs.</summary>
    Doubled,

    /// <summary>In a window of the schedule, and in that of no completed run: a hole.</summary>
    Missing,
}

/// <summary>A stretch of one state.</summary>
/// <param name="Start">Its start, inclusive.</param>
/// <param name="End">Its end, exclusive.</param>
/// <param name="State">The state.</param>
public sealed record CoverageSpan(Instant Start, Instant End, CoverageState State);

/// <summary>An occurrence with its window.</summary>
/// <param name="Nominal">The nominal time.</param>
/// <param name="Window">Its data window.</param>
public sealed record ExpectedWindow(Instant Nominal, DataWindow Window);

/// <summary>What a schedule's completed runs have covered of a range, and what closes the holes. Immutable.</summary>
/// <param name="Spans">The whole range, in order, without gap; neighbors differ in state.</param>
/// <param name="Backfill">The fewest occurrences whose windows together close every hole, in order.</param>
public sealed record WindowCoverage(IReadOnlyList<CoverageSpan> Spans, IReadOnlyList<ExpectedWindow> Backfill)
{
    /// <summary>Compares what was expected with what was done. Pure.</summary>
    /// <param name="expected">The occurrences so far with their windows.</param>
    /// <param name="covered">The windows of completed runs.</param>
    /// <param name="from">Start of the range, inclusive.</param>
    /// <param name="to">End of the range, exclusive; not before <paramref name="from"/>.</param>
    public static WindowCoverage Of(IReadOnlyList<ExpectedWindow> expected, IReadOnlyList<DataWindow> covered, Instant from, Instant to)
    {
        var edges = new List<(Instant At, int Expected, int Covered)>();
        foreach (var window in expected)
            Add(window.Window.Start, window.Window.End, 1, 0);
        foreach (var window in covered)
            Add(window.Start, window.End, 0, 1);
        edges.Sort((a, b) => a.At.CompareTo(b.At));
        var spans = new List<CoverageSpan>();
        var (wanted, done, start) = (0, 0, from);
        foreach (var edge in edges)
        {
            Close(edge.At);
            wanted += edge.Expected;
            done += edge.Covered;
        }
        Close(to);
        return new WindowCoverage(spans, Smallest(expected, spans));

        void Add(Instant first, Instant end, int ofExpected, int ofCovered)
        {
            first = first < from ? from : first;
            end = end > to ? to : end;
            if (first >= end)
                return;
            edges.Add((first, ofExpected, ofCovered));
            edges.Add((end, -ofExpected, -ofCovered));
        }

        void Close(Instant at)
        {
            if (at <= start)
                return;
            var state = done > 1 ? CoverageState.Doubled : done == 1 ? CoverageState.Covered : wanted > 0 ? CoverageState.Missing : CoverageState.NotExpected;
            if (spans.Count > 0 && spans[^1].State == state)
                spans[^1] = spans[^1] with { End = at };
            else
                spans.Add(new CoverageSpan(start, at, state));
            start = at;
        }
    }

    /// <summary>Each local day of the spans with its state: a hole in a part of it is a hole, and something done twice is told before what was done once.</summary>
    public IEnumerable<(LocalDate Date, CoverageState State)> Days(DateTimeZone zone)
    {
        (LocalDate Date, CoverageState State)? open = null;
        foreach (var span in Spans)
        {
            var window = new DataWindow(span.Start, span.End, zone);
            for (var date = window.StartDate; date <= window.LastDate; date = date.PlusDays(1))
            {
                if (open is { } day && day.Date == date)
                {
                    open = (date, day.State > span.State ? day.State : span.State);
                    continue;
                }
                if (open is { } ended)
                    yield return ended;
                open = (date, span.State);
            }
        }
        if (open is { } last)
            yield return last;
    }

    // From left to right, the window that reaches furthest among those that hold the first open instant: no choice does with fewer.
    private static List<ExpectedWindow> Smallest(IReadOnlyList<ExpectedWindow> expected, List<CoverageSpan> spans)
    {
        List<ExpectedWindow> byStart = [.. expected.OrderBy(e => e.Window.Start)];
        var chosen = new List<ExpectedWindow>();
        ExpectedWindow? furthest = null;
        var (next, closed) = (0, Instant.MinValue);
        foreach (var hole in spans.Where(s => s.State == CoverageState.Missing))
        {
            var at = hole.Start > closed ? hole.Start : closed;
            while (at < hole.End)
            {
                for (; next < byStart.Count && byStart[next].Window.Start <= at; next++)
                {
                    if (furthest is null || byStart[next].Window.End > furthest.Window.End)
                        furthest = byStart[next];
                }
                if (furthest is null || furthest.Window.End <= at)
                    break;
                chosen.Add(furthest);
                at = closed = furthest.Window.End;
            }
        }
        return chosen;
    }
}
