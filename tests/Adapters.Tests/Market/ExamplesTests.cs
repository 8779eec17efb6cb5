using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Templates;
using Carillon.Engine;

namespace Carillon.Adapters.Tests.Market;

public sealed class ExamplesTests
{
    private static readonly DefinitionContext Context =
        new(new TaskTypeList([.. TaskHandlers.BuiltIn().Select(handler => handler.Type), .. EngineHost.OwnTaskTypes]));

    public static TheoryData<string> Files => [.. Names];

    public static TheoryData<string> Templates => [.. Directory.GetFiles(Path.Join(MarketBench.Examples, "templates"), "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static string[] Names => [.. Directory.GetFiles(MarketBench.Examples, "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_example_is_read_without_a_problem_and_its_id_is_its_file_name(string file)
    {
        var parsed = DefinitionParser.Parse(await File.ReadAllTextAsync(Path.Join(MarketBench.Examples, file)), file, Context);
        parsed.Problems.Select(p => p.ToString()).ShouldBeEmpty();
        parsed.Value.Id.Value.ShouldBe(Path.GetFileNameWithoutExtension(file));
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task Every_template_of_the_examples_makes_a_workflow_of_its_defaults(string file)
    {
        var template = DefinitionParser.ReadFile(await File.ReadAllTextAsync(Path.Join(MarketBench.Examples, "templates", file)), file, Context).Template.ShouldNotBeNull();
        var made = StrategyResolver.Make(template, new StrategyDefinition { Id = new Core.WorkflowId("made"), Template = template.Id }, Context);
        made.Workflow.Problems.Select(p => p.ToString()).ShouldBeEmpty();
        template.Id.ShouldBe(Path.GetFileNameWithoutExtension(file));
        DefinitionParser.Parse(made.Yaml, file, Context).Value.Version.ShouldBe(made.Workflow.Value.Version);
    }

    [Fact]
    public void There_are_the_examples_that_the_guide_speaks_of() =>
        Names.ShouldBe(
        [
            "equity-daily.yaml", "equity-minute.yaml", "fan-out.yaml", "heartbeat.yaml", "hello.yaml", "month-end.yaml", "nightly-sql.yaml", "sub-workflow.yaml",
        ]);

    [Theory]
    [InlineData("2026-03-02T12:00:00Z", "2016-12-31")]
    [InlineData("2026-03-02T12:07:00Z", "2017-02-11")]
    [InlineData("2026-03-02T12:59:00Z", "2017-12-20")]
    public async Task The_demo_of_every_minute_walks_through_2017(string nominal, string asOf)
    {
        var text = await File.ReadAllTextAsync(Path.Join(MarketBench.Examples, "equity-minute.yaml"));
        var task = DefinitionParser.Parse(text, "equity-minute.yaml", Context).Value.Tasks.Single();
        var input = InputTemplate.Resolve(task.With, new NominalScope(nominal));
        input.Value["input"]!.ToJsonString().ShouldBe($$"""{"as_of":"{{asOf}}","lookback":250}""");
    }

    private sealed class NominalScope(string nominal) : IExpressionScope
    {
        public bool Success => true;

        public bool TryGet(string name, out JsonNode? value)
        {
            value = name == "run" ? new JsonObject { ["nominal"] = nominal } : null;
            return value is not null;
        }
    }
}
