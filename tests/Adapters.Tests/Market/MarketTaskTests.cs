using System.Text.Json.Nodes;
using Carillon.Adapters.Market;
using Carillon.Adapters.Tasks;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Tests.Market;

public sealed class MarketTaskTests : IDisposable
{
    private const string Csv = "\"source\": {\"csv\": \"data/daily-bars.csv\"}";
    private readonly TaskBench _bench = new();
    private readonly IReadOnlyList<ITaskHandler> _tasks;

    public MarketTaskTests()
    {
        Directory.CreateDirectory(Path.Join(_bench.BaseFolder, "data"));
        File.Copy(Path.Join(MarketBench.Examples, "data", "daily-bars.csv"), Path.Join(_bench.BaseFolder, "data", "daily-bars.csv"));
        _tasks = MarketTasks.All(new TaskOptions { ReadFolders = [_bench.ArtifactFolder], Database = MarketBench.Database(_bench.Root) });
    }

    [Fact]
    public async Task Bars_name_the_holes_and_keep_a_csv()
    {
        var output = await BarsAsync($$"""{"symbols": ["AAPL", "GOOGL", "YHOO"], {{Csv}}, "from": "2017-06-01", "to": "2017-12-30", "incomplete": "warn"}""");
        output["complete"]!.GetValue<bool>().ShouldBeFalse();
        output["missing_everywhere"]!.ToJsonString().ShouldBe("[\"2017-11-08\"]");
        output["complete_symbols"]!.ToJsonString().ShouldBe("[]");
        output["sound_symbols"]!.ToJsonString().ShouldBe("[\"GOOGL\"]");
        output["gappy_symbols"]!.ToJsonString().ShouldBe("[\"AAPL\",\"YHOO\"]");
        output["symbols"]![0]!["missing"]!.ToJsonString().ShouldBe("[\"2017-08-07\",\"2017-11-08\"]");
        output["symbols"]![2]!["remark"]!.GetValue<string>().ShouldBe("YHOO stops after 2017-06-16: 136 trading days missing");
        output["symbols"]![2]!["missing_count"]!.GetValue<int>().ShouldBe(136);
        (await File.ReadAllLinesAsync(output["path"]!.GetValue<string>())).Length.ShouldBe(output["rows"]!.GetValue<int>() + 1);
        _bench.Log.Lines.ShouldContain(output["summary"]!.GetValue<string>());
    }

    [Fact]
    public async Task Incomplete_bars_fail_the_task_unless_it_shall_only_warn()
    {
        var error = await _bench.FailAsync(Handler("market.bars"), $$"""{"symbol": "AAPL", {{Csv}}, "from": "2017-08-01", "to": "2017-08-31"}""");
        error.Class.ShouldBe(ErrorClasses.Assertion);
        error.Message.ShouldContain("AAPL has no bar on 2017-08-07");
        error.Retryable.ShouldBeTrue();
    }

    [Fact]
    public async Task The_last_n_days_before_a_date_are_complete_where_the_data_is()
    {
        var output = await BarsAsync($$"""{"symbol": "COKE", {{Csv}}, "days": 20, "as_of": "2017-11-08"}""");
        output["complete"]!.GetValue<bool>().ShouldBeTrue();
        output["complete_symbols"]!.ToJsonString().ShouldBe("[\"COKE\"]");
        output["rows"]!.GetValue<int>().ShouldBe(20);
        (output["from"]!.GetValue<string>(), output["to"]!.GetValue<string>()).ShouldBe(("2017-10-11", "2017-11-08"));
    }

    [Fact]
    public async Task What_one_task_read_the_next_finds_in_the_cache()
    {
        var nothing = await BarsAsync("""{"symbol": "TSLA", "from": "2017-01-01", "to": "2017-02-01", "incomplete": "warn"}""");
        nothing["symbols"]![0]!["remark"]!.GetValue<string>().ShouldBe("TSLA has no bars: 20 trading days missing");
        var first = await BarsAsync($$"""{"symbol": "TSLA", {{Csv}}, "from": "2017-01-01", "to": "2017-02-01"}""");
        var text = await File.ReadAllTextAsync(first["path"]!.GetValue<string>());
        var second = await BarsAsync("""{"symbol": "TSLA", "from": "2017-01-01", "to": "2017-02-01"}""");
        (await File.ReadAllTextAsync(second["path"]!.GetValue<string>())).ShouldBe(text);
    }

    [Fact]
    public async Task Bad_rows_are_left_out_named_and_make_the_symbol_incomplete()
    {
        await File.WriteAllTextAsync(
            Path.Join(_bench.BaseFolder, "bad.csv"),
            "symbol,date,open,high,low,close,volume\nA,2017-01-03,1,2,1,2,5\nA,2017-01-04,1,oops,1,2,5\n");
        var output = await BarsAsync("""{"symbol": "A", "source": {"csv": "bad.csv"}, "from": "2017-01-03", "to": "2017-01-05", "incomplete": "warn"}""");
        output["problems"]![0]!.GetValue<string>().ShouldBe("bad.csv:3:16 SCH020 A 2017-01-04: high 'oops' is not a number.");
        output["symbols"]![0]!["remark"]!.GetValue<string>().ShouldBe("A has no bar on 2017-01-04; A: 1 bad row left out");
    }

    [Theory]
    [InlineData("""{"days": 5}""", "give symbol or symbols")]
    [InlineData("""{"symbol": "A"}""", "give from or days")]
    [InlineData("""{"symbol": "A", "days": 0}""", "'days' must be from 1 to 5000")]
    [InlineData("""{"symbol": "A", "days": 5, "calendar": "XLON"}""", "no calendar 'XLON'; there are weekdays, XNYS, XNAS")]
    [InlineData("""{"symbol": "A", "days": 5, "to": "2017-01-01", "as_of": "2017-01-01"}""", "give to or as_of, not both")]
    [InlineData("""{"symbol": "A", "days": 5, "as_of": "yesterday"}""", "neither a date nor an instant")]
    [InlineData("""{"symbol": "A", "from": "2017-02-01", "to": "2017-01-01"}""", "is empty or longer")]
    [InlineData("""{"symbol": "A", "days": 5, "source": {"csv": "../outside.csv"}}""", "leads out of the folders")]
    [InlineData("""{"symbol": "A", "days": 5, "source": {"csv": "none.csv"}}""", "cannot read none.csv")]
    public async Task Bars_say_what_is_wrong_with_the_input(string input, string words)
    {
        var error = await _bench.FailAsync(Handler("market.bars"), input);
        error.Class.ShouldBe(ErrorClasses.Input);
        error.Message.ShouldContain(words);
    }

    [Fact]
    public async Task Indicators_add_columns_and_a_verdict_to_branch_on()
    {
        var bars = await BarsAsync($$"""{"symbols": ["AAPL", "TSLA"], {{Csv}}, "from": "2017-01-01", "to": "2017-12-30", "incomplete": "warn"}""");
        var output = await _bench.SucceedAsync(Handler("market.indicators"), $$"""{"bars": {{bars["path"]!.ToJsonString()}}, "indicators": ["sma(50)", {"kind": "rsi"}, "macd"]}""");
        output["columns"]!.ToJsonString().ShouldBe("""["sma_50","rsi_14","macd_12_26_9","macd_12_26_9_signal","macd_12_26_9_histogram"]""");
        var apple = output["symbols"]![0]!;
        apple["close"]!.GetValue<double>().ShouldBe(169.23);
        apple["change_percent"]!.GetValue<double>().ShouldBe(-1.0814);
        // The mean of Apple's last 50 closes is above its last close, 169.23.
        apple["values"]!["sma_50"]!.GetValue<double>().ShouldBeGreaterThan(169.23);
        apple["above_sma"]!.GetValue<bool>().ShouldBeFalse();
        apple["trend"]!.GetValue<string>().ShouldBe("down");
        output["below"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldContain("AAPL");
        var lines = await File.ReadAllLinesAsync(output["path"]!.GetValue<string>());
        lines[0].ShouldBe("symbol,date,open,high,low,close,volume,sma_50,rsi_14,macd_12_26_9,macd_12_26_9_signal,macd_12_26_9_histogram");
        lines[1].ShouldEndWith(",,,,,");
        lines.Length.ShouldBe(output["rows"]!.GetValue<int>() + 1);
    }

    [Fact]
    public async Task Too_few_bars_give_no_verdict_rather_than_a_wrong_one()
    {
        var bars = await BarsAsync($$"""{"symbol": "COKE", {{Csv}}, "days": 20, "as_of": "2017-06-01"}""");
        var output = await _bench.SucceedAsync(Handler("market.indicators"), $$"""{"bars": {{bars["path"]!.ToJsonString()}}, "indicators": ["sma(50)"]}""");
        output["symbols"]![0]!["trend"]!.GetValue<string>().ShouldBe("unknown");
        output["symbols"]![0]!["above_sma"].ShouldBeNull();
        output["symbols"]![0]!["values"]!["sma_50"].ShouldBeNull();
    }

    [Fact]
    public async Task A_chart_is_kept_as_svg_and_where_possible_as_png()
    {
        var bars = await BarsAsync($$"""{"symbol": "YHOO", {{Csv}}, "days": 250, "as_of": "2017-12-30", "incomplete": "warn"}""");
        var output = await _bench.SucceedAsync(
            Handler("market.chart"), $$"""{"bars": {{bars["path"]!.ToJsonString()}}, "to": "{{bars["to"]}}", "sessions": 200, "indicators": ["sma(50)", "rsi"]}""");
        output["svg"]!["name"]!.GetValue<string>().ShouldBe("chart-YHOO.svg");
        output["missing"]!.AsArray().Count.ShouldBe(136);
        output["bars"]!.GetValue<int>().ShouldBe(64);
        if (Carillon.Adapters.Market.Charts.PngRenderer.IsAvailable) output["png"]!["media_type"]!.GetValue<string>().ShouldBe("image/png");
        else _bench.Log.Lines.ShouldContain(l => l.Contains("librsvg is not installed"));
    }

    [Fact]
    public async Task No_symbol_leads_an_artifact_out_of_its_folder()
    {
        await File.WriteAllTextAsync(Path.Join(_bench.BaseFolder, "odd.csv"), "symbol,date,open,high,low,close,volume\n../../x/<b>,2017-01-03,1,2,1,2,5\n");
        var output = await _bench.SucceedAsync(Handler("market.chart"), """{"bars": "odd.csv", "png": "never"}""");
        output["svg"]!["name"]!.GetValue<string>().ShouldBe("chart-_.._x__b_.svg");
        output["png"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"bars": "data/daily-bars.csv"}""", "holds 5 symbols (AAPL, COKE, GOOGL, TSLA, YHOO); say which one")]
    [InlineData("""{"bars": "data/daily-bars.csv", "symbol": "MSFT"}""", "has no bars of 'MSFT'")]
    [InlineData("""{"bars": "data/daily-bars.csv", "symbol": "AAPL", "height": 200}""", "'height' must be at least")]
    [InlineData("""{"bars": "data/daily-bars.csv", "symbol": "AAPL", "width": 20}""", "'width' must be from 480 to 3000")]
    [InlineData("""{"bars": "data/daily-bars.csv", "symbol": "AAPL", "to": "2010-01-01"}""", "no bar in the period")]
    [InlineData("""{"bars": "data/daily-bars.csv", "symbol": "YHOO", "to": "2017-12-30", "sessions": 20}""", "no bar in the period")]
    public async Task A_chart_says_what_is_wrong_with_the_input(string input, string words) =>
        (await _bench.FailAsync(Handler("market.chart"), input)).Message.ShouldContain(words);

    [Fact]
    public async Task The_report_gathers_fan_out_outputs_and_names_every_hole()
    {
        var (bars, indicators, charts) = (new JsonArray(), new JsonArray(), new JsonArray());
        foreach (var symbol in MarketBench.Symbols)
        {
            var one = await BarsAsync($$"""{"symbol": "{{symbol}}", {{Csv}}, "from": "2015-01-01", "to": "2018-01-01", "incomplete": "warn"}""");
            bars.Add(one);
            indicators.Add(await _bench.SucceedAsync(Handler("market.indicators"), $$"""{"bars": {{one["path"]!.ToJsonString()}}, "indicators": ["sma(200)"]}"""));
            charts.Add(await _bench.SucceedAsync(Handler("market.chart"), $$"""{"bars": {{one["path"]!.ToJsonString()}}, "png": "never"}"""));
        }

        var input = new JsonObject { ["title"] = "Daily | equities", ["bars"] = bars.DeepClone(), ["indicators"] = indicators.DeepClone(), ["charts"] = charts.DeepClone() };
        var output = await _bench.SucceedAsync(Handler("market.report"), input.ToJsonString());
        var text = await File.ReadAllTextAsync(output["path"]!.GetValue<string>());
        text.ShouldStartWith("# Daily \\| equities\n");
        text.ShouldContain("- AAPL has no bar on 2017-08-07, 2017-11-08.");
        text.ShouldContain("- YHOO stops after 2017-06-16: 136 trading days missing.");
        text.ShouldContain("| AAPL | 753 | 2017-12-29 | 169.23 |");
        text.ShouldContain("![TSLA](chart-TSLA.svg)");
        output["incomplete"]!.GetValue<int>().ShouldBe(5);
    }

    [Fact]
    public void Every_task_type_describes_its_input_and_output()
    {
        _tasks.Select(t => t.Type.Name).ShouldBe(["market.bars", "market.indicators", "market.chart", "market.report"]);
        foreach (var type in _tasks.Select(t => t.Type))
        {
            type.Group.ShouldBe("market");
            foreach (var (name, schema) in type.InputSchema["properties"]!.AsObject().Concat(type.OutputSchema["properties"]!.AsObject()))
                schema!["description"].ShouldNotBeNull($"{type.Name} {name}");
        }
    }

    public void Dispose() => _bench.Dispose();

    private ITaskHandler Handler(string name) => _tasks.Single(t => t.Type.Name == name);

    private Task<JsonNode> BarsAsync(string input) => _bench.SucceedAsync(Handler("market.bars"), input);
}
