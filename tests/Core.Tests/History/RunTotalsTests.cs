using System.Text.Json.Nodes;
using Carillon.Core.History;
using Carillon.Core.Runs;
using Carillon.Core.Tests.Definitions;
using NodaTime;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.History;

public sealed class RunTotalsTests
{
    [Fact]
    public void Each_attempt_that_was_carried_out_costs_what_the_definition_says() =>
        Totals("cost: 0.1", attempts: 3, output: null).CostMicros.ShouldBe(300_000);

    [Fact]
    public void What_the_last_attempt_reports_stands_in_place_of_what_the_definition_says() =>
        Totals("cost: 0.1", attempts: 3, """{ "cost": 0.005 }""").CostMicros.ShouldBe(205_000);

    [Fact]
    public void A_task_that_was_not_carried_out_within_the_run_costs_nothing_and_has_no_rows() =>
        Totals("cost: 0.1", attempts: 0, """{ "cost": 5, "rows": 7 }""").ShouldBe(default);

    [Theory]
    [InlineData("""{ "rows": 12 }""", 12)]
    [InlineData("""{ "row_count": 12 }""", 12)]
    [InlineData("""{ "rows": [ {}, {} ], "count": 99 }""", 2)]
    [InlineData("""{ "rows": null, "count": 40 }""", 40)]
    [InlineData("""{ "count": 40 }""", 0)]
    [InlineData("""{ "rows": -3 }""", 0)]
    [InlineData("""{ "rows": "12" }""", 0)]
    [InlineData("""[ 1, 2 ]""", 0)]
    public void Rows_are_what_the_output_says(string output, long rows) => Totals("", attempts: 1, output).Rows.ShouldBe(rows);

    [Theory]
    [InlineData("-1", 0)]
    [InlineData("1e300", 0)]
    [InlineData("1e27", RunTotals.Most)]
    [InlineData("0.0000005", 1)]
    [InlineData("\"3\"", 0)]
    public void A_cost_that_makes_no_sense_is_no_cost_and_a_huge_one_is_cut(string cost, long micros) =>
        Totals("", attempts: 1, $$"""{ "cost": {{cost}} }""").CostMicros.ShouldBe(micros);

    private static RunTotals Totals(string key, int attempts, string? output)
    {
        var definition = Carillon.Core.Definitions.DefinitionParser.Parse($"id: w\ntasks:\n  - id: a\n    uses: shell\n    with: {{ run: x }}\n    {key}\n", "w.yaml", Definition.Context).Value;
        var run = RunState.New(new RunId("r"), "default", definition, RunTrigger.Manual, [], Instant.FromUtc(2026, 1, 1, 0, 0));
        var task = new TaskKey(new TaskId("a"));
        run = run with { Tasks = run.Tasks.SetItem(task, run.Tasks[task] with { Status = TaskStatus.Succeeded, Output = output is null ? null : JsonNode.Parse(output) }) };
        return RunTotals.Of(run, new Dictionary<TaskKey, int> { [task] = attempts });
    }
}
