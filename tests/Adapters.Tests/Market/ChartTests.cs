using System.Xml.Linq;
using Carillon.Adapters.Market.Bars;
using Carillon.Adapters.Market.Charts;
using Carillon.Adapters.Market.Indicators;
using NodaTime;

namespace Carillon.Adapters.Tests.Market;

public sealed class ChartTests
{
    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    [Fact]
    public async Task The_chart_is_well_formed_and_the_same_every_time()
    {
        var spec = await SpecAsync("AAPL", 250, "sma(50)", "bollinger", "rsi", "macd", "atr");
        var svg = CandleChart.Draw(spec);
        svg.ShouldBe(CandleChart.Draw(spec));
        var root = XDocument.Parse(svg).Root!;
        root.Name.ShouldBe(Ns + "svg");
        root.Attribute("height")!.Value.ShouldBe(CandleChart.UsualHeight(spec).ToString(System.Globalization.CultureInfo.InvariantCulture));
        svg.ShouldNotContain("NaN");
        svg.ShouldNotContain("∞");
        svg.ShouldNotContain(" id=");
    }

    [Theory]
    [InlineData("</text><script>alert(1)</script>&\"'")]
    [InlineData("]]> <!-- \u0000\u0001\u001f \uFFFE x")]
    [InlineData("\ud83d")]
    public async Task Hostile_names_stay_text(string name)
    {
        var spec = (await SpecAsync("AAPL", 10)) with { Heading = name, Title = name };
        var svg = CandleChart.Draw(spec);
        var root = XDocument.Parse(svg).Root!;
        root.Descendants().Select(e => e.Name.LocalName).Distinct().Order().ShouldBe(["path", "rect", "text", "title", "tspan"]);
    }

    [Fact]
    public async Task Days_without_a_bar_are_marked_and_named()
    {
        var svg = CandleChart.Draw(await SpecAsync("AAPL", 250));
        svg.ShouldContain("Trading days without a bar: 2017-08-07, 2017-11-08");
        XDocument.Parse(svg).Descendants(Ns + "rect").Count(r => (string?)r.Attribute("fill") == Palette.Gap).ShouldBe(3, "two bands and the mark of the note");
        CandleChart.Draw(await SpecAsync("YHOO", 300)).ShouldContain("no data · 136 sessions");
    }

    [Fact]
    public void Nothing_leaves_the_picture_and_no_text_lies_on_another()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var bars = IndicatorTests.Walk(random, random.Next(1, 900));
            if (random.Next(4) == 0) bars = [.. bars.Select(b => b with { Open = 5, High = 5, Low = 5, Close = 5, Volume = 0 })];
            var slots = bars.Select(b => b.Date).ToList();
            bars.RemoveAll(_ => bars.Count > 1 && random.Next(20) == 0);
            var spec = new ChartSpec { Heading = "X", Bars = bars, Slots = slots, Indicators = Parse("sma(5)", "bollinger(4)", "rsi(3)", "macd(2, 3, 2)", "atr(2)"), Width = random.Next(700, 2000) };
            var root = XDocument.Parse(CandleChart.Draw(spec)).Root!;
            var height = CandleChart.UsualHeight(spec);
            foreach (var rect in root.Descendants(Ns + "rect"))
            {
                Number(rect, "x").ShouldBeGreaterThanOrEqualTo(0, $"seed {seed}");
                (Number(rect, "x") + Number(rect, "width")).ShouldBeLessThanOrEqualTo(spec.Width, $"seed {seed}");
                (Number(rect, "y") + Number(rect, "height")).ShouldBeLessThanOrEqualTo(height + 0.01, $"seed {seed}");
            }

            AxisLabelsKeepApart(root, spec, seed);
        }
    }

    [Fact]
    public void Round_ticks_are_round_rising_and_within()
    {
        RoundTicks.Between(147.3, 182.9, 9).ShouldBe([150, 155, 160, 165, 170, 175, 180]);
        RoundTicks.Between(0.011, 0.049, 5).Select(v => Math.Round(v, 6)).ShouldBe([0.02, 0.03, 0.04]);
        RoundTicks.Decimals(2.5).ShouldBe(1);
        RoundTicks.Decimals(0.25).ShouldBe(2);
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var low = (random.NextDouble() - 0.3) * Math.Pow(10, random.Next(-3, 6));
            var high = low + (random.NextDouble() + 0.001) * Math.Pow(10, random.Next(-3, 6));
            var most = random.Next(3, 12);
            var ticks = RoundTicks.Between(low, high, most);
            ticks.Count.ShouldBeLessThanOrEqualTo(most + 1, $"seed {seed}");
            ticks.ToList().ShouldBe(ticks.Order().ToList(), $"seed {seed}");
            ticks.ShouldAllBe(t => t >= low - ((high - low) * 1e-6) && t <= high + ((high - low) * 1e-6), $"seed {seed}");
        }
    }

    [Fact]
    public void Date_ticks_grow_coarser_with_the_period()
    {
        var days = BarPeriod.Between(MarketBench.Xnys, new LocalDate(2015, 1, 1), new LocalDate(2018, 1, 1))!.TradingDays;
        DateTicks.For([.. days.TakeLast(10)], 120).Take(3).Select(t => t.Label).ShouldBe(["15 Dec", "18 Dec", "19 Dec"]);
        DateTicks.For([.. days.TakeLast(60)], 20).Take(3).Select(t => t.Label).ShouldBe(["9 Oct", "16 Oct", "23 Oct"]);
        DateTicks.For([.. days.TakeLast(250)], 4.7).Select(t => t.Label).ShouldBe(["2017", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]);
        DateTicks.For(days, 1.6).Select(t => t.Label).ShouldBe(["2015", "Apr", "Jul", "Oct", "2016", "Apr", "Jul", "Oct", "2017", "Apr", "Jul", "Oct"]);
        DateTicks.For(days, 0.2).Select(t => t.Label).ShouldBe(["2015", "2016", "2017"]);
    }

    [Fact]
    public async Task A_png_has_the_size_asked_for_where_librsvg_is_installed()
    {
        var spec = await SpecAsync("TSLA", 60, "sma(20)");
        var png = PngRenderer.Render(CandleChart.Draw(spec), spec.Width, CandleChart.UsualHeight(spec), 2);
        if (png is null)
        {
            PngRenderer.IsAvailable.ShouldBeFalse();
            return;
        }

        png.Take(8).ShouldBe(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A });
        Size(png, 16).ShouldBe(spec.Width * 2);
        Size(png, 20).ShouldBe(CandleChart.UsualHeight(spec) * 2);
        png.Length.ShouldBeGreaterThan(20_000, "a blank picture is smaller");
    }

    [Fact]
    public async Task Many_threads_may_render_at_once()
    {
        if (!PngRenderer.IsAvailable) return;
        var spec = await SpecAsync("COKE", 30);
        var svg = CandleChart.Draw(spec);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PngRenderer.Render(svg, spec.Width, CandleChart.UsualHeight(spec), 1))));
        all.ShouldAllBe(p => p!.SequenceEqual(all[0]!));
    }

    private static int Size(byte[] png, int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at, 4));

    private static void AxisLabelsKeepApart(XElement root, ChartSpec spec, int seed)
    {
        // The numbers right of the panes, 11 pixels high.
        var rows = root.Elements(Ns + "text").Where(t => Number(t, "x") > spec.Width - 70 && t.Attribute("text-anchor") is null).Select(t => Number(t, "y")).Order().ToList();
        for (var i = 1; i < rows.Count; i++) (rows[i] - rows[i - 1]).ShouldBeGreaterThan(10, $"seed {seed}");
        // Dates, whose letters are about 7 pixels wide.
        var dates = root.Elements(Ns + "text").Where(t => (string?)t.Attribute("font-size") == "11.5").OrderBy(t => Number(t, "x")).ToList();
        for (var i = 1; i < dates.Count; i++)
            (Number(dates[i], "x") - Number(dates[i - 1], "x")).ShouldBeGreaterThan(((dates[i].Value.Length + dates[i - 1].Value.Length) / 2.0) * 6, $"seed {seed}");
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static IReadOnlyList<Indicator> Parse(params string[] indicators) => [.. indicators.Select(i => IndicatorParser.Parse(i).Value)];

    private static async Task<ChartSpec> SpecAsync(string symbol, int sessions, params string[] indicators)
    {
        var bars = (await MarketBench.RealBarsAsync(symbol)).Series.Single().Bars;
        return new ChartSpec
        {
            Heading = symbol,
            Bars = bars,
            Slots = ChartSessions.Of(bars, MarketBench.Xnys, new LocalDate(2017, 12, 30), sessions),
            Indicators = Parse(indicators),
        };
    }
}
