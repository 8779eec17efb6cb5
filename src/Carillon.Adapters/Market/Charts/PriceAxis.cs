namespace Carillon.Adapters.Market.Charts;

/// <summary>Grid lines and numbers at the right of a pane.</summary>
internal static class PriceAxis
{
    private const double LabelSize = 11;

    /// <summary>Draws lines at round numbers, labelled unless they would touch <paramref name="keepFree"/>.</summary>
    /// <param name="svg">The picture.</param>
    /// <param name="frame">Left and right.</param>
    /// <param name="pane">Scale.</param>
    /// <param name="ticks">The numbers.</param>
    /// <param name="label">How they are written.</param>
    /// <param name="keepFree">Height of the last price's tag, if there is one.</param>
    public static void Draw(Svg svg, ChartFrame frame, Pane pane, IReadOnlyList<double> ticks, Func<double, string> label, double? keepFree = null)
    {
        foreach (var tick in ticks)
        {
            var y = Math.Round(pane.Y(tick)) + 0.5;
            if (y < pane.Top + 2 || y > pane.Bottom - 1) continue;
            svg.Stroke($"M{Svg.N(frame.Left)} {Svg.N(y)}H{Svg.N(frame.Right)}", Palette.Grid, 1);
            var free = keepFree is not { } tag || Math.Abs(y - tag) >= 15;
            if (free && y > pane.Top + 5 && y < pane.Bottom - 4) svg.Text(frame.Right + 8, y + 4, label(tick), LabelSize);
        }
    }

    /// <summary>A filled tag with the last price, and a dotted line to it.</summary>
    public static void Tag(Svg svg, ChartFrame frame, double y, string text, string color)
    {
        var line = Math.Round(y) + 0.5;
        svg.Stroke($"M{Svg.N(frame.Left)} {Svg.N(line)}H{Svg.N(frame.Right)}", color, 1, "2 3");
        var width = Math.Max(50, 10 + (text.Length * 7.2));
        svg.Fill($"M{Svg.N(frame.Right)} {Svg.N(line)}l6 -8.5h{Svg.N(width)}v17h-{Svg.N(width)}z", color);
        svg.Text(frame.Right + 8, line + 4, text, LabelSize, Palette.Paper, bold: true);
    }

    /// <summary>The frame around a pane.</summary>
    public static void Frame(Svg svg, ChartFrame frame, Pane pane) =>
        svg.Stroke($"M{Svg.N(Math.Floor(frame.Left) + 0.5)} {Svg.N(pane.Top + 0.5)}H{Svg.N(frame.Right + 0.5)}V{Svg.N(pane.Bottom + 0.5)}H{Svg.N(Math.Floor(frame.Left) + 0.5)}z", Palette.Frame, 1);
}
