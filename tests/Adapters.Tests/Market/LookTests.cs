using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Market.Charts;
using Carillon.Adapters.Market.Indicators;
using NodaTime;
namespace Carillon.Adapters.Tests.Market;
public class LookTests
{
    [Theory]
    [InlineData("AAPL", 60, "sma(20) ema(10) bollinger rsi", "2017-12-30")]
    [InlineData("AAPL", 250, "sma(50) sma(200) rsi macd", "2017-12-30")]
    [InlineData("TSLA", 755, "sma(200) bollinger", "2017-12-30")]
    [InlineData("YHOO", 300, "sma(50) ema(20) atr", "2017-12-30")]
    [InlineData("COKE", 130, "", "2017-12-30")]
    [InlineData("GOOGL", 20, "ema(10)", "2016-01-20")]
    public async Task Look(string symbol, int n, string ind, string end)
    {
        var path = "/work/wt/market/examples/data/daily-bars.csv";
        using var r = new StreamReader(path);
        var to = NodaTime.Text.LocalDatePattern.Iso.Parse(end).Value;
        var read = (await BarCsvReader.ReadAsync(r, "x.csv", new BarFilter(["AAPL","COKE","GOOGL","TSLA","YHOO"], new LocalDate(2015,1,1), to), default)).Value;
        var days = read.Series.SelectMany(s => s.Bars.Select(b => b.Date)).Append(new LocalDate(2017,11,8)).Where(d => d < to).Distinct().Order().ToList();
        var s = read.Series.Single(x => x.Symbol == symbol);
        var spec = new ChartSpec { Heading = symbol, Title = "", Bars = s.Bars, Slots = days.TakeLast(n).ToList(),
            Indicators = ind.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(i => IndicatorParser.Parse(i).Value).ToList() };
        var svg = CandleChart.Draw(spec);
        await File.WriteAllTextAsync($"/tmp/mkt/{symbol}-{n}.svg", svg);
        await File.WriteAllBytesAsync($"/tmp/mkt/{symbol}-{n}.png", PngRenderer.Render(svg, spec.Width, CandleChart.UsualHeight(spec), 1.2)!);
    }
}
