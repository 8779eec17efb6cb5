using System.Globalization;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests.Workload;

/// <summary>Makes up workflows and schedules by chance: small ones, so that many things meet within minutes.</summary>
internal sealed class WorkloadMaker(Chance chance)
{
    private static readonly string[] Pools = ["narrow", "wide"];
    private static readonly string[] Overlaps = ["skip", "allow", "buffer_one", "cancel_other"];
    private static readonly string[] CatchUps = ["{ mode: none }", "{ mode: last }", "{ mode: all, max_runs: 5 }", "{ mode: all, window: 3m }", "90s"];
    private static readonly string[] Times = ["every: 15s", "every: 30s", "every: 1m", "cron: \"*/20 * * * * *\"", "cron: \"5,10,15 * * * * *\"", "cron: \"*/2 * * * *\"", "cron: \"0 * * * * *\""];

    /// <summary>The files that a history begins with, the ones that others run last.</summary>
    public List<WorkflowPlan> Make() => [.. Enumerable.Range(0, chance.Between(1, 3)).Select(i => Workflow($"w{i}", hasChild: true)), Workflow("child", hasChild: false)];

    /// <summary>Another edition of the same workflow: its tasks or its schedules are others.</summary>
    public WorkflowPlan Edit(WorkflowPlan plan)
    {
        var other = Workflow(plan.Id, hasChild: plan.Id != "child") with { Edition = plan.Edition + 1 };
        return chance.Below(3) switch
        {
            0 => other with { Schedules = plan.Schedules },
            1 => plan with { Schedules = other.Schedules, Edition = other.Edition },
            _ => other,
        };
    }

    private WorkflowPlan Workflow(string id, bool hasChild)
    {
        var tasks = new List<TaskPlan>();
        for (var count = chance.Between(1, 5); tasks.Count < count;)
            tasks.Add(Step($"t{tasks.Count}", tasks, hasChild));
        var schedules = hasChild ? Enumerable.Range(0, chance.Below(3)).Select(i => Schedule(id, $"s{i}")).ToList() : [];
        return new WorkflowPlan(id, tasks, schedules)
        {
            MaxConcurrentRuns = chance.OneIn(3) ? chance.Between(1, 3) : null,
            TimeoutSeconds = chance.OneIn(8) ? chance.Between(10, 90) : null,
            Pools = Pools.Where(_ => chance.OneIn(2)).Concat(tasks.Select(t => t.Pool).OfType<string>()).Distinct().ToDictionary(name => name, name => name == "narrow" ? 1 : chance.Between(2, 4)),
            CostPerRun = chance.OneIn(3) ? chance.Between(1, 9) / 10m : 0,
            OnFailure = chance.OneIn(5) ? [new TaskPlan("hook")] : [],
            GroupSeconds = chance.Pick([0, 5, 30]),
        };
    }

    private TaskPlan Step(string id, List<TaskPlan> before, bool hasChild)
    {
        var needs = before.Where(_ => chance.OneIn(2)).Select(t => t.Id).ToList();
        if (hasChild && chance.OneIn(10))
            return new TaskPlan(id) { Needs = needs, Child = "child", MaxAttempts = chance.Between(1, 2) };
        var items = chance.OneIn(6) ? chance.Between(1, 5) : 0;
        return new TaskPlan(id)
        {
            Needs = needs,
            Always = needs.Count > 0 && chance.OneIn(8),
            ContinueOnError = chance.OneIn(8),
            Idempotent = !chance.OneIn(8),
            Connects = chance.OneIn(4),
            Items = items,
            MaxParallel = items > 0 && chance.OneIn(2) ? chance.Between(1, 2) : null,
            MaxAttempts = chance.OneIn(2) ? chance.Between(2, 4) : 1,
            Pool = chance.OneIn(4) ? chance.Pick(Pools) : null,
            TimeoutSeconds = chance.OneIn(5) ? chance.Between(3, 40) : null,
            HeartbeatSeconds = chance.OneIn(10) ? chance.Between(3, 20) : null,
            Priority = chance.OneIn(5) ? chance.Between(-2, 2) : 0,
        };
    }

    private SchedulePlan Schedule(string workflow, string key)
    {
        List<string> lines = [chance.Pick(Times), $"overlap_policy: {chance.Pick(Overlaps)}"];
        if (!chance.OneIn(4))
            lines.Add($"catch_up: {chance.Pick(CatchUps)}");
        if (chance.OneIn(5))
            lines.Add(Line($"jitter: {chance.Between(1, 10)}s"));
        if (chance.OneIn(6))
            lines.Add(Line($"max_runs: {chance.Between(3, 12)}"));
        if (chance.OneIn(5))
            lines.Add(Line($"auto_pause: {chance.Between(1, 3)}"));
        if (chance.OneIn(6))
            lines.Add(Line($"max_staleness: {chance.Between(5, 60)}s"));
        if (chance.OneIn(6))
            lines.Add(Line($"budget: {{ month: {chance.Between(1, 5)} }}"));
        if (key == "s1" && chance.OneIn(2))
            lines.Add(Line($"depends_on: {{ schedule: {workflow}/s0, mode: {(chance.OneIn(2) ? "after" : "if_succeeded")}, within: {chance.Between(20, 90)}s }}"));
        if (lines[1].EndsWith("allow", StringComparison.Ordinal) && chance.OneIn(2))
            lines.Add(Line($"concurrency: {chance.Between(1, 3)}"));
        return new SchedulePlan(key, lines);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
