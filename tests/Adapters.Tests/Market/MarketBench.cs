using Carillon.Adapters.Market.Bars;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Carillon.Adapters.Tests.Market;

/// <summary>The real bars of the examples, and databases of a test's own.</summary>
internal static class MarketBench
{
    public static readonly string[] Symbols = ["AAPL", "COKE", "GOOGL", "TSLA", "YHOO"];

    public static BusinessCalendar Xnys => BusinessCalendar.BuiltIn["XNYS"];

    /// <summary>The folder <c>examples</c> of the repository that the tests were built in.</summary>
    public static string Examples
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Join(folder.FullName, "Carillon.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("not within the repository");
            return Path.Join(folder.FullName, "examples");
        }
    }

    public static async Task<BarsRead> RealBarsAsync(params string[] symbols)
    {
        using var reader = new StreamReader(Path.Join(Examples, "data", "daily-bars.csv"));
        var filter = new BarFilter(symbols.Length == 0 ? null : symbols, new LocalDate(2015, 1, 1), new LocalDate(2018, 1, 1));
        return (await BarCsvReader.ReadAsync(reader, "daily-bars.csv", filter, CancellationToken.None)).Value;
    }

    public static Func<SqliteConnection> Database(string folder) => () => SqliteLibrary.Connection($"Data Source={Path.Join(folder, "bars.db")};Foreign Keys=True;Pooling=False");
}
