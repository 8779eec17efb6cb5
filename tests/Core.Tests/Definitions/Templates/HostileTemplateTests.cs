using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Templates;

namespace Carillon.Core.Tests.Definitions.Templates;

/// <summary>Whatever stands in a template or a strategy, the answer is problems and never an exception, and what is taken can be read again.</summary>
public sealed class HostileTemplateTests
{
    private static readonly string[] Pieces =
    [
        "${{ parameters.symbol }}", "${{ parameters }}", "${{parameters['symbol']}}", "${{ parameters.feeds }}", "${{ parameters.feeds[0] }}", "${{ parameters.x.y }}", "${{ parameters.", "$${{ parameters.symbol }}",
        "${{ 'parameters.symbol' }}", "${{ parameters . symbol }}", "\"", "'", "{", "]", "\n", "  ", ": ", "- ", "null", "pools:", "schedules:", "input:", "kind: template", "&a ", "*a", "<<: ", "parameters:",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Broken_templates_and_strategies_are_told_and_never_thrown(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20; round++)
        {
            var text = Templated.Momentum;
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                text = random.Next(2) == 0 ? text.Insert(at, Pieces[random.Next(Pieces.Length)]) : text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
            }

            if (Templated.Read(text).Template is not { } template)
                continue;
            var document = new JsonObject { ["id"] = "s", ["template"] = "t", ["parameters"] = Parameters(random), ["overlay"] = Overlay(random) };
            if (StrategyParser.Parse(document).ValueOrDefault is not { } strategy)
                continue;
            var made = StrategyResolver.Make(template, strategy, Definition.Context);
            if (made.Workflow.IsOk)
                Templated.Meaning(Carillon.Core.Definitions.DefinitionParser.Parse(made.Yaml, "w", Definition.Context).Value).ShouldBe(Templated.Meaning(made.Workflow.Value), text);
            else
                made.Workflow.Problems.ShouldNotBeEmpty();
        }
    }

    private static JsonObject Parameters(Random random)
    {
        var given = new JsonObject();
        foreach (var name in new[] { "symbol", "lookback", "cron", "timeout", "report", "feeds", "none" })
        {
            if (random.Next(3) > 0)
                given[name] = name == "symbol" ? JsonValue.Create("AAPL") : Value(random);
        }

        return given;
    }

    private static JsonObject Overlay(Random random)
    {
        var overlay = new JsonObject();
        foreach (var name in new[] { "name", "schedule", "schedules", "input", "pools", "timeout", "tags" })
        {
            if (random.Next(4) == 0)
                overlay[name] = random.Next(2) == 0 ? Value(random) : new JsonObject { ["cron"] = Value(random), ["local"] = Value(random), ["days"] = Value(random) };
        }

        return overlay;
    }

    private static JsonNode? Value(Random random) => random.Next(8) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(-5, 500)),
        2 => JsonValue.Create(true),
        3 => new JsonArray("a", 1),
        4 => new JsonObject { ["cron"] = "0 9 * * *" },
        5 => JsonValue.Create("30s"),
        _ => JsonValue.Create("0 9 * * *"),
    };
}
