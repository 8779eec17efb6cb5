using System.Text;
using Carillon.Adapters.Market.Bars;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Candles as four paths: wide ones are hollow when the session rose and filled when it fell; narrow ones are always filled.</summary>
internal static class CandlePaths
{
    private const double HollowFrom = 5;

    /// <summary>Draws the candles of all sessions shown.</summary>
    public static void Draw(Svg svg, ChartFrame frame, Pane pane)
    {
        var hollow = frame.Width >= HollowFrom;
        foreach (var up in new[] { true, false })
        {
            var (wicks, bodies) = (new StringBuilder(), new StringBuilder());
            foreach (var (slot, bar) in frame.Shown.Where(s => s.Bar.IsUp == up)) Add(wicks, bodies, frame, pane, slot, bar, inset: up && hollow ? 0.5 : 0);
            var color = up ? Palette.Up : Palette.Down;
            svg.Fill(wicks.ToString(), color, frame.Width > 1 ? 1 : 0.75);
            if (up && hollow) svg.Stroke(bodies.ToString(), color, 1, fill: Palette.Paper);
            else svg.Fill(bodies.ToString(), color);
        }
    }

    private static void Add(StringBuilder wicks, StringBuilder bodies, ChartFrame frame, Pane pane, int slot, Bar bar, double inset)
    {
        var x = frame.X(slot);
        var top = Snap(pane.Y(Math.Max(bar.Open, bar.Close)));
        var bottom = Math.Max(Snap(pane.Y(Math.Min(bar.Open, bar.Close))), top + 1);
        var high = Math.Min(Snap(pane.Y(bar.High)), top);
        var low = Math.Max(Snap(pane.Y(bar.Low)), bottom);
        Box(wicks, x - (frame.Wick / 2), high, frame.Wick, low - high);
        Box(bodies, x - (frame.Width / 2) + inset, top + inset, frame.Width - (2 * inset), Math.Max(bottom - top - (2 * inset), 0));
    }

    /// <summary>Appends a rectangle to a path.</summary>
    public static void Box(StringBuilder path, double x, double y, double width, double height) =>
        path.Append('M').Append(Svg.N(x)).Append(' ').Append(Svg.N(y)).Append('h').Append(Svg.N(width)).Append('v').Append(Svg.N(height))
            .Append('h').Append(Svg.N(-width)).Append('z');

    private static double Snap(double y) => Math.Round(y * 2, MidpointRounding.AwayFromZero) / 2;
}
