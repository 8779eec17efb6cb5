using System.Text;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Market.Reports;

/// <summary>The task type <c>market.report</c>.</summary>
internal sealed class MarketReportTask() : TaskHandler<MarketReportInput, MarketReportOutput>(
    "market.report", "Writes a Markdown report from what market.bars, market.indicators and market.chart gave, with every hole in the data named.", "market")
{
    protected override async Task<TaskResult> RunAsync(MarketReportInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var symbols = MarketReport.Symbols(input.Bars);
        if (symbols.Count == 0) throw TaskFailures.Input("'bars' is not what market.bars gave: it has no symbols");
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(MarketReport.Write(input.Title, input.Bars, input.Indicators, input.Charts)));
        var kept = await context.Artifacts.KeepAsync("report.md", "text/markdown", content, cancellationToken);
        return Done(new MarketReportOutput { Path = kept.Path, Symbols = symbols.Count, Incomplete = symbols.Count(s => !MarketReport.IsComplete(s)) });
    }
}
