using System.Text.Json.Nodes;
using Carillon.Core.Definitions;

namespace Carillon.Core.Tests.Definitions;

/// <summary>What definitions are read against in these tests.</summary>
internal static class Definition
{
    public static readonly TaskTypeList Types = new(
    [
        Type("market.bars", """{ "type": "object", "properties": { "symbol": { "type": "string" }, "days": { "type": "integer", "minimum": 1 }, "mode": { "enum": ["fast", "full"] }, "feeds": { "type": "array", "items": { "type": "string" } } }, "required": ["symbol"], "additionalProperties": false }"""),
        Type("market.indicators", """{ "type": "object", "properties": { "bars": { "type": "string" } }, "required": ["bars"], "additionalProperties": false }"""),
        Type("shell", """{ "type": "object", "properties": { "run": { "type": "string" }, "env": { "type": "object", "additionalProperties": { "type": "string" } } }, "required": ["run"], "additionalProperties": false }"""),
    ]);

    public static readonly DefinitionContext Context = new(Types);

    /// <summary>The example of the guide.</summary>
    public const string Apple = """
        id: aapl-daily
        name: Apple, after the close
        input:
          symbol:   { type: string, default: AAPL }
          lookback: { type: integer, default: 200, minimum: 20 }
        schedule:
          cron: "30 16 * * 1-5"
          timezone: America/New_York
          calendar: XNYS               # no run on exchange holidays
          jitter: 30s
          overlap_policy: skip
          catch_up: 1h
          input: { symbol: AAPL }
        defaults:
          retry: { max_attempts: 3, backoff: exponential, initial: 10s, max: 5m }
          timeout: 10m
        tasks:
          - id: bars
            uses: market.bars
            with: { symbol: "${{ input.symbol }}", days: "${{ input.lookback }}" }
          - id: indicators
            uses: market.indicators
            needs: [bars]
            with: { bars: "${{ tasks.bars.output.path }}" }
          - id: report
            uses: shell
            needs: [indicators]
            with: { run: "cat ${{ tasks.indicators.output.path }}" }
        on_failure:
          - notify: { channel: ops-slack }
        """;

    public static Checked<WorkflowDefinition> Parse(string text) => DefinitionParser.Parse(text, "w.yaml", Context);

    /// <summary>The problems as <c>line:column code</c>.</summary>
    public static string Places(string text) =>
        string.Join(", ", Parse(text).Problems.Select(p => $"{p.Location!.Line}:{p.Location.Column} {p.Code}"));

    /// <summary>A valid file with these lines after its id.</summary>
    public static string With(string lines) => $"id: w\n{lines}\ntasks: [{{ id: a, uses: shell, with: {{ run: 'true' }} }}]\n";

    private static TaskType Type(string name, string schema) => new()
    {
        Name = name,
        Summary = $"Does {name}.",
        InputSchema = (JsonObject)JsonNode.Parse(schema)!,
        OutputSchema = [],
    };
}
