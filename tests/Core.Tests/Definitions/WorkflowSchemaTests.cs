using System.Text.Json.Nodes;
using Carillon.Core.Definitions;

namespace Carillon.Core.Tests.Definitions;

public sealed class WorkflowSchemaTests
{
    private static readonly JsonObject Schema = WorkflowSchema.ToJsonSchema(Definition.Types);

    [Fact]
    public void Every_reference_within_the_schema_leads_somewhere()
    {
        var names = ((JsonObject)Schema["$defs"]!).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);

        var references = References(Schema).ToList();

        references.Count.ShouldBeGreaterThan(10);
        references.ShouldAllBe(r => names.Contains(r.Substring("#/$defs/".Length)));
    }

    [Fact]
    public void Task_types_are_written_in_with_their_input()
    {
        Schema["$defs"]!["task"]!["properties"]!["uses"]!["enum"]!.ToJsonString().ShouldBe("""["market.bars","market.indicators","shell"]""");
        Schema["$defs"]!["with.market.bars"]!["properties"]!["days"]!["anyOf"]!.ToJsonString()
            .ShouldBe("""[{"type":"integer","minimum":1},{"type":"string","pattern":"\\$\\{\\{"}]""");
    }

    [Fact]
    public void The_keys_that_must_be_there_are_required()
    {
        Schema["required"]!.ToJsonString().ShouldBe("""["id","tasks"]""");
        Schema["$defs"]!["task"]!["required"]!.ToJsonString().ShouldBe("""["id","uses"]""");
        Schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public void Planned_keys_are_not_offered()
    {
        Schema["properties"]!.AsObject().ContainsKey("tracking").ShouldBeFalse();
    }

    [Fact]
    public void The_reference_page_describes_the_task_types()
    {
        var page = WorkflowReference.ToMarkdown(Definition.Types);

        page.ShouldContain("### market.bars");
        page.ShouldContain("| `symbol` | string | **required** |");
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => p is { Key: "$ref", Value: JsonValue value } ? [value.GetValue<string>()] : References(p.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
