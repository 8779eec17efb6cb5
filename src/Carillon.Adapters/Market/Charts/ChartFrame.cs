using Carillon.Adapters.Market.Bars;
using NodaTime;

namespace Carillon.Adapters.Market.Charts;

/// <summary>A part of the picture with a scale of its own.</summary>
/// <param name="Top">Pixels from the top of the picture.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Low">The value at the bottom.</param>
/// <param name="High">The value at the top; above <paramref name="Low"/>.</param>
internal sealed record Pane(double Top, double Height, double Low, double High)
{
    /// <summary>Bottom edge.</summary>
    public double Bottom => Top + Height;

    /// <summary>Where a value lies.</summary>
    public double Y(double value) => Bottom - ((value - Low) / (High - Low) * Height);
}

/// <summary>Where the sessions lie: shared by all panes.</summary>
internal sealed class ChartFrame
{
    // Candles with a body of three pixels or more have their wick in the middle of a pixel.
    private const double Wide = 3.6;

    /// <summary>Lays the sessions out.</summary>
    /// <param name="spec">What is shown.</param>
    /// <param name="left">Left edge of the panes.</param>
    /// <param name="right">Right edge of the panes.</param>
    public ChartFrame(ChartSpec spec, double left, double right)
    {
        Left = left;
        Right = right;
        Slots = spec.Slots;
        Step = (right - left - 8) / Slots.Count;
        Width = Step >= Wide ? Math.Max(3, Odd(Math.Floor(Step * 0.72))) : Step >= 2.4 ? 2 : 1;
        var place = spec.Bars.Select((b, i) => (b.Date, i)).ToDictionary(x => x.Date, x => x.i);
        BarOf = [.. Slots.Select(d => place.TryGetValue(d, out var i) ? i : -1)];
        Bars = spec.Bars;
    }

    /// <summary>Left edge of the panes.</summary>
    public double Left { get; }

    /// <summary>Right edge of the panes.</summary>
    public double Right { get; }

    /// <summary>The sessions.</summary>
    public IReadOnlyList<LocalDate> Slots { get; }

    /// <summary>Pixels from one session to the next.</summary>
    public double Step { get; }

    /// <summary>Width of a candle's body: an odd number of pixels, so that the wick is in its middle, or 2 or 1 where sessions are narrow.</summary>
    public double Width { get; }

    /// <summary>Width of a candle's wick.</summary>
    public double Wick => Width > 1 ? 1 : 0.5;

    /// <summary>All bars.</summary>
    public IReadOnlyList<Bar> Bars { get; }

    /// <summary>For each session the place of its bar, or -1.</summary>
    public IReadOnlyList<int> BarOf { get; }

    /// <summary>The sessions that have a bar, as slot and bar.</summary>
    public IEnumerable<(int Slot, Bar Bar)> Shown => Enumerable.Range(0, Slots.Count).Where(s => BarOf[s] >= 0).Select(s => (s, Bars[BarOf[s]]));

    /// <summary>The last shown close less the close before it; 0 when there is none before it.</summary>
    public double LastChange
    {
        get
        {
            var last = BarOf.Last(b => b >= 0);
            return last == 0 ? 0 : Bars[last].Close - Bars[last - 1].Close;
        }
    }

    /// <summary>Runs of sessions without a bar: first slot and length.</summary>
    public IEnumerable<(int Slot, int Length)> Gaps
    {
        get
        {
            for (var slot = 0; slot < Slots.Count; slot++)
            {
                if (BarOf[slot] >= 0) continue;
                var end = slot;
                while (end < Slots.Count && BarOf[end] < 0) end++;
                yield return (slot, end - slot);
                slot = end;
            }
        }
    }

    /// <summary>The middle of a session, on the pixel grid: half pixels for wide candles, whole ones of a doubled picture for narrow ones.</summary>
    public double X(int slot)
    {
        var x = Left + 4 + ((slot + 0.5) * Step);
        return Step >= Wide ? Math.Floor(x) + 0.5 : Math.Round(x * 2, MidpointRounding.AwayFromZero) / 2;
    }

    /// <summary>A line through values of the bars: lifted where a value is not defined, drawn across days without a bar.</summary>
    public string Line(double[] values, Pane pane)
    {
        var path = new System.Text.StringBuilder();
        var down = false;
        for (var slot = 0; slot < Slots.Count; slot++)
        {
            var bar = BarOf[slot];
            if (bar >= 0 && !double.IsNaN(values[bar]))
            {
                path.Append(down ? 'L' : 'M').Append(Svg.N(X(slot))).Append(' ').Append(Svg.N(pane.Y(values[bar])));
                down = true;
            }
            else if (bar >= 0)
            {
                down = false;
            }
        }

        return path.ToString();
    }

    /// <summary>The values of the shown bars that are defined.</summary>
    public IEnumerable<double> Shows(double[] values) => BarOf.Where(b => b >= 0).Select(b => values[b]).Where(v => !double.IsNaN(v));

    private static double Odd(double width) => width % 2 == 0 ? width - 1 : width;
}
