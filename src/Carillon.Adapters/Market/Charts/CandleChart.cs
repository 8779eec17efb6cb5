using Carillon.Adapters.Market.Bars;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Draws a candle chart as SVG text. Pure: the same input gives the same text, byte for byte.</summary>
internal static class CandleChart
{
    private const double Left = 16;
    private const double AxisRoom = 72;
    private const double HeaderHeight = 84;
    private const double FooterHeight = 48;
    private const double Space = 10;
    private const double VolumeHeight = 96;
    private const double LowerHeight = 104;
    private const double PriceHeight = 400;

    /// <summary>The height that a chart has when its user names none.</summary>
    public static int UsualHeight(ChartSpec spec) => (int)(Fixed(spec) + PriceHeight);

    /// <summary>The smallest height at which every pane can be read.</summary>
    public static int LeastHeight(ChartSpec spec) => (int)(Fixed(spec) + 160);

    /// <summary>The picture.</summary>
    public static string Draw(ChartSpec spec)
    {
        var height = spec.Height ?? UsualHeight(spec);
        var frame = new ChartFrame(spec, Left, spec.Width - AxisRoom);
        var svg = new Svg(spec.Width, height, $"{spec.Heading}: daily candles, {NumberText.Date(spec.Slots[0])} to {NumberText.Date(spec.Slots[^1])}");
        var price = new PricePane(spec, frame);
        Header(svg, spec, frame, price);

        var priceHeight = height - Fixed(spec);
        var bottom = height - FooterHeight;
        Dates(svg, frame, HeaderHeight, bottom);
        GapMarks.Draw(svg, frame, HeaderHeight, HeaderHeight + priceHeight + Space + VolumeHeight);
        price.Draw(svg, HeaderHeight, priceHeight);
        var top = HeaderHeight + priceHeight + Space;
        VolumePane.Draw(svg, frame, top, VolumeHeight);
        top += VolumeHeight;
        foreach (var indicator in spec.Indicators.Where(i => !PricePane.IsOverlay(i)))
        {
            IndicatorPane.Draw(svg, frame, indicator, top + Space, LowerHeight);
            top += Space + LowerHeight;
        }

        GapMarks.Note(svg, frame, height - 9);
        return svg.Done();
    }

    private static double Fixed(ChartSpec spec) =>
        HeaderHeight + Space + VolumeHeight + FooterHeight + (spec.Indicators.Count(i => !PricePane.IsOverlay(i)) * (Space + LowerHeight));

    private static void Header(Svg svg, ChartSpec spec, ChartFrame frame, PricePane price)
    {
        var shown = frame.Shown.Select(s => s.Bar).ToList();
        var last = shown[^1];
        List<TextSpan> heading = [new(Cut(spec.Heading, 24), Palette.Ink, Bold: true)];
        if (spec.Title.Length > 0) heading.Add(new(Cut(spec.Title, 40), Palette.Muted, Space: 10));
        svg.Spans(Left, 29, 20, "start", heading);
        svg.Text(Left, 50, $"Daily · {NumberText.Date(frame.Slots[0])} – {NumberText.Date(frame.Slots[^1])} · {Count(shown.Count, frame.Slots.Count)}", 12);
        svg.Spans(Left, 73, 12, "start", price.Legend());
        svg.Spans(frame.Right, 29, 12.5, "end", Figures(last, frame.LastChange));
        if (shown.Count > 1)
        {
            var change = (last.Close / shown[0].Close - 1) * 100;
            svg.Spans(frame.Right, 50, 12, "end", [new("Period", Palette.Muted), new(NumberText.Signed(change, 1) + " %", Colour(change), Space: 6)]);
        }
    }

    private static IEnumerable<TextSpan> Figures(Bar last, double change)
    {
        yield return new(NumberText.Date(last.Date), Palette.Muted);
        foreach (var (name, value) in new[] { ("O", last.Open), ("H", last.High), ("L", last.Low), ("C", last.Close) })
        {
            yield return new(name, Palette.Muted, Space: 12);
            yield return new(NumberText.Price(value), Palette.Ink, Space: 4, Bold: name == "C");
        }

        var percent = change / (last.Close - change) * 100;
        yield return new($"{NumberText.Signed(change, 2)} ({NumberText.Signed(percent, 2)} %)", Colour(change), Space: 12, Bold: true);
        yield return new("Vol", Palette.Muted, Space: 12);
        yield return new(NumberText.Short(last.Volume), Palette.Ink, Space: 4);
    }

    private static string Count(int shown, int slots) => (shown == slots, slots) switch
    {
        (true, 1) => "1 session",
        (true, _) => $"{slots} sessions",
        (false, _) => $"{shown} of {slots} sessions",
    };

    private static void Dates(Svg svg, ChartFrame frame, double top, double bottom)
    {
        foreach (var tick in DateTicks.For(frame.Slots, frame.Step))
        {
            var x = Math.Floor(frame.X(tick.Slot)) + 0.5;
            svg.Stroke($"M{Svg.N(x)} {Svg.N(top)}V{Svg.N(bottom + 4)}", tick.Strong ? Palette.Frame : Palette.Grid, 1);
            var anchor = x < frame.Left + 24 ? "start" : x > frame.Right - 8 ? "end" : "middle";
            svg.Text(anchor == "start" ? frame.Left : x, bottom + 18, tick.Label, 11.5, tick.Strong ? Palette.Ink : Palette.Muted, anchor, tick.Strong);
        }
    }

    private static string Colour(double change) => change < 0 ? Palette.Down : Palette.Up;

    private static string Cut(string text, int most)
    {
        var runes = text.EnumerateRunes().ToList();
        return runes.Count <= most ? text : string.Concat(runes.Take(most)) + "…";
    }
}
