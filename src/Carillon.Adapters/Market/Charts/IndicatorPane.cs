using System.Text;
using Carillon.Adapters.Market.Indicators;

namespace Carillon.Adapters.Market.Charts;

/// <summary>A pane below the volume: RSI on its fixed scale with the zone from 30 to 70, MACD with its histogram, or ATR.</summary>
internal static class IndicatorPane
{
    /// <summary>Draws the pane.</summary>
    public static void Draw(Svg svg, ChartFrame frame, Indicator indicator, double top, double height)
    {
        var columns = IndicatorColumns.Of(indicator, frame.Bars);
        var pane = Scale(indicator, columns, frame, top, height);
        if (indicator.Kind == IndicatorKind.Rsi)
        {
            svg.Rect(frame.Left, pane.Y(70), frame.Right - frame.Left, pane.Y(30) - pane.Y(70), Palette.Line, 0.06);
            PriceAxis.Draw(svg, frame, pane, [30, 50, 70], v => NumberText.Fixed(v, 0));
        }
        else
        {
            var step = RoundTicks.Step(pane.Low, pane.High, 4);
            PriceAxis.Draw(svg, frame, pane, RoundTicks.Between(pane.Low, pane.High, 4), v => NumberText.Fixed(v, RoundTicks.Decimals(step)));
        }

        if (indicator.Kind == IndicatorKind.Macd)
        {
            Histogram(svg, frame, pane, columns[2].Values);
            svg.Stroke(frame.Line(columns[1].Values, pane), Palette.Signal, 1.3);
        }

        svg.Stroke(frame.Line(columns[0].Values, pane), Palette.Line, 1.5);
        Heading(svg, frame, indicator, columns, top);
        PriceAxis.Frame(svg, frame, pane);
    }

    private static Pane Scale(Indicator indicator, IReadOnlyList<IndicatorColumn> columns, ChartFrame frame, double top, double height)
    {
        if (indicator.Kind == IndicatorKind.Rsi) return new Pane(top, height, 0, 100);
        var values = columns.SelectMany(c => frame.Shows(c.Values)).ToList();
        if (values.Count == 0) return new Pane(top, height, -1, 1);
        var (low, high) = (values.Min(), values.Max());
        if (indicator.Kind == IndicatorKind.Macd) (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        var room = high > low ? (high - low) * 0.12 : 1;
        // The heading stands at the top left: leave it a little more room.
        return new Pane(top, height, low - room, high + (2 * room));
    }

    private static void Histogram(Svg svg, ChartFrame frame, Pane pane, double[] values)
    {
        foreach (var positive in new[] { true, false })
        {
            var path = new StringBuilder();
            foreach (var (slot, _) in frame.Shown)
            {
                var value = values[frame.BarOf[slot]];
                if (double.IsNaN(value) || value >= 0 != positive) continue;
                var (a, b) = (pane.Y(Math.Max(value, 0)), pane.Y(Math.Min(value, 0)));
                CandlePaths.Box(path, frame.X(slot) - (frame.Width / 2), a, frame.Width, Math.Max(b - a, 0.5));
            }

            svg.Fill(path.ToString(), positive ? Palette.Up : Palette.Down, 0.45);
        }
    }

    private static void Heading(Svg svg, ChartFrame frame, Indicator indicator, IReadOnlyList<IndicatorColumn> columns, double top)
    {
        List<TextSpan> spans = [new(indicator.Label, Palette.Ink), new(Last(columns[0]), Palette.Line, Space: 6)];
        if (columns.Count == 3)
        {
            spans.Add(new("signal", Palette.Ink, Space: 12));
            spans.Add(new(Last(columns[1]), Palette.Signal, Space: 6));
        }

        svg.Spans(frame.Left + 8, top + 15, 11, "start", spans);
    }

    private static string Last(IndicatorColumn column) =>
        column.Values.Length == 0 || double.IsNaN(column.Values[^1]) ? "n/a" : NumberText.Fixed(column.Values[^1], 2);
}
