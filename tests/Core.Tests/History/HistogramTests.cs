using Carillon.Core.History;

namespace Carillon.Core.Tests.History;

public sealed class HistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_percentile_is_off_by_less_than_two_percent(int seed)
    {
        var random = new Random(seed);
        var histogram = new Histogram();
        var values = Enumerable.Range(0, 5000).Select(_ => (long)Math.Exp(random.NextDouble() * 35)).ToList();
        values.ForEach(histogram.Add);
        values.Sort();

        foreach (var share in new[] { 0.001, 0.1, 0.5, 0.95, 0.99, 1 })
        {
            var exact = values[(int)Math.Ceiling(share * values.Count) - 1];
            histogram.Percentile(share)!.Value.ShouldBe(exact, exact * 0.02, $"p{share} of seed {seed}");
        }
    }

    [Fact]
    public void Parts_in_any_order_through_storage_make_the_same_histogram_as_the_whole()
    {
        var random = new Random(7);
        var whole = new Histogram();
        var parts = Enumerable.Range(0, 9).Select(_ => new Histogram()).ToArray();
        for (var i = 0; i < 3000; i++)
        {
            var value = random.NextInt64(0, 1L << random.Next(1, 50));
            whole.Add(value);
            parts[random.Next(parts.Length)].Add(value);
        }

        var sum = new Histogram();
        foreach (var part in parts.Reverse())
            sum.Add(part.Encode());

        sum.Encode().ShouldBe(whole.Encode());
        sum.Count.ShouldBe(3000);
    }

    [Fact]
    public void Zeros_and_what_is_below_count_as_zero_and_nothing_has_no_percentile()
    {
        var histogram = new Histogram();
        histogram.Percentile(0.5).ShouldBeNull();
        histogram.Encode().ShouldBeEmpty();

        histogram.Add(0);
        histogram.Add(-5);
        histogram.Add(long.MaxValue);

        histogram.Percentile(0.5).ShouldBe(0);
        histogram.Percentile(1)!.Value.ShouldBe(long.MaxValue, long.MaxValue * 0.02);
    }
}
