using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Core.Tests.Definitions;
using NodaTime;

namespace Carillon.Core.Tests.Schedules;

public class ScheduleConflictTests
{
    private static readonly Instant From = Instant.FromUtc(2026, 1, 5, 12, 0);

    [Theory]
    [InlineData("cron: '0 9 * * *'", "cron: '0 9 * * 1-5'", "2026-01-06T09:00:00Z")]
    [InlineData("cron: '0 9 * * *'", "cron: '30 9 * * *'", null)]
    [InlineData("cron: '0 9 * * *', timezone: America/New_York", "cron: '0 14 * * *'", "2026-01-05T14:00:00Z")]
    [InlineData("cron: '0 9 * * *', timezone: America/New_York", "cron: '0 13 * * *'", "2026-03-08T13:00:00Z")] // only once New York's clocks have changed
    [InlineData("cron: '0 0 1 1 *'", "cron: '0 0 1 * *'", "2027-01-01T00:00:00Z")]
    [InlineData("every: 7m", "every: 11m", "2026-01-05T12:37:00Z")]
    [InlineData("cron: '0 9 * * *'", "cron: '0 9 * * *', enabled: false", null)]
    [InlineData("once: 2026-02-01T09:00", "once: 2026-02-01T09:00", "2026-02-01T09:00:00Z")]
    public void The_first_common_time_of_two_schedules(string one, string other, string? at)
    {
        var schedules = Read(one, other);
        var found = ScheduleConflicts.Among(schedules, From);
        if (at is null)
        {
            found.ShouldBeEmpty();
            return;
        }

        ScheduleConflicts.FirstCommon(schedules[0].Times, schedules[1].Times, From).ShouldBe(NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value);
        var problem = found.ShouldHaveSingleItem();
        problem.Code.ShouldBe("SCH002");
        problem.Severity.ShouldBe(ProblemSeverity.Warning);
        problem.Message.ShouldContain("'a' and 'b'");
    }

    [Fact]
    public void The_walk_is_bounded()
    {
        // Even and odd seconds never meet.
        var schedules = Read("cron: '*/2 * * * * *'", "cron: '1/2 * * * * *'");
        ScheduleConflicts.FirstCommon(schedules[0].Times, schedules[1].Times, From).ShouldBeNull();
    }

    [Theory]
    [InlineData("a>b b>c", "")]
    [InlineData("a>a", "a: a -> a")]
    [InlineData("a>b b>a", "a: a -> b -> a; b: b -> a -> b")]
    [InlineData("a>b b>c c>b", "b: b -> c -> b; c: c -> b -> c")]
    [InlineData("a>b b>schedule-p-a", "a: a -> b -> a; b: b -> a -> b")]
    [InlineData("a>nowhere", "")]
    public void Circles_of_dependencies_are_named_from_each_schedule_in_them(string edges, string expected)
    {
        var pairs = edges.Split(' ').Select(edge => edge.Split('>')).ToList();
        var names = pairs.SelectMany(pair => pair).Where(name => name.Length == 1).Distinct().Order(StringComparer.Ordinal);
        var nodes = names.Select(name => new DependencyNode(new WorkflowId(name), "", new ScheduleId("schedule-p-" + name), pairs.Find(pair => pair[0] == name)?[1]));

        var found = DependencyGraph.Circles(nodes).OrderBy(circle => circle.Node.Name, StringComparer.Ordinal).ToList();

        string.Join("; ", found.Select(circle => $"{circle.Node.Name}: {circle.Problem.Message["Schedules wait for each other: ".Length..^1]}")).ShouldBe(expected);
        found.ShouldAllBe(circle => circle.Problem.Code == "SCH059");
    }

    [Fact]
    public void A_workflow_with_several_schedules_is_none_of_them_and_its_keys_are()
    {
        var w = new WorkflowId("w");
        DependencyNode[] byWorkflow = [new(w, "a", new ScheduleId("s-a"), "w"), new(w, "b", new ScheduleId("s-b"), null)];
        DependencyNode[] byKey = [new(w, "a", new ScheduleId("s-a"), "w/b"), new(w, "b", new ScheduleId("s-b"), "w/a")];

        DependencyGraph.Circles(byWorkflow).ShouldBeEmpty();
        DependencyGraph.Circles(byKey).Select(circle => circle.Problem.Message).ShouldBe(["Schedules wait for each other: w/a -> w/b -> w/a.", "Schedules wait for each other: w/b -> w/a -> w/b."]);
    }

    private static IReadOnlyList<ScheduleDefinition> Read(string one, string other) =>
        Definition.Parse(Definition.With($"schedules: [{{ id: a, {one} }}, {{ id: b, {other} }}]")).Value.Schedules;
}
