using System.Globalization;
using System.Text;
using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;
using NodaTime.Text;

namespace Carillon.Adapters.Market.Indicators;

/// <summary>The task type <c>market.indicators</c>.</summary>
/// <param name="options">What the operator allows.</param>
internal sealed class MarketIndicatorsTask(TaskOptions options) : TaskHandler<MarketIndicatorsInput, MarketIndicatorsOutput>(
    "market.indicators", "Computes averages, RSI, MACD, Bollinger Bands and ATR over daily bars, and says where each symbol stands.", "market")
{
    protected override IEnumerable<string> Check(MarketIndicatorsInput input)
    {
        if (input.Indicators.Count is 0 or > 30) yield return "'indicators' must have 1 to 30 items";
        foreach (var problem in IndicatorParser.ParseAll(input.Indicators).Problems) yield return problem.ToString();
    }

    protected override async Task<TaskResult> RunAsync(MarketIndicatorsInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var indicators = IndicatorParser.ParseAll(input.Indicators).Value;
        var series = await BarFile.ReadAllAsync(new TaskPaths(context, options).ToRead(input.Bars), Path.GetFileName(input.Bars), cancellationToken);
        using var content = new MemoryStream();
        var symbols = new List<SymbolIndicators>();
        List<string> names = [.. indicators.SelectMany(i => IndicatorColumns.Of(i, [])).Select(c => c.Name)];
        await using (var writer = new StreamWriter(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
        {
            await writer.WriteAsync(string.Join(',', [BarCsvWriter.Header, .. names]) + "\n");
            foreach (var one in series.Where(s => s.Bars.Count > 0))
            {
                context.Heartbeat();
                cancellationToken.ThrowIfCancellationRequested();
                List<IndicatorColumn> columns = [.. indicators.SelectMany(i => IndicatorColumns.Of(i, one.Bars))];
                for (var row = 0; row < one.Bars.Count; row++) await writer.WriteAsync(Line(one, row, columns) + "\n");
                symbols.Add(Standing(one, indicators, columns));
            }
        }

        content.Position = 0;
        var name = symbols.Count == 1 ? ArtifactNames.Of("indicators", symbols[0].Symbol, "csv") : "indicators.csv";
        var artifact = await context.Artifacts.KeepAsync(name, "text/csv", content, cancellationToken);
        foreach (var symbol in symbols) context.Log.Line($"{symbol.Symbol} {symbol.Date}: close {symbol.Close.ToString(CultureInfo.InvariantCulture)}, trend {symbol.Trend.ToString().ToLowerInvariant()}");
        return Done(new MarketIndicatorsOutput
        {
            Path = artifact.Path,
            Rows = series.Sum(s => s.Bars.Count),
            Columns = names,
            Symbols = symbols,
            Above = [.. symbols.Where(s => s.Trend == Trend.Up).Select(s => s.Symbol)],
            Below = [.. symbols.Where(s => s.Trend == Trend.Down).Select(s => s.Symbol)],
        });
    }

    /// <summary>Where a symbol stands at its last bar.</summary>
    internal static SymbolIndicators Standing(BarSeries series, IReadOnlyList<Indicator> indicators, IReadOnlyList<IndicatorColumn> columns)
    {
        var last = series.Bars[^1];
        var average = indicators.Where(i => i.Kind == IndicatorKind.Sma).MaxBy(i => i.Period) is { } longest
            ? columns.First(c => c.Name == longest.Column).Values[^1]
            : double.NaN;
        bool? above = double.IsNaN(average) ? null : last.Close > average;
        return new SymbolIndicators
        {
            Symbol = series.Symbol,
            Date = LocalDatePattern.Iso.Format(last.Date),
            Close = last.Close,
            ChangePercent = series.Bars.Count < 2 ? null : Math.Round((last.Close / series.Bars[^2].Close - 1) * 100, 4),
            Values = columns.ToDictionary(c => c.Name, c => double.IsNaN(c.Values[^1]) ? (double?)null : Math.Round(c.Values[^1], 6), StringComparer.Ordinal),
            AboveSma = above,
            Trend = above switch { true => Trend.Up, false => Trend.Down, null => Trend.Unknown },
        };
    }

    private static string Line(BarSeries series, int row, IReadOnlyList<IndicatorColumn> columns) => string.Join(
        ',',
        columns.Select(c => double.IsNaN(c.Values[row]) ? string.Empty : Math.Round(c.Values[row], 6).ToString(CultureInfo.InvariantCulture))
            .Prepend(BarCsvWriter.Line(series.Symbol, series.Bars[row])));
}
