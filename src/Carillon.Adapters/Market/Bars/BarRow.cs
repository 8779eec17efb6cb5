using System.Globalization;
using Carillon.Core;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Market.Bars;

/// <summary>Reads the fields of one row. Pure.</summary>
internal static class BarRow
{
    private static readonly LocalDatePattern Iso = LocalDatePattern.Iso;
    private static readonly LocalDatePattern Compact = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    /// <summary>The date: <c>2017-12-29</c>, the same followed by a time of day (which is ignored), or <c>20171229</c>. Null for anything else.</summary>
    public static LocalDate? Date(string text)
    {
        if (text.Length > 10 && text[10] is 'T' or ' ') text = text[..10];
        if (Iso.Parse(text) is { Success: true } iso) return iso.Value;
        return Compact.Parse(text) is { Success: true } compact ? compact.Value : null;
    }

    /// <summary>The bar, or everything wrong with it.</summary>
    /// <param name="symbol">For the messages.</param>
    /// <param name="date">The row's date, read before.</param>
    /// <param name="fields">The row.</param>
    /// <param name="columns">Where the fields are.</param>
    /// <param name="file">For the messages.</param>
    /// <param name="line">Line in the file, from 1.</param>
    public static Checked<Bar> Parse(
        string symbol, LocalDate date, IReadOnlyList<(string Text, int Column)> fields, BarColumns columns, string file, int line)
    {
        var problems = new List<Problem>();
        var who = $"{symbol} {Iso.Format(date)}";
        var open = Number("open", columns.Open);
        var high = Number("high", columns.High);
        var low = Number("low", columns.Low);
        var close = Number("close", columns.Close);
        var volume = Number("volume", columns.Volume);
        if (problems.Count > 0) return Checked<Bar>.Bad(problems);

        if (high < low) Add(columns.High, $"high {Text(high)} is below low {Text(low)}");
        else if (high < Math.Max(open, close)) Add(columns.High, $"high {Text(high)} is below open or close");
        else if (low > Math.Min(open, close)) Add(columns.Low, $"low {Text(low)} is above open or close");
        if (low <= 0) Add(columns.Low, $"price {Text(low)} is not above zero");
        if (volume < 0) Add(columns.Volume, $"volume {Text(volume)} is negative");
        else if (volume != Math.Floor(volume) || volume >= long.MaxValue) Add(columns.Volume, $"volume {Text(volume)} is not a whole number of shares");
        return problems.Count > 0
            ? Checked<Bar>.Bad(problems)
            : Checked<Bar>.Ok(new Bar(date, open, high, low, close, (long)volume));

        double Number(string name, int place)
        {
            var text = fields[place].Text;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)) return value;
            Add(place, text.Length == 0 ? $"{name} is empty" : $"{name} '{Shorten(text)}' is not a number");
            return double.NaN;
        }

        void Add(int place, string what) => problems.Add(new Problem(
            ProblemCodes.InvalidInput, $"{who}: {what}.", new SourceLocation(file, line, fields[place].Column)));
    }

    /// <summary>Foreign text for a message: never longer than a message should be.</summary>
    public static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
