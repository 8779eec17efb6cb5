using System.ComponentModel;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using NodaTime;

namespace Carillon.Adapters.Tests.Tasks;

public sealed class InputReaderTests
{
    private enum Colour
    {
        Red,
        DarkBlue,
    }

    [Fact]
    public void Values_that_a_template_made_text_are_taken_for_what_they_are()
    {
        var (value, problems) = Read("""{ "name": 7, "count": "12", "ratio": "0.5", "on": "True", "colour": "Dark_Blue", "wait": "1h30m", "list": ["1", 2], "map": { "a": 1.50, "b": true } }""");

        problems.ShouldBeEmpty();
        value!.Name.ShouldBe("7");
        value.Count.ShouldBe(12);
        value.Ratio.ShouldBe(0.5);
        value.On.ShouldBeTrue();
        value.Colour.ShouldBe(Colour.DarkBlue);
        value.Wait.ShouldBe(Duration.FromMinutes(90));
        value.List.ShouldBe([1, 2]);
        value.Map.ShouldBe(new Dictionary<string, Scalar> { ["a"] = new("1.50"), ["b"] = new("true") });
    }

    [Fact]
    public void Every_bad_field_is_named_at_once()
    {
        Read("""{ "count": "many", "on": 3, "colour": "green", "wait": "soon", "list": 5, "map": { "a": [] }, "inner": { "deep": {}, "other": 1 }, "nmae": "x" }""").Problems.ShouldBe(
        [
            "'count' must be a whole number",
            "'on' must be true or false",
            "'colour' must be one of red, dark_blue",
            "'wait' must be a duration such as 30s, 5m or 1h30m",
            "'list' must be a list",
            "'map.a' must be a text, a number or true or false",
            "'inner.deep' must be a text",
            "'inner.other' is not known here; known are deep",
            "'nmae' is not known here; known are name, count, ratio, on, colour, wait, list, map, inner, any",
            "'name' is required",
        ]);
    }

    [Fact]
    public void Null_counts_as_not_given_except_where_any_value_is_wanted()
    {
        var (value, problems) = Read("""{ "name": "x", "count": null, "wait": null, "any": { "a": null } }""");
        problems.ShouldBeEmpty();
        value!.Count.ShouldBe(3);
        value.Any!.ToJsonString().ShouldBe("""{"a":null}""");
        Read("""{ "name": null }""").Problems.ShouldBe(["'name' is required"]);
    }

    [Fact]
    public void The_schema_tells_names_kinds_defaults_and_what_is_required()
    {
        var schema = TaskSchema.OfInput(typeof(Sample));

        schema["required"]!.ToJsonString().ShouldBe("""["name"]""");
        schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        var properties = schema["properties"]!;
        properties["name"]!.ToJsonString().ShouldBe("""{"description":"What it is called.","type":"string"}""");
        properties["count"]!.ToJsonString().ShouldBe("""{"type":"integer","default":3}""");
        properties["colour"]!.ToJsonString().ShouldBe("""{"type":"string","enum":["red","dark_blue"],"default":"red"}""");
        properties["wait"]!["type"]!.GetValue<string>().ShouldBe("string");
        properties["map"]!["additionalProperties"].ShouldNotBeNull(properties["map"]!.ToJsonString())["type"]!.ToJsonString().ShouldBe("""["string","number","boolean"]""");
        properties["inner"]!["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    public void Durations_are_read_and_written_alike(string text, long milliseconds)
    {
        DurationText.Parse(text).ShouldBe(Duration.FromMilliseconds(milliseconds));
        DurationText.Write(Duration.FromMilliseconds(milliseconds)).ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("5 m")]
    [InlineData("-5m")]
    [InlineData("5m5m")]
    [InlineData("5s1h")]
    [InlineData("1.5h")]
    [InlineData("99999999999d")]
    [InlineData("10001d")]
    public void What_is_no_duration_is_none(string text) => DurationText.Parse(text).ShouldBeNull();

    private static (Sample? Value, IReadOnlyList<string> Problems) Read(string json) => InputReader.Read<Sample>(JsonNode.Parse(json)!.AsObject());

    private sealed record Inner
    {
        public string? Deep { get; init; }
    }

    private sealed record Sample
    {
        [Description("What it is called.")]
        public required string Name { get; init; }

        public int Count { get; init; } = 3;

        public double Ratio { get; init; }

        public bool On { get; init; }

        public Colour Colour { get; init; }

        public Duration? Wait { get; init; }

        public IReadOnlyList<int> List { get; init; } = [];

        public IReadOnlyDictionary<string, Scalar> Map { get; init; } = new Dictionary<string, Scalar>();

        public Inner? Inner { get; init; }

        public JsonNode? Any { get; init; }
    }
}
