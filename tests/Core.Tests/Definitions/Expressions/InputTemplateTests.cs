using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Tests.Definitions.Expressions;

public sealed class InputTemplateTests
{
    private static readonly Scope Roots = new("""{ "input": { "days": 5, "list": [1, 2], "none": null, "name": "x" } }""");

    [Theory]
    [InlineData("${{ input.days }}", "5")]
    [InlineData("${{input.list}}", "[1,2]")]
    [InlineData("${{ input.none }}", "null")]
    [InlineData("last ${{ input.days }} of ${{ input.list }}", "\"last 5 of [1,2]\"")]
    [InlineData(" ${{ input.days }}", "\" 5\"")]
    [InlineData("[${{ input.none }}]", "\"[]\"")]
    [InlineData("$${{ input.days }}", "\"${{ input.days }}\"")]
    [InlineData("a $${{ b }} ${{ input.days }}", "\"a ${{ b }} 5\"")]
    [InlineData("${{ '}}' }}", "\"}}\"")]
    [InlineData("plain $5 {{ }}", "\"plain $5 {{ }}\"")]
    public void A_string_is_filled(string text, string expected)
    {
        var value = InputTemplate.ResolveText(text, Roots).Value;

        (value?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null").ShouldBe(expected);
    }

    [Fact]
    public void Values_within_lists_and_mappings_are_filled_and_the_rest_is_copied()
    {
        var with = (JsonObject)JsonNode.Parse("""{ "a": ["${{ input.days }}", { "b": "${{ input.name }}!" }], "n": 1, "z": null }""")!;

        var filled = InputTemplate.Resolve(with, Roots).Value;

        filled.ToJsonString().ShouldBe("""{"a":[5,{"b":"x!"}],"n":1,"z":null}""");
        with["a"]![0]!.GetValue<string>().ShouldBe("${{ input.days }}");
    }

    [Fact]
    public void Every_problem_is_named_with_its_key()
    {
        var with = (JsonObject)JsonNode.Parse("""{ "a": ["${{ input.x }}"], "b": { "c": "${{ 1 + }}" }, "d": "${{ open" }""")!;

        InputTemplate.Resolve(with, Roots).Problems.Select(p => p.ToString()).ShouldBe(
        [
            "SCH021 'a[0]': ${{ input.x }}: 'input' has no 'x'; it has 'days', 'list', 'none', 'name'.",
            "SCH018 'b.c': Expected a value here, not the end.",
            "SCH018 'd': '${{' has no closing '}}'. To write '${{' itself, double the dollar: '$${{'.",
        ]);
    }

    [Fact]
    public void References_lists_every_expression_in_order()
    {
        var with = (JsonObject)JsonNode.Parse("""{ "a": "${{ tasks.x.output }} and ${{ input.y }}", "b": [1, "${{ run.id }}"] }""")!;

        InputTemplate.References(with).Value.SelectMany(e => e.Paths).ShouldBe(["tasks.x.output", "input.y", "run.id"]);
    }

    [Fact]
    public void A_filled_number_may_be_read_as_any_number_type()
    {
        var value = InputTemplate.ResolveText("${{ 2 + 3 }}", Roots).Value!;

        value.GetValue<int>().ShouldBe(5);
        value.GetValue<long>().ShouldBe(5);
        value.GetValue<double>().ShouldBe(5);
    }

    [Fact]
    public void A_text_that_grows_beyond_one_MiB_is_a_problem()
    {
        var scope = new Scope($$"""{ "input": { "big": "{{new string('x', 600_000)}}" } }""");

        InputTemplate.ResolveText("${{ input.big }}${{ input.big }}", scope).Problems[0].Code.ShouldBe(ProblemCodes.ExpressionFailed);
    }
}
