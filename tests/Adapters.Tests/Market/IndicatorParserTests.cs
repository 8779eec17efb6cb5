using System.Text.Json.Nodes;
using Carillon.Adapters.Market.Indicators;

namespace Carillon.Adapters.Tests.Market;

public sealed class IndicatorParserTests
{
    [Theory]
    [InlineData("\"sma(20)\"", "sma_20")]
    [InlineData("\"SMA( 50 )\"", "sma_50")]
    [InlineData("\"ema\"", "ema_20")]
    [InlineData("\"macd\"", "macd_12_26_9")]
    [InlineData("\"macd(5, 35, 5)\"", "macd_5_35_5")]
    [InlineData("\"bollinger(20, 2.5)\"", "bollinger_20_2.5")]
    [InlineData("{\"kind\": \"rsi\", \"period\": 9}", "rsi_9")]
    [InlineData("{\"kind\": \"bollinger\", \"deviations\": 3}", "bollinger_20_3")]
    public void Reads_both_forms(string json, string column) =>
        IndicatorParser.Parse(JsonNode.Parse(json)).Value.Column.ShouldBe(column);

    [Theory]
    [InlineData("\"smaa(20)\"", "no indicator 'smaa'")]
    [InlineData("\"sma(0)\"", "from 1 to 4000")]
    [InlineData("\"sma(2.5)\"", "whole number")]
    [InlineData("\"sma(x)\"", "'x' in 'sma(x)' is not a number")]
    [InlineData("\"sma(1, 2)\"", "too many numbers")]
    [InlineData("\"sma(20\"", "is not an indicator")]
    [InlineData("\"macd(26, 12, 9)\"", "below the slow one")]
    [InlineData("\"bollinger(20, 0)\"", "above 0")]
    [InlineData("{\"period\": 9}", "has no kind")]
    [InlineData("{\"kind\": \"rsi\", \"length\": 9}", "rsi takes no 'length'")]
    [InlineData("{\"kind\": \"rsi\", \"period\": \"9\"}", "is not a number")]
    [InlineData("17", "is not an indicator")]
    [InlineData("null", "is not an indicator")]
    public void Says_what_is_wrong(string json, string words)
    {
        var parsed = IndicatorParser.Parse(JsonNode.Parse(json));
        parsed.IsOk.ShouldBeFalse();
        parsed.Problems[0].Message.ShouldContain(words);
        parsed.Problems[0].Suggestion.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Names_every_problem_at_once_and_drops_doubled_indicators()
    {
        IndicatorParser.ParseAll([JsonValue.Create("x"), JsonValue.Create("sma(0)")]).Problems.Count.ShouldBe(2);
        IndicatorParser.ParseAll([JsonValue.Create("sma"), JsonValue.Create("sma(20)")]).Value.Count.ShouldBe(1);
    }
}
