using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Tests.Definitions.Templates;

/// <summary>Filling in and then reading is the same as reading what was written by hand; and what is written out reads back as it was.</summary>
public sealed class SubstitutionLawTests
{
    private static readonly string[] Awkward =
    [
        "a", "", " ", "true", "null", "~", "5", "1e3", "-", "- a", "#x", "a: b", "a #b", "'", "\"", "'' \"\" \\ \\n", "line\nline\n", "\n\nx", "x \ny", "tab\there", "ä€𝄞", "{{ }}", "$", "}}", "@x", "&a", "*a", "!t",
        "%", "|", ">", "no", "on", "12:30", "2026-01-05", "0x1F", ".5", "+1", "[1]", "{a: 1}", "a,b", "?", "? a", ": a", "a:", "line\r\nend", "\u0085x", "end ", "\u200b", "very " + "long ",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 300)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Typed_values_in_their_places_mean_what_the_hand_written_text_means(int seed)
    {
        var random = new Random(seed);
        var values = new JsonObject();
        for (var i = 0; i < 6; i++)
            values[$"p{i}"] = Value(random, depth: 0);
        var template = File("t", "kind: template\nparameters: " + new JsonObject(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)new JsonObject { ["type"] = Type(v.Value) }))).ToJsonString(), name => $"\"${{{{ parameters.{name} }}}}\"", name => $"${{{{parameters.{name}}}}}");
        var byHand = File("s", "", name => values[name]!.ToJsonString(), name => Words(values[name]!));

        var made = Templated.Make(template, "s", values.ToJsonString());
        var read = DefinitionParser.Parse(byHand, "w.yaml", Definition.Context);

        made.Workflow.Problems.Select(p => p.Message).ShouldBe(read.Problems.Select(p => p.Message));
        if (!read.IsOk)
            return;
        Templated.Meaning(made.Workflow.Value).ShouldBe(Templated.Meaning(read.Value));
        Templated.Meaning(DefinitionParser.Parse(made.Yaml, "w.yaml", Definition.Context).Value).ShouldBe(Templated.Meaning(read.Value));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_written_out_reads_back_as_it_was(int seed)
    {
        var random = new Random(seed);
        var document = new JsonObject { ["k"] = Value(random, 0), [Text(random)] = Value(random, 0), ["deep"] = new JsonArray(Value(random, 0), new JsonArray(), new JsonObject(), new JsonObject { ["a"] = Value(random, 0) }) };
        var tree = JsonYaml.Of(document).Root;

        var text = YamlWriter.Write(tree, "# head\n");
        var read = YamlReader.Read(text, "f");

        read.Problems.ShouldBeEmpty(text);
        YamlScalars.ToJson(read.Root)!.ToJsonString().ShouldBe(YamlScalars.ToJson(tree)!.ToJsonString(), text);
    }

    private static string File(string id, string head, Func<string, string> typed, Func<string, string> within) =>
        $"id: {id}\n{head}\ntasks:\n  - id: a\n    uses: shell\n    with:\n      run: x\n      env: {{ A: {typed("p0")}, B: {typed("p1")}, C: {typed("p2")} }}\n"
        + $"  - id: b\n    uses: shell\n    priority: {typed("p3")}\n    with: {{ run: {JsonString($"x {within("p4")} ${{{{ input.none }}}}y {within("p5")}")} }}\n"
        + "input: { none: {} }\n";

    private static string JsonString(string text) => JsonValue.Create(text).ToJsonString();

    private static string Words(JsonNode value) => value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : Carillon.Core.Definitions.Expressions.ExpressionValues.ToJson(value);

    private static string Type(JsonNode? value) => value switch
    {
        JsonArray => "array",
        JsonObject => "object",
        _ => value!.GetValueKind() switch { System.Text.Json.JsonValueKind.String => "string", System.Text.Json.JsonValueKind.Number => "number", _ => "boolean" },
    };

    private static JsonNode Value(Random random, int depth) => random.Next(depth > 1 ? 4 : 6) switch
    {
        0 => JsonValue.Create(random.Next(-50, 50)),
        1 => JsonValue.Create(random.Next(-5000, 5000) / 100m),
        2 => JsonValue.Create(random.Next(2) == 0),
        3 => JsonValue.Create(Text(random)),
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(3)).Select(i => KeyValuePair.Create($"k{i} {Text(random)}", (JsonNode?)Value(random, depth + 1)))),
    };

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Awkward[random.Next(Awkward.Length)])).Replace("${{", "${ {", StringComparison.Ordinal);
}
