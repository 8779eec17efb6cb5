using System.Text;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Shares traded, in the colours of the candles.</summary>
internal static class VolumePane
{
    /// <summary>Draws the pane.</summary>
    public static void Draw(Svg svg, ChartFrame frame, double top, double height)
    {
        var most = Math.Max(1, frame.Shown.Max(s => (double)s.Bar.Volume));
        var pane = new Pane(top, height, 0, most * 1.12);
        PriceAxis.Draw(svg, frame, pane, [.. RoundTicks.Between(0, pane.High, 3).Where(v => v > 0)], NumberText.Short);
        foreach (var up in new[] { true, false })
        {
            var path = new StringBuilder();
            foreach (var (slot, bar) in frame.Shown.Where(s => s.Bar.IsUp == up && s.Bar.Volume > 0))
            {
                var y = Math.Min(Math.Round(pane.Y(bar.Volume) * 2) / 2, pane.Bottom - 0.5);
                CandlePaths.Box(path, frame.X(slot) - (frame.Width / 2), y, frame.Width, pane.Bottom - y);
            }

            svg.Fill(path.ToString(), up ? Palette.Up : Palette.Down, 0.55);
        }

        svg.HaloText(frame.Left + 8, top + 15, "Volume", 11, Palette.Muted, "start");
        PriceAxis.Frame(svg, frame, pane);
    }
}
