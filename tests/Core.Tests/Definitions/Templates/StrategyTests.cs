using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Templates;

namespace Carillon.Core.Tests.Definitions.Templates;

/// <summary>What a template and a strategy make together.</summary>
public sealed class StrategyTests
{
    [Fact]
    public void A_strategy_makes_what_somebody_would_have_written_by_hand()
    {
        var made = Templated.Make(Templated.Momentum, "aapl", """{ "symbol": "AAPL", "lookback": 60 }""");

        made.Workflow.Problems.ShouldBeEmpty();
        Templated.Meaning(made.Workflow.Value).ShouldBe(Templated.Meaning(DefinitionParser.Parse(Templated.Apple, "a.yaml", Definition.Context).Value));
    }

    [Fact]
    public void What_is_written_out_is_a_workflow_file_of_the_same_version()
    {
        var made = Templated.Make(Templated.Momentum, "aapl", """{ "symbol": "AAPL" }""");
        var read = DefinitionParser.Parse(made.Yaml, "w.yaml", Definition.Context);

        read.Problems.ShouldBeEmpty();
        read.Value.Version.ShouldBe(made.Workflow.Value.Version);
        Templated.Meaning(read.Value).ShouldBe(Templated.Meaning(made.Workflow.Value));
        made.Yaml.ShouldStartWith("# Strategy aapl, made of template momentum.\n# Template version: ");
    }

    [Fact]
    public void The_version_follows_the_template_the_parameters_and_the_overlay()
    {
        const string Symbol = """{ "symbol": "AAPL" }""";
        var versions = new[]
        {
            Templated.Make(Templated.Momentum, "aapl", Symbol),
            Templated.Make(Templated.Momentum + "\n# a comment\n", "aapl", Symbol),
            Templated.Make(Templated.Momentum, "aapl", """{ "symbol": "AAPL", "lookback": 201 }"""),
            Templated.Make(Templated.Momentum, "aapl", Symbol, """{ "timeout": "1h" }"""),
        }.Select(made => made.Workflow.Value.Version).ToList();

        versions.Distinct().Count().ShouldBe(4);
        Templated.Make(Templated.Momentum, "aapl", """{ "lookback": 201, "symbol": "AAPL" }""").Workflow.Value.Version.ShouldBe(versions[2]);
    }

    [Fact]
    public void A_parameter_that_is_not_given_leaves_its_key_out()
    {
        Templated.Make(Templated.Momentum, "a", """{ "symbol": "A" }""").Workflow.Value.Timeout.ShouldBeNull();
        Templated.Make(Templated.Momentum, "a", """{ "symbol": "A", "timeout": "5m" }""").Workflow.Value.Timeout.ShouldBe(NodaTime.Duration.FromMinutes(5));
    }

    [Theory]
    [InlineData("""{ }""", "parameters.symbol", "SCH020")]
    [InlineData("""{ "symbol": "aapl" }""", "parameters.symbol", "SCH020")]
    [InlineData("""{ "symbol": 5 }""", "parameters.symbol", "SCH020")]
    [InlineData("""{ "symbol": "A", "lookback": 10 }""", "parameters.lookback", "SCH020")]
    [InlineData("""{ "symbol": "A", "lookback": "60" }""", "parameters.lookback", "SCH020")]
    [InlineData("""{ "symbol": "A", "lookbak": 60 }""", "parameters.lookbak", "SCH020")]
    [InlineData("""{ "symbol": "A", "cron": "61 * * * *" }""", "parameters.cron", "SCH001")]
    [InlineData("""{ "symbol": "A", "timeout": "soon" }""", "parameters.timeout", "SCH016")]
    [InlineData("""{ "symbol": "A", "feeds": ["x", 1] }""", "parameters.feeds[1]", "SCH020")]
    public void A_bad_parameter_is_told_with_its_field(string parameters, string field, string code) =>
        Templated.Make(Templated.Momentum, "a", parameters).Workflow.Problems.Select(p => $"{p.Field} {p.Code}").ShouldContain($"{field} {code}");

    [Fact]
    public void All_bad_parameters_are_told_at_once() =>
        Templated.Make(Templated.Momentum, "a", """{ "lookback": 1, "cron": "x", "timeout": "y" }""").Workflow.Problems.Select(p => p.Field)
            .ShouldBe(["parameters.lookback", "parameters.cron", "parameters.timeout", "parameters.symbol"], ignoreOrder: true);

    [Fact]
    public void An_overlay_lies_over_the_template()
    {
        var workflow = Templated.Make(Templated.Momentum, "aapl", """{ "symbol": "AAPL" }""", """
            { "name": "Mine", "owner": "ann", "description": "d", "tags": ["x"], "timeout": "1h", "max_concurrent_runs": 2,
              "schedule": { "daily": { "at": "09:00" }, "timezone": null, "jitter": "1m" }, "input": { "days": 7 }, "pools": { "local": 9, "market-data": 4 } }
            """).Workflow.Value;

        (workflow.Name, workflow.Owner, workflow.Description, workflow.MaxConcurrentRuns).ShouldBe(("Mine", "ann", "d", 2));
        workflow.Tags.ShouldBe(["x"]);
        workflow.Schedules[0].Content.ToJsonString().ShouldBe("""{"daily":{"at":"09:00"},"enabled":true,"input":{"days":200},"jitter":"1m"}""");
        workflow.Input[0].Default!.ToJsonString().ShouldBe("7");
        workflow.Pools.ShouldBe(new Dictionary<string, int> { ["aapl/local"] = 9, ["market-data"] = 4 }, ignoreOrder: true);
        Templated.Make(Templated.Momentum, "a", """{ "symbol": "A" }""", """{ "schedule": null }""").Workflow.Value.Schedules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "schedule": { "cron": "61 * * * *" } }""", "overlay.schedule.cron")]
    [InlineData("""{ "schedule": { "timezone": "Mars" } }""", "overlay.schedule.timezone")]
    [InlineData("""{ "input": { "dais": 1 } }""", "overlay.input.dais")]
    [InlineData("""{ "input": { "days": "x" } }""", "overlay.input.days")]
    [InlineData("""{ "schedules": { "x": { "cron": "0 9 * * *" } } }""", "overlay.schedules.x")]
    public void A_bad_overlay_is_told_with_its_field(string overlay, string field) =>
        Templated.Make(Templated.Momentum, "a", """{ "symbol": "A" }""", overlay).Workflow.Problems.ShouldHaveSingleItem().Field.ShouldBe(field);

    [Fact]
    public void A_document_is_checked_whole_with_its_fields()
    {
        var parsed = StrategyParser.Parse((JsonObject)JsonNode.Parse("""
            { "id": "-x", "parameters": [1], "enabled": "yes", "tags": "a", "colour": 1,
              "overlay": { "schedule": { "cronn": "x", "id": "a", "jitter": 5, "timezone": null }, "pools": { "p": 0 }, "timeout": "0s", "name": "${{ x }}" } }
            """)!);

        parsed.Problems.Select(p => p.Field ?? "").ShouldBe(
            ["id", "", "parameters", "enabled", "tags", "colour", "overlay.schedule.cronn", "overlay.schedule.id", "overlay.schedule.jitter", "overlay.pools.p", "overlay.timeout", "overlay.name"],
            ignoreOrder: true);
    }

    [Fact]
    public void What_could_not_be_read_again_after_a_restart_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60));
        const string Template = "id: t\nkind: template\nparameters: { x: { type: array } }\ninput: { i: { type: array, default: [[[[\"${{ parameters.x }}\"]]]] } }\ntasks: [{ id: a, uses: shell, with: { run: x } }]\n";

        Templated.Make(Template, "s", $$"""{ "x": {{deep}} }""").Workflow.Problems.Select(p => p.Code).ShouldContain("SCH009");
    }

    [Fact]
    public void Expressions_do_not_come_in_by_a_parameter() =>
        StrategyParser.Parse((JsonObject)JsonNode.Parse("""{ "id": "a", "template": "t", "parameters": { "x": ["${{ run.id }}"] } }""")!)
            .Problems.ShouldHaveSingleItem().Field.ShouldBe("parameters.x[0]");
}
