using System.Text;
using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Market.Indicators;
using Carillon.Adapters.Tasks;
using Carillon.Core.Schedules;
using Carillon.Engine.Runs;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Market.Charts;

/// <summary>The task type <c>market.chart</c>.</summary>
/// <param name="options">What the operator allows.</param>
internal sealed class MarketChartTask(TaskOptions options) : TaskHandler<MarketChartInput, MarketChartOutput>(
    "market.chart", "Draws daily candles with volume and indicators as SVG, and as PNG where librsvg is installed.", "market")
{
    private const int MaxSide = 3000;

    protected override IEnumerable<string> Check(MarketChartInput input)
    {
        var indicators = IndicatorParser.ParseAll(input.Indicators);
        foreach (var problem in indicators.Problems) yield return problem.ToString();
        if (indicators.ValueOrDefault?.Count(i => !PricePane.IsOverlay(i)) > 4) yield return "'indicators' has more than 4 panes";
        if (indicators.ValueOrDefault?.Count > 10) yield return "'indicators' has more than 10 items";
        if (input.Sessions is < 1 or > ChartSessions.Most) yield return $"'sessions' must be from 1 to {ChartSessions.Most}";
        if (input.Width is < 480 or > MaxSide) yield return $"'width' must be from 480 to {MaxSide}";
        if (input.Height is > MaxSide) yield return $"'height' must be at most {MaxSide}";
        if (!(input.Scale is >= 0.5 and <= 4)) yield return "'scale' must be from 0.5 to 4";
        if (input.To is { } to && BarRow.Date(to) is null) yield return "'to' is not a date such as 2017-12-29";
        if (!BusinessCalendar.BuiltIn.ContainsKey(input.Calendar))
            yield return $"no calendar '{BarRow.Shorten(input.Calendar)}'; there are {string.Join(", ", BusinessCalendar.BuiltIn.Keys)}";
    }

    protected override async Task<TaskResult> RunAsync(MarketChartInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(input.Bars);
        var all = await BarFile.ReadAllAsync(new TaskPaths(context, options).ToRead(input.Bars), file, cancellationToken);
        var series = Choose(all, input.Symbol, file);
        var spec = SpecOf(input, series);
        var least = CandleChart.LeastHeight(spec);
        if (spec.Height < least) throw TaskFailures.Input($"'height' must be at least {least} for these panes");

        var svg = CandleChart.Draw(spec);
        var kept = await KeepAsync(context, ArtifactNames.Of("chart", series.Symbol, "svg"), "image/svg+xml", Encoding.UTF8.GetBytes(svg), cancellationToken);
        context.Heartbeat();
        var png = input.Png == PngRule.Never ? null : PngRenderer.Render(svg, spec.Width, spec.Height ?? CandleChart.UsualHeight(spec), input.Scale);
        if (png is null && input.Png != PngRule.Never)
        {
            const string Absent = "librsvg is not installed (Debian: librsvg2-2 and fonts-dejavu-core), so there is no PNG";
            if (input.Png == PngRule.Always) throw TaskFailures.Client(Absent);
            context.Log.Line(Absent + "; the SVG is kept.");
        }

        var picture = png is null ? null : await KeepAsync(context, ArtifactNames.Of("chart", series.Symbol, "png"), "image/png", png, cancellationToken);
        var dates = series.Bars.Select(b => b.Date).ToHashSet();
        return Done(new MarketChartOutput
        {
            Symbol = series.Symbol,
            Path = (picture ?? kept).Path,
            Svg = kept,
            Png = picture,
            Bars = spec.Slots.Count(dates.Contains),
            First = LocalDatePattern.Iso.Format(spec.Slots[0]),
            Last = LocalDatePattern.Iso.Format(spec.Slots[^1]),
            Missing = [.. spec.Slots.Where(d => !dates.Contains(d)).Select(LocalDatePattern.Iso.Format)],
        });
    }

    private static BarSeries Choose(IReadOnlyList<BarSeries> all, string? symbol, string file)
    {
        var found = symbol is null ? (all.Count == 1 ? all[0] : null) : all.FirstOrDefault(s => s.Symbol == symbol);
        if (found is { Bars.Count: > 0 }) return found;
        var there = string.Join(", ", all.Select(s => s.Symbol).Take(10));
        throw TaskFailures.Input(
            all.Count == 0 ? $"{file} holds no bars"
            : symbol is null ? $"{file} holds {all.Count} symbols ({there}); say which one in 'symbol'"
            : $"{file} has no bars of '{BarRow.Shorten(symbol)}'; it has {there}");
    }

    private static ChartSpec SpecOf(MarketChartInput input, BarSeries series)
    {
        var to = input.To is { } text ? BarRow.Date(text) : null;
        List<Bar> bars = [.. series.Bars.Where(b => to is null || b.Date < to)];
        var slots = bars.Count == 0 ? [] : ChartSessions.Of(bars, BusinessCalendar.BuiltIn[input.Calendar], to, input.Sessions ?? ChartSessions.Most);
        if (bars.Count == 0 || slots.Count == 0 || bars[^1].Date < slots[0]) throw TaskFailures.Input($"{series.Symbol} has no bar in the period to be shown");
        return new ChartSpec
        {
            Heading = series.Symbol,
            Title = input.Title,
            Bars = bars,
            Slots = slots,
            Indicators = IndicatorParser.ParseAll(input.Indicators).Value,
            Width = input.Width,
            Height = input.Height,
        };
    }

    private static async Task<ArtifactOutput> KeepAsync(TaskContext context, string name, string mediaType, byte[] bytes, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(bytes);
        return ArtifactOutput.From(await context.Artifacts.KeepAsync(name, mediaType, content, cancellationToken));
    }
}
