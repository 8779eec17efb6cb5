using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Carillon.Faults.Tests;

/// <summary>A steady load: so many schedules that are due each second and skip nothing, each with a task that ends at once.</summary>
/// <param name="perSecond">How many runs a second.</param>
internal sealed class SteadyLoad(int perSecond)
{
    private const string Id = "steady";

    /// <summary>How many runs a second.</summary>
    public int PerSecond => perSecond;

    /// <summary>Its schedules.</summary>
    public IReadOnlyList<string> Schedules { get; } = [.. Enumerable.Range(0, perSecond).Select(i => string.Create(CultureInfo.InvariantCulture, $"schedule-default-{Id}-s{i}"))];

    /// <summary>Writes its file.</summary>
    public void Write(FaultFolder folder)
    {
        var yaml = new StringBuilder($"id: {Id}\nschedules:\n");
        for (var i = 0; i < perSecond; i++)
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ id: s{i}, every: 1s, overlap_policy: allow, catch_up: {{ mode: all }} }}\n");
        folder.Write(Id + ".yaml", yaml.Append("tasks:\n  - { id: a, uses: wait, with: { until: \"2020-01-01T00:00:00Z\" } }\n").ToString());
    }

    /// <summary>Waits until it flows.</summary>
    public async Task FlowsAsync(ServerProcess carillon, FaultFolder folder)
    {
        var before = Completed(folder);
        await carillon.UntilAsync("/healthz", _ => Completed(folder) >= before + 3 * perSecond);
    }

    /// <summary>Takes the schedules away, all at once, and waits until every run has ended.</summary>
    public async Task EndAsync(ServerProcess carillon)
    {
        foreach (var schedule in Schedules)
            await carillon.PostAsync($"/api/schedules/{schedule}/pause", new JsonObject { ["by"] = "test", ["reason"] = "the end" });
        await carillon.UntilAsync("/api/runs?status=pending,running,canceling", open => open["items"]!.AsArray().Count == 0);
    }

    /// <summary>Of occurrences between two instants: how late their runs began, in seconds, ascending.</summary>
    public static List<double> Lateness(FaultFolder folder, DateTimeOffset from, DateTimeOffset to) =>
        [.. folder.Rows($"select started_at - nominal_at from runs where workflow_id = '{Id}' and nominal_at >= {Micros(from)} and nominal_at < {Micros(to)} and started_at is not null order by 1")
            .Select(row => long.Parse(row, CultureInfo.InvariantCulture) / 1e6)];

    /// <summary>
    /// How many runs a second ended between two instants, as part of what is due. All of a second's runs end together just after it,
    /// so both ends are moved back to the middle between two seconds: a window that begins or ends among a second's runs would
    /// count one second too few or too many, 20 % of five.
    /// </summary>
    public double Rate(FaultFolder folder, DateTimeOffset from, DateTimeOffset to) =>
        100.0 * folder.Number($"select count(*) from runs where workflow_id = '{Id}' and completed_at >= {Micros(Middle(from))} and completed_at < {Micros(Middle(to))}")
            / ((Middle(to) - Middle(from)).TotalSeconds * perSecond);

    /// <summary>Every occurrence has its one run that succeeded.</summary>
    public void Check(FaultFolder folder, string because, params string[] outcomes)
    {
        var oracle = new Oracle(folder, because).Ended().EverythingSucceededOnce(Id).Outcomes(outcomes).Lawful();
        foreach (var schedule in Schedules)
            oracle.NoSlotLostOrDoubled(schedule, everySeconds: 1);
    }

    /// <summary>The instant as databases hold it.</summary>
    public static long Micros(DateTimeOffset at) => at.ToUnixTimeMilliseconds() * 1000;

    /// <summary>The value below which 99 of a hundred are.</summary>
    public static double P99(List<double> ascending) => ascending[ascending.Count * 99 / 100];

    private static DateTimeOffset Middle(DateTimeOffset at) => at.AddTicks(-((at.Ticks + TimeSpan.TicksPerSecond / 2) % TimeSpan.TicksPerSecond));

    private static long Completed(FaultFolder folder) => folder.Number($"select count(*) from runs where workflow_id = '{Id}' and status = 'completed'");
}
