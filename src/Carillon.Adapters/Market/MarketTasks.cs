using System.Data.Common;
using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Market.Charts;
using Carillon.Adapters.Market.Indicators;
using Carillon.Adapters.Market.Reports;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Market;

/// <summary>The market pack: <c>market.bars</c>, <c>market.indicators</c>, <c>market.chart</c>, <c>market.report</c>.</summary>
public static class MarketTasks
{
    /// <summary>The handlers.</summary>
    /// <param name="options">What the operator allows.</param>
    /// <param name="connect">Gives a new connection, open or not, to the database that keeps the bars; null for no cache. The table is made when first used.</param>
    public static IReadOnlyList<ITaskHandler> All(TaskOptions options, Func<DbConnection>? connect = null) =>
    [
        new MarketBarsTask(connect is null ? null : new BarStore(connect), options),
        new MarketIndicatorsTask(options),
        new MarketChartTask(options),
        new MarketReportTask(),
    ];
}
