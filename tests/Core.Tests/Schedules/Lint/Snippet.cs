using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using NodaTime;

namespace Carillon.Core.Tests.Schedules.Lint;

/// <summary>Schedules in YAML, read as a workflow file would be.</summary>
internal static class Snippet
{
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 12, 0);

    private static readonly TaskTypeList Types = new([new TaskType("market.bars", "", () => ([], []))]);

    /// <summary>The file, looked at by lint.</summary>
    public static Checked<WorkflowDefinition> Read(string yaml, string zone = "UTC") => DefinitionParser.Parse(
        $"id: w\nschedule:\n  {yaml.Replace("\n", "\n  ", StringComparison.Ordinal)}\ntasks:\n  - id: a\n    uses: market.bars\n",
        "w.yaml",
        new DefinitionContext(Types, zone, LintAt: Now));

    /// <summary>The next local dates and times of a schedule in YAML.</summary>
    public static string[] Next(string yaml, string zone, int count)
    {
        var read = Read(yaml, zone);
        read.IsOk.ShouldBeTrue($"{yaml}\n{string.Join('\n', read.Problems)}");
        var schedule = read.Value.Schedules.ShouldHaveSingleItem();
        return [.. SchedulePreview.Of(schedule.Times, schedule.Zone, Now, count).Occurrences.Select(o => o.LocalText[..16])];
    }

    /// <summary>What lint says to a cron alone.</summary>
    public static IReadOnlyList<Problem> OfCron(string cron, string? zone = null) =>
        [.. ScheduleLint.Of(new LintSubject(new ScheduleSpec { HashSeed = "s", Cron = cron, Timezone = zone }, Now)).Select(f => f.Problem)];
}
