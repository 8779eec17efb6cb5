using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Templates;

namespace Carillon.Core.Tests.Definitions.Templates;

/// <summary>Templates and strategies of these tests.</summary>
internal static class Templated
{
    /// <summary>A template that uses its parameters in every kind of place.</summary>
    public const string Momentum = """
        id: momentum
        kind: template
        name: "Momentum of ${{ parameters.symbol }}"
        tags: [trading, "${{ parameters.symbol }}"]
        owner: desk
        parameters:
          symbol: { type: string, required: true, pattern: "^[A-Z]+$", description: The share. }
          lookback: { type: integer, default: 200, minimum: 20, maximum: 500 }
          cron: { type: string, default: "30 16 * * 1-5" }
          timeout: { type: string }
          report: { type: boolean, default: true }
          feeds: { type: array, default: [fast] }
        input:
          days: { type: integer, default: "${{ parameters.lookback }}" }
        schedule:
          cron: "${{ parameters.cron }}"
          timezone: America/New_York
          enabled: "${{ parameters.report }}"
          input: { days: "${{ parameters.lookback }}" }
        pools:
          local: 2
          market-data: { limit: 3, shared: true }
        timeout: "${{ parameters.timeout }}"
        tasks:
          - id: bars
            uses: market.bars
            pool: market-data
            with: { symbol: "${{ parameters.symbol }}", days: "${{ input.days }}", feeds: "${{ parameters.feeds }}" }
          - id: report
            uses: shell
            pool: local
            needs: [bars]
            if: "${{ parameters.report && parameters.lookback > 100 && tasks.bars.output.rows > 0 }}"
            with: { run: "echo ${{ parameters.symbol }} over ${{ parameters.lookback }} in ${{ tasks.bars.output.path }} for $${{ parameters.symbol }}" }
        """;

    /// <summary>The same for AAPL and 60 days, as somebody would write it.</summary>
    public const string Apple = """
        id: aapl
        name: "Momentum of AAPL"
        tags: [trading, AAPL]
        owner: desk
        input:
          days: { type: integer, default: 60 }
        schedule:
          cron: "30 16 * * 1-5"
          timezone: America/New_York
          enabled: true
          input: { days: 60 }
        pools:
          aapl/local: 2
          market-data: 3
        tasks:
          - id: bars
            uses: market.bars
            pool: market-data
            with: { symbol: AAPL, days: "${{ input.days }}", feeds: [fast] }
          - id: report
            uses: shell
            pool: aapl/local
            needs: [bars]
            if: "${{ true && 60 > 100 && tasks.bars.output.rows > 0 }}"
            with: { run: "echo AAPL over 60 in ${{ tasks.bars.output.path }} for $${{ parameters.symbol }}" }
        """;

    public static FileDefinition Read(string text) => DefinitionParser.ReadFile(text, "t.yaml", Definition.Context);

    public static StrategyWorkflow Make(string template, string id, string parameters = "{}", string overlay = "{}")
    {
        var strategy = StrategyParser.Parse(new JsonObject { ["id"] = id, ["template"] = "t", ["parameters"] = JsonNode.Parse(parameters), ["overlay"] = JsonNode.Parse(overlay) });
        return StrategyResolver.Make(Read(template).Template!, strategy.Value, Definition.Context);
    }

    /// <summary>Everything a run or a schedule depends on, as text.</summary>
    public static string Meaning(WorkflowDefinition workflow) => string.Join('\n', [
        $"{workflow.Id}|{workflow.Name}|{workflow.Description}|{string.Join(',', workflow.Tags)}|{workflow.Owner}|{workflow.MaxConcurrentRuns}|{workflow.Timeout}",
        InputSchema.ToJsonSchema(workflow.Input).ToJsonString(),
        .. workflow.Pools.Select(p => $"pool {p.Key} {p.Value}"),
        .. workflow.Schedules.Select(s => $"schedule {s.Key} {s.Content.ToJsonString()} {s.Words} {s.Enabled} {s.Input.ToJsonString()}"),
        .. workflow.Tasks.Select(t =>
            $"{t.Id}|{t.Uses}|{t.Role}|{t.With.ToJsonString()}|{string.Join(',', t.Needs)}|{t.If?.Text}|{t.ForEach?.Items.Text}|{t.ForEach?.MaxParallel}|{t.Retry with { On = null }}|{t.Timeout}|{t.Pool}|{t.Priority}|{t.Cost}"),
    ]);
}
