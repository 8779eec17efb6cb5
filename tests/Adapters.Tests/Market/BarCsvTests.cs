using Carillon.Adapters.Market.Bars;
using NodaTime;

namespace Carillon.Adapters.Tests.Market;

public sealed class BarCsvTests
{
    private const string Head = "symbol,date,open,high,low,close,volume\n";

    [Fact]
    public async Task Reads_the_bars_of_the_wanted_symbols_and_dates_by_date()
    {
        var read = await ReadAsync(Head + "A,2017-01-04,2,3,1,2,10\nB,2017-01-03,1,1,1,1,1\nA,2017-01-03,2,3,1,2.5,20\nA,2017-01-05,2,3,1,2,30\n", "A", to: new LocalDate(2017, 1, 5));
        read.Series.Single().Bars.ShouldBe(
        [
            new Bar(new LocalDate(2017, 1, 3), 2, 3, 1, 2.5, 20),
            new Bar(new LocalDate(2017, 1, 4), 2, 3, 1, 2, 10),
        ]);
        read.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\uFEFFsymbol,date,open,high,low,close,volume\r\nA,2017-01-03,2,3,1,2,10\r\n")]
    [InlineData("Volume;Close;Low;High;Open;Date;Ticker\n10;2;1;3;2;2017-01-03;A")]
    [InlineData("symbol\tdate\topen\thigh\tlow\tclose\tadjusted\tvolume\nA\t20170103\t2\t3\t1\t2\t1.9\t10.0\n\n")]
    [InlineData("symbol,date,open,high,low,close,volume\n\"A\",\"2017-01-03T00:00:00Z\", 2 ,3,1,2,1e1\n")]
    [InlineData("date,open,high,low,close,volume\n2017-01-03,2,3,1,2,10\n")]
    public async Task Takes_the_forms_that_other_programs_write(string text)
    {
        var read = await ReadAsync(text, "A");
        read.Problems.ShouldBeEmpty();
        read.Series.Single().Bars.ShouldBe([new Bar(new LocalDate(2017, 1, 3), 2, 3, 1, 2, 10)]);
    }

    [Theory]
    [InlineData("A,2017-01-03,two,3,1,2,10", "f.csv:2:14 SCH020 A 2017-01-03: open 'two' is not a number.")]
    [InlineData("A,2017-01-03,2,3,1,,10", "f.csv:2:20 SCH020 A 2017-01-03: close is empty.")]
    [InlineData("A,2017-01-03,2,1,3,2,10", "f.csv:2:16 SCH020 A 2017-01-03: high 1 is below low 3.")]
    [InlineData("A,2017-01-03,2,3,2.5,2.7,10", "f.csv:2:18 SCH020 A 2017-01-03: low 2.5 is above open or close.")]
    [InlineData("A,2017-01-03,2,2.5,1,2.7,10", "f.csv:2:16 SCH020 A 2017-01-03: high 2.5 is below open or close.")]
    [InlineData("A,2017-01-03,2,3,1,2,-10", "f.csv:2:22 SCH020 A 2017-01-03: volume -10 is negative.")]
    [InlineData("A,2017-01-03,2,3,1,2,0.5", "f.csv:2:22 SCH020 A 2017-01-03: volume 0.5 is not a whole number of shares.")]
    [InlineData("A,2017-01-03,0,3,0,2,10", "f.csv:2:18 SCH020 A 2017-01-03: price 0 is not above zero.")]
    [InlineData("A,2017-01-03,NaN,3,1,2,10", "f.csv:2:14 SCH020 A 2017-01-03: open 'NaN' is not a number.")]
    [InlineData("A,2017-02-30,2,3,1,2,10", "f.csv:2:3 SCH020 A: '2017-02-30' is not a date such as 2017-12-29.")]
    [InlineData("A,2017-01-03,2,3", "f.csv:2:1 SCH020 A: the row has 4 fields and ends too early.")]
    public async Task Leaves_a_bad_row_out_and_says_where_and_what(string row, string problem)
    {
        var read = await ReadAsync(Head + row + "\nA,2017-01-04,2,3,1,2,10\n", "A");
        read.Problems.Select(p => p.ToString()).ShouldBe([problem]);
        read.BadRows["A"].ShouldBe(1);
        read.Series.Single().Bars.Single().Date.ShouldBe(new LocalDate(2017, 1, 4));
    }

    [Fact]
    public async Task Keeps_the_first_of_two_rows_of_one_day_and_names_the_second()
    {
        var read = await ReadAsync(Head + "A,2017-01-03,2,3,1,2,10\nA,2017-01-03,2,9,1,2,10\n", "A");
        read.Series.Single().Bars.Single().High.ShouldBe(3);
        read.Problems.Single().ToString().ShouldBe("f.csv:3:3 SCH020 A 2017-01-03: a second row for this day; the first one counts.");
    }

    [Fact]
    public async Task Names_every_missing_column()
    {
        var read = await BarCsvReader.ReadAsync(new StringReader("symbol,date,price\n"), "f.csv", BarFilter.All, CancellationToken.None);
        read.Problems.Single().Message.ShouldBe("the header lacks open, high, low, close, volume; it has symbol, date, price.");
    }

    [Fact]
    public async Task An_empty_file_is_a_problem_and_a_file_of_bad_rows_has_a_bounded_list()
    {
        (await BarCsvReader.ReadAsync(new StringReader(string.Empty), "f.csv", BarFilter.All, CancellationToken.None)).IsOk.ShouldBeFalse();
        var read = await ReadAsync(Head + string.Concat(Enumerable.Repeat("A,2017-01-03,x,x,x,x,x\n", 500)), "A");
        read.Problems.Count.ShouldBe(BarCsvReader.MaxProblems);
        read.BadRows["A"].ShouldBe(500);
    }

    [Fact]
    public async Task What_is_written_reads_back_the_same_for_random_bars_and_odd_symbols()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            BarSeries[] series = [new("A,\"B\";", IndicatorTests.Walk(new Random(seed), 40)), new("C", IndicatorTests.Walk(new Random(seed + 1000), 7))];
            var text = new StringWriter();
            await BarCsvWriter.WriteAsync(text, series, CancellationToken.None);
            var read = (await BarCsvReader.ReadAsync(new StringReader(text.ToString()), "f.csv", BarFilter.All, CancellationToken.None)).Value;
            read.Problems.ShouldBeEmpty($"seed {seed}");
            read.Series.Select(s => s.Symbol).ShouldBe(series.Select(s => s.Symbol), $"seed {seed}");
            for (var i = 0; i < series.Length; i++) read.Series[i].Bars.ShouldBe(series[i].Bars, $"seed {seed}");
        }
    }

    [Fact]
    public async Task No_text_makes_the_reader_throw()
    {
        const string Letters = "A,\";\t20171-03.e+\u00e9\u0001x\n\r ";
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var noise = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => Letters[random.Next(Letters.Length)]));
            var read = await BarCsvReader.ReadAsync(new StringReader(Head + noise), "f.csv", BarFilter.All, CancellationToken.None);
            read.IsOk.ShouldBeTrue($"seed {seed}");
        }
    }

    private static async Task<BarsRead> ReadAsync(string text, string symbol, LocalDate? to = null) =>
        (await BarCsvReader.ReadAsync(
            new StringReader(text), "f.csv", new BarFilter([symbol], new LocalDate(2017, 1, 1), to ?? new LocalDate(2018, 1, 1)), CancellationToken.None)).Value;
}
