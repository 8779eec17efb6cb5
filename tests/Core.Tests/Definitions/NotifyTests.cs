using Carillon.Core.Definitions;
using Carillon.Core.History.Notifications;
using NodaTime;

namespace Carillon.Core.Tests.Definitions;

/// <summary>What files say of who is told.</summary>
public sealed class NotifyTests
{
    [Fact]
    public void A_hook_that_only_names_a_channel_is_no_task_but_an_entry_of_the_workflow()
    {
        var workflow = Parse("on_failure:\n  - notify: { channel: ops }\non_success:\n  - uses: notify\n    with: { channel: all }");

        workflow.Tasks.Select(task => task.Id.Value).ShouldBe(["a"]);
        Words(workflow.Notify).ShouldBe(["all: success every 60s", "ops: failure every 60s"], ignoreOrder: true);
    }

    [Fact]
    public void With_a_text_a_hook_is_a_task_as_any_other()
    {
        var types = new TaskTypeList(new[] { "shell", "notify" }.Select(name => new TaskType { Name = name, Summary = name, InputSchema = new() { ["type"] = "object" }, OutputSchema = [] }));
        var parsed = DefinitionParser.Parse(Definition.With("on_failure:\n  - notify: { channel: ops, text: \"look at ${{ run.id }}\" }"), "w.yaml", new DefinitionContext(types));
        parsed.IsOk.ShouldBeTrue(string.Join("\n", parsed.Problems));
        var workflow = parsed.Value;

        workflow.Tasks.Select(task => (task.Id.Value, task.Uses)).ShouldContain(("on_failure_1", "notify"));
        workflow.Notify.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("notify: ops", "ops: failure, recovered every 60s")]
    [InlineData("notify: [ops]", "ops: failure, recovered every 60s")]
    [InlineData("notify: { channel: ops, on: missed }", "ops: missed every 60s")]
    [InlineData("notify: [{ channel: ops, on: [late, not_run], group: 5m }]", "ops: late, not_run every 300s")]
    [InlineData("notify: [{ channel: ops, group: 0s }]", "ops: failure, recovered every 0s")]
    public void A_workflow_and_a_schedule_say_it_alike(string yaml, string expected)
    {
        Words(Parse(yaml).Notify).ShouldBe([expected]);
        Words(Parse($"schedule:\n  cron: \"0 9 * * *\"\n  {yaml}").Schedules[0].Notify).ShouldBe([expected]);
    }

    [Fact]
    public void What_is_expected_of_runs_is_read()
    {
        var schedule = Parse("schedule: { cron: \"0 9 * * *\", expect: { start: 1m, end: 2h, within: 30m } }").Schedules[0];

        schedule.Expect.ShouldBe(new RunExpectation(Duration.FromMinutes(1), Duration.FromHours(2), Duration.FromMinutes(30)));
        Parse("schedule: { cron: \"0 9 * * *\" }").Schedules[0].Expect.ShouldBe(RunExpectation.None);
    }

    [Theory]
    [InlineData("notify: [{ channel: ops, on: [failed] }]", "SCH016", "'failed' is none of")]
    [InlineData("notify: [{ on: [failure] }]", "SCH011", "channel")]
    [InlineData("notify: [{ channel: ops, chanel: x }]", "SCH010", "chanel")]
    [InlineData("schedule: { cron: \"0 9 * * *\", expect: { start: soon } }", "SCH016", "no duration")]
    public void What_cannot_be_meant_is_refused(string yaml, string code, string words)
    {
        var problem = Definition.Parse(Definition.With(yaml)).Problems.First(p => p.Severity == ProblemSeverity.Error);

        (problem.Code, problem.Message).ShouldSatisfyAllConditions(found => found.Code.ShouldBe(code, problem.ToString()), found => found.Message.ShouldContain(words));
    }

    private static WorkflowDefinition Parse(string yaml)
    {
        var parsed = Definition.Parse(Definition.With(yaml));
        parsed.IsOk.ShouldBeTrue(string.Join("\n", parsed.Problems));
        return parsed.Value;
    }

    private static List<string> Words(IReadOnlyList<NotifyEntry> entries) =>
        [.. entries.Select(entry => $"{entry.Channel}: {string.Join(", ", entry.On.Select(EventWords.Of))} every {entry.Group.TotalSeconds}s")];
}
