using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Market.Indicators;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Candles, averages, bands, the last price, highest and lowest.</summary>
internal sealed class PricePane
{
    private readonly ChartFrame _frame;
    private readonly List<(Indicator Indicator, IReadOnlyList<IndicatorColumn> Columns, string Color)> _overlays = [];

    /// <summary>Computes the overlays.</summary>
    public PricePane(ChartSpec spec, ChartFrame frame)
    {
        _frame = frame;
        var color = 0;
        foreach (var indicator in spec.Indicators.Where(IsOverlay))
        {
            var own = indicator.Kind == IndicatorKind.Bollinger ? Palette.Band : Palette.Overlays[color++ % Palette.Overlays.Length];
            _overlays.Add((indicator, IndicatorColumns.Of(indicator, spec.Bars), own));
        }
    }

    /// <summary>True for what is drawn over the price.</summary>
    public static bool IsOverlay(Indicator indicator) =>
        indicator.Kind == IndicatorKind.Sma || indicator.Kind == IndicatorKind.Ema || indicator.Kind == IndicatorKind.Bollinger;

    /// <summary>The legend: a dash in its colour, name and last value of each overlay.</summary>
    public IEnumerable<TextSpan> Legend()
    {
        foreach (var (indicator, columns, color) in _overlays)
        {
            yield return new TextSpan("━", color, Bold: true, Space: ReferenceEquals(indicator, _overlays[0].Indicator) ? 0 : 18);
            yield return new TextSpan(indicator.Label, Palette.Ink, Space: 5);
            yield return new TextSpan(LastOf(columns), Palette.Muted, Space: 6);
        }
    }

    /// <summary>Draws the pane.</summary>
    public void Draw(Svg svg, double top, double height)
    {
        var pane = Scale(top, height);
        var (_, last) = _frame.Shown.Last();
        var tag = Math.Round(pane.Y(last.Close)) + 0.5;
        var most = Math.Max(3, (int)(height / 44));
        var step = RoundTicks.Step(pane.Low, pane.High, most);
        PriceAxis.Draw(svg, _frame, pane, RoundTicks.Between(pane.Low, pane.High, most), v => NumberText.Fixed(v, RoundTicks.Decimals(step)), tag);
        foreach (var (_, columns, color) in _overlays.Where(o => o.Columns.Count == 3)) Band(svg, pane, columns, color);
        CandlePaths.Draw(svg, _frame, pane);
        foreach (var (_, columns, color) in _overlays.Where(o => o.Columns.Count == 1)) svg.Stroke(_frame.Line(columns[0].Values, pane), color, 1.6);
        Extremes(svg, pane);
        PriceAxis.Frame(svg, _frame, pane);
        PriceAxis.Tag(svg, _frame, tag, NumberText.Price(last.Close), _frame.LastChange < 0 ? Palette.Down : Palette.Up);
    }

    private static string LastOf(IReadOnlyList<IndicatorColumn> columns)
    {
        if (columns.Count == 1) return Last(columns[0]);
        return $"{Last(columns[2])} – {Last(columns[1])}";

        static string Last(IndicatorColumn column) => column.Values.Length == 0 || double.IsNaN(column.Values[^1]) ? "n/a" : NumberText.Price(column.Values[^1]);
    }

    private Pane Scale(double top, double height)
    {
        var values = _frame.Shown.SelectMany(s => new[] { s.Bar.High, s.Bar.Low })
            .Concat(_overlays.SelectMany(o => o.Columns).SelectMany(c => _frame.Shows(c.Values))).ToList();
        var (low, high) = (values.Min(), values.Max());
        var room = high > low ? (high - low) * 0.06 : Math.Max(high * 0.02, 0.01);
        return new Pane(top, height, low - room, high + room);
    }

    private void Band(Svg svg, Pane pane, IReadOnlyList<IndicatorColumn> columns, string color)
    {
        var upper = _frame.Line(columns[1].Values, pane);
        var lower = _frame.Line(columns[2].Values, pane);
        if (upper.Length == 0) return;
        // Along the upper edge, back along the lower one.
        var back = string.Join('L', lower[1..].Split('L').Reverse());
        svg.Fill($"{upper}L{back}z", color, 0.09);
        svg.Stroke(upper, color, 1);
        svg.Stroke(lower, color, 1);
        svg.Stroke(_frame.Line(columns[0].Values, pane), color, 1, "4 3");
    }

    private void Extremes(Svg svg, Pane pane)
    {
        var high = _frame.Shown.MaxBy(s => s.Bar.High);
        var low = _frame.Shown.MinBy(s => s.Bar.Low);
        Mark(high.Slot, pane.Y(high.Bar.High) - 5, -1, "High " + NumberText.Price(high.Bar.High));
        Mark(low.Slot, pane.Y(low.Bar.Low) + 13, 1, "Low " + NumberText.Price(low.Bar.Low));

        void Mark(int slot, double y, int away, string text)
        {
            var x = _frame.X(slot);
            var anchor = x < _frame.Left + 60 ? "start" : x > _frame.Right - 60 ? "end" : "middle";
            // Away from the candle until no line runs through the words; where there is no such place, no words.
            for (var i = 0; i < 5; i++, y += away * 6)
            {
                if (y < pane.Top + 12 || y > pane.Bottom - 4) return;
                if (!Crossed(pane, slot, y)) break;
            }

            svg.HaloText(x, y, text, 10.5, Palette.Muted, anchor);
        }
    }

    /// <summary>True when an overlay runs through text near a session.</summary>
    private bool Crossed(Pane pane, int slot, double baseline)
    {
        var reach = (int)Math.Ceiling(70 / _frame.Step);
        var near = Enumerable.Range(slot - reach, (2 * reach) + 1).Where(s => s >= 0 && s < _frame.Slots.Count && _frame.BarOf[s] >= 0).Select(s => _frame.BarOf[s]).ToList();
        return _overlays.SelectMany(o => o.Columns).Any(c => near.Any(b => pane.Y(c.Values[b]) - baseline is > -12 and < 4));
    }
}
