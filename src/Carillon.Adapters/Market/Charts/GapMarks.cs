using NodaTime.Text;

namespace Carillon.Adapters.Market.Charts;

/// <summary>Shows trading days without a bar: a band through price and volume, and a note that names them.</summary>
internal static class GapMarks
{
    private const int Named = 6;

    /// <summary>Draws a band for each run of days without a bar; a wide one says what it is.</summary>
    public static void Draw(Svg svg, ChartFrame frame, double top, double bottom)
    {
        foreach (var (slot, length) in frame.Gaps)
        {
            var width = Math.Max(length * frame.Step, 2);
            var x = Math.Min(frame.Left + 4 + (slot * frame.Step), frame.Right - width);
            svg.Rect(x, top, width, bottom - top, Palette.Gap, length > 5 ? 0.16 : 0.45);
            if (width >= 90) svg.Text(x + (width / 2), top + ((bottom - top) / 3), $"no data · {length} sessions", 12, Palette.GapInk, "middle");
            else svg.Fill($"M{Svg.N(x + (width / 2) - 4)} {Svg.N(top - 6)}h8l-4 6z", Palette.GapInk);
        }
    }

    /// <summary>Writes which days have no bar.</summary>
    public static void Note(Svg svg, ChartFrame frame, double y)
    {
        var days = frame.Gaps.SelectMany(g => Enumerable.Range(g.Slot, g.Length)).Select(s => LocalDatePattern.Iso.Format(frame.Slots[s])).ToList();
        if (days.Count == 0) return;
        var text = days.Count <= Named
            ? $"Trading {(days.Count == 1 ? "day" : "days")} without a bar: {string.Join(", ", days)}"
            : $"{days.Count} trading days without a bar, from {days[0]} to {days[^1]}";
        svg.Rect(frame.Left, y - 8, 8, 8, Palette.Gap);
        svg.Text(frame.Left + 14, y, text, 11, Palette.GapInk);
    }
}
