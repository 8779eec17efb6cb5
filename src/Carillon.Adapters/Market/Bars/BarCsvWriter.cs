using System.Globalization;
using NodaTime.Text;

namespace Carillon.Adapters.Market.Bars;

/// <summary>Writes bars as CSV in the form that <see cref="BarCsvReader"/> reads, with the shortest numbers that read back the same.</summary>
internal static class BarCsvWriter
{
    /// <summary>The columns, in this order.</summary>
    public const string Header = "symbol,date,open,high,low,close,volume";

    /// <summary>Header and one line for each bar, symbol by symbol, ended by line feeds.</summary>
    public static async Task WriteAsync(TextWriter writer, IEnumerable<BarSeries> series, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(Header + "\n");
        foreach (var one in series)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var bar in one.Bars) await writer.WriteAsync(Line(one.Symbol, bar) + "\n");
        }
    }

    /// <summary>One bar without a line end.</summary>
    public static string Line(string symbol, Bar bar) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CsvLine.Quote(symbol)},{LocalDatePattern.Iso.Format(bar.Date)},{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.Volume}");
}
