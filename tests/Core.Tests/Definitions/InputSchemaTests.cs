using System.Text.Json.Nodes;
using Carillon.Core.Definitions;

namespace Carillon.Core.Tests.Definitions;

public sealed class InputSchemaTests
{
    private static readonly InputField[] Fields =
    [
        new() { Name = "symbol", Type = InputType.String, Default = "AAPL", Pattern = "^[A-Z]+$" },
        new() { Name = "lookback", Type = InputType.Integer, Default = 200, Minimum = 20, Maximum = 500 },
        new() { Name = "mode", Type = InputType.String, Required = true, Enum = ["paper", "live"], Description = "where orders go" },
        new() { Name = "note", Type = InputType.String },
        new() { Name = "parts", Type = InputType.Array },
    ];

    private static JsonObject Json(string json) => (JsonObject)JsonNode.Parse(json)!;

    [Fact]
    public void Defaults_are_filled_in_and_the_order_is_that_of_the_fields()
    {
        InputSchema.Check(Fields, Json("""{ "mode": "paper", "lookback": 30 }""")).Value.ToJsonString()
            .ShouldBe("""{"symbol":"AAPL","lookback":30,"mode":"paper","note":null,"parts":null}""");
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var given = Json("""{ "symbol": "aapl", "lookback": 19.5, "note": 5, "parts": {}, "mod": 1 }""");

        InputSchema.Check(Fields, given).Problems.Select(p => p.ToString()).ShouldBe(
        [
            "SCH020 Input 'symbol' must match the pattern '^[A-Z]+$'.",
            "SCH020 Input 'lookback' must be a whole number, not a number.",
            "SCH020 Input 'mode' is required. It means: where orders go",
            "SCH020 Input 'note' must be text, not a number.",
            "SCH020 Input 'parts' must be a list, not a mapping.",
            "SCH020 The workflow has no input 'mod'. Did you mean 'mode'?",
        ]);
    }

    [Theory]
    [InlineData("""{ "mode": "demo" }""", "SCH020 Input 'mode' must be one of \"paper\", \"live\".")]
    [InlineData("""{ "mode": "live", "lookback": 19 }""", "SCH020 Input 'lookback' must be at least 20.")]
    [InlineData("""{ "mode": "live", "lookback": 501 }""", "SCH020 Input 'lookback' must be at most 500.")]
    [InlineData("""{ "mode": null }""", "SCH020 Input 'mode' is required. It means: where orders go")]
    public void A_fault_is_told(string given, string expected)
    {
        InputSchema.Check(Fields, Json(given)).Problems.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    [Fact]
    public void The_bounds_belong_to_the_range()
    {
        InputSchema.Check(Fields, Json("""{ "mode": "live", "lookback": 20 }""")).IsOk.ShouldBeTrue();
        InputSchema.Check(Fields, Json("""{ "mode": "live", "lookback": 500 }""")).IsOk.ShouldBeTrue();
        InputSchema.Check(Fields, Json("""{ "mode": "live", "lookback": 20.0 }""")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public void A_pattern_that_would_blow_up_a_backtracking_matcher_does_not()
    {
        InputField[] fields = [new() { Name = "x", Type = InputType.String, Pattern = "^(a+)+$" }];
        var given = new JsonObject { ["x"] = new string('a', 100_000) + "!" };

        InputSchema.Check(fields, given).Problems.ShouldHaveSingleItem().Code.ShouldBe(ProblemCodes.InvalidInput);
    }

    [Fact]
    public void The_result_shares_nothing_with_what_was_given()
    {
        var given = Json("""{ "mode": "live", "parts": [1] }""");

        var checkedInput = InputSchema.Check(Fields, given).Value;
        ((JsonArray)checkedInput["parts"]!).Add((JsonNode)2);

        given["parts"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void The_fields_are_a_json_schema()
    {
        InputSchema.ToJsonSchema(Fields[..3]).ToJsonString().ShouldBe(
            """{"type":"object","properties":{"symbol":{"type":"string","default":"AAPL","pattern":"^[A-Z]\u002B$"},"lookback":{"type":"integer","default":200,"minimum":20,"maximum":500},"mode":{"type":"string","description":"where orders go","enum":["paper","live"]}},"additionalProperties":false,"required":["mode"]}""");
    }
}
