using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Market.Charts;
using Carillon.Adapters.Market.Indicators;
using Carillon.Adapters.Market.Reports;
using Carillon.Adapters.Tasks;
using Carillon.Engine;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Market;

/// <summary>The market pack: <c>market.bars</c>, <c>market.indicators</c>, <c>market.chart</c>, <c>market.report</c>.</summary>
public static class MarketTasks
{
    /// <summary>The tables that it may have made in the options' database.</summary>
    public static IReadOnlyList<PackTable> Tables { get; } = [new("market_bars", BarStore.Schema)];

    /// <summary>The handlers.</summary>
    /// <param name="options">What the operator allows. Bars are cached in its database; without one there is no cache. The table is made when first used.</param>
    public static IReadOnlyList<ITaskHandler> All(TaskOptions options) =>
    [
        new MarketBarsTask(options.Database is { } connect ? new BarStore(connect) : null, options),
        new MarketIndicatorsTask(options),
        new MarketChartTask(options),
        new MarketReportTask(),
    ];
}
