using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Carillon.Core.Definitions;
using Carillon.Core.Tests.Definitions;
using Carillon.Core.Tests.Definitions.Templates;
using Carillon.Core.Tests.House;

namespace Carillon.Core.Tests.Hostile;

/// <summary>Good files to begin with: the examples, what the guides show, and those of other tests.</summary>
internal static partial class HostileSamples
{
    private const string Short = """
        id: w
        input: { x: { type: integer, default: 5 }, s: { type: string, pattern: "^[a-z]+$", default: abc } }
        schedule: { cron: "0 9 * * 1-5", timezone: America/New_York, calendar: XNYS, window: { lag: 1d }, jitter: 30s, catch_up: { mode: all, max_runs: 3 }, run_window: "09:00-17:00" }
        tasks:
          - &a { id: a, uses: shell, with: { run: "echo ${{ input.x + 1 }}" } }
          - { <<: *a, id: b, needs: [a], if: "tasks.a.output.n > 0", retry: 3, timeout: 5m }
        on_failure:
          - shell: { run: 'echo bye' }
        """;

    private const string Weekly = """
        id: w
        schedules:
          - { id: one, weekly: { on: [mon, fri], at: "02:00" }, timezone: Europe/Berlin, dst: { skipped: next, repeated: first } }
          - { id: two, monthly: { on: last, at: "23:30" }, depends_on: one, budget: { month: 10 } }
          - { id: three, every: 90m, anchor: "2026-01-05T00:00:00Z", end_at: "2027-01-01", max_runs: 10 }
        tasks: [{ id: a, uses: shell, with: { run: 'true' }, for_each: "${{ [1, 2] }}" }]
        """;

    /// <summary>Workflows and templates.</summary>
    public static IReadOnlyList<string> Workflows { get; } =
    [
        Short, Short, Weekly, Definition.Apple, Templated.Momentum, .. Repository.Files("examples", ".yaml").Select(Repository.Read),
        .. Blocks().Where(text => text.Contains("tasks:", StringComparison.Ordinal)),
    ];

    /// <summary>Calendars.</summary>
    public static IReadOnlyList<string> Calendars { get; } = [.. Blocks().Where(text => text.Contains("kind: calendar", StringComparison.Ordinal))];

    /// <summary>The task types of these files: those of other tests, and every other name with any input.</summary>
    public static TaskTypeList Types { get; } = new([
        .. Definition.Types.All,
        .. Workflows.SelectMany(text => Uses().Matches(text)).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).Where(name => Definition.Types.Find(name) is null)
            .Select(name => new TaskType { Name = name, Summary = "Any.", InputSchema = new JsonObject { ["type"] = "object" }, OutputSchema = [] }),
    ]);

    private static IEnumerable<string> Blocks() =>
        from page in Repository.Files("docs/guide", ".md")
        from Match block in Block().Matches(Repository.Read(page))
        select block.Groups[1].Value;

    [GeneratedRegex(@"uses: *([a-z][\w.]*)")]
    private static partial Regex Uses();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
