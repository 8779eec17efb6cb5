using System.Text;
using Carillon.Adapters.Tasks;
using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Market.Bars;

/// <summary>The task type <c>market.bars</c>.</summary>
/// <param name="store">The cache, or null for none.</param>
/// <param name="options">What the operator allows.</param>
internal sealed class MarketBarsTask(BarStore? store, TaskOptions options) : TaskHandler<MarketBarsInput, MarketBarsOutput>(
    "market.bars", "Reads daily bars, checks them against the exchange's trading days and keeps them in the cache.", "market")
{
    private const int MaxSymbols = 1000;

    protected override IEnumerable<string> Check(MarketBarsInput input)
    {
        if ((input.Symbol is null) == (input.Symbols.Count == 0)) yield return "give symbol or symbols";
        if (input.Symbols.Count > MaxSymbols) yield return $"'symbols' has more than {MaxSymbols} items";
        if (SymbolsOf(input).Any(s => s.Length is 0 or > 32 || s.Any(char.IsControl))) yield return "a symbol must have 1 to 32 characters";
        if (input.Source is { Csv: null }) yield return "'source' must name a csv file";
        if (input.Source is null && store is null) yield return "'source' is required: this server has no cache of bars";
        if ((input.From is null) == (input.Days is null)) yield return "give from or days";
        if (input.To is not null && input.AsOf is not null) yield return "give to or as_of, not both";
        if (input.Days is < 1 or > BarPeriod.MaxDays) yield return $"'days' must be from 1 to {BarPeriod.MaxDays}";
        if (!BusinessCalendar.BuiltIn.ContainsKey(input.Calendar))
            yield return $"no calendar '{BarRow.Shorten(input.Calendar)}'; there are {string.Join(", ", BusinessCalendar.BuiltIn.Keys)}";
    }

    protected override async Task<TaskResult> RunAsync(MarketBarsInput input, TaskContext context, CancellationToken cancellationToken)
    {
        var calendar = BusinessCalendar.BuiltIn[input.Calendar];
        var period = PeriodOf(input, calendar, context.NominalAt);
        var symbols = SymbolsOf(input);
        var read = await ReadAsync(input, symbols, period, context, cancellationToken);
        context.Heartbeat();
        List<Problem> problems = [.. read.Problems];
        if ((calendar.Doubt(period.From) ?? calendar.Doubt(period.To.PlusDays(-1))) is { } doubt) problems.Add(doubt);
        foreach (var problem in problems) context.Log.Line(problem.ToString());

        List<BarCoverage> coverage = [.. read.Series.Select(s => BarCoverage.Of(s, period.TradingDays, read.BadRows[s.Symbol]))];
        var path = await KeepAsync(read.Series, context, cancellationToken);
        var output = BarSummary.Of(coverage, period, path, problems);
        context.Log.Line(output.Summary);
        if (!output.Complete && input.Incomplete == IncompleteRule.Fail) throw TaskFailures.Assertion(output.Summary[..Math.Min(output.Summary.Length, 2000)]);
        return Done(output);
    }

    private static List<string> SymbolsOf(MarketBarsInput input) =>
        [.. (input.Symbol is { } one ? [one] : input.Symbols).Select(s => s.Trim()).Distinct(StringComparer.Ordinal)];

    private static BarPeriod PeriodOf(MarketBarsInput input, BusinessCalendar calendar, Instant nominal)
    {
        var end = input switch
        {
            { To: { } to } => Date("to", to),
            { AsOf: { } asOf } => BarPeriod.EndOf(calendar, asOf.Trim())
                ?? throw TaskFailures.Input($"'as_of' is '{BarRow.Shorten(asOf)}', neither a date nor an instant"),
            _ => BarPeriod.EndAt(calendar, nominal),
        };
        if (input.Days is { } days) return BarPeriod.Last(calendar, days, end);
        return BarPeriod.Between(calendar, Date("from", input.From!), end)
            ?? throw TaskFailures.Input($"the period from {input.From} to {end.ToString("uuuu-MM-dd", null)} is empty or longer than {BarPeriod.MaxDays} trading days");
    }

    private static LocalDate Date(string name, string text) =>
        BarRow.Date(text.Trim()) ?? throw TaskFailures.Input($"'{name}' is '{BarRow.Shorten(text)}', not a date such as 2017-12-29");

    private static async Task<string> KeepAsync(IReadOnlyList<BarSeries> series, TaskContext context, CancellationToken cancellationToken)
    {
        var name = series.Count == 1 ? ArtifactNames.Of("bars", series[0].Symbol, "csv") : "bars.csv";
        using var content = new MemoryStream();
        await using (var writer = new StreamWriter(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
            await BarCsvWriter.WriteAsync(writer, series, cancellationToken);
        content.Position = 0;
        return (await context.Artifacts.KeepAsync(name, "text/csv", content, cancellationToken)).Path;
    }

    private async Task<BarsRead> ReadAsync(MarketBarsInput input, List<string> symbols, BarPeriod period, TaskContext context, CancellationToken cancellationToken)
    {
        if (input.Source?.Csv is not { } csv)
        {
            var cached = await store!.LoadAsync(symbols, period.From, period.To, cancellationToken);
            return new BarsRead(cached, [], symbols.ToDictionary(s => s, _ => 0, StringComparer.Ordinal));
        }

        var path = new TaskPaths(context, options).ToRead(csv);
        var read = await BarFile.ReadAsync(path, csv, new BarFilter(symbols, period.From, period.To), cancellationToken);
        if (store is not null) await store.SaveAsync(read.Series, csv, Instant.FromDateTimeOffset(context.Time.GetUtcNow()), cancellationToken);
        return read;
    }
}
