using System.Globalization;
using Carillon.Engine.Schedules;
using Carillon.Server.Schedules;

namespace Carillon.Server.Cli;

/// <summary>A plan as people read it.</summary>
internal static class FolderPlanPrinter
{
    public static void Print(Terminal terminal, FolderPlanView plan)
    {
        ProblemPrinter.Write(terminal.Error, terminal.PaintError, plan.Problems.Select(problem => problem.ToProblem()));
        foreach (var change in plan.Changes)
            Print(terminal, change);
        foreach (var (sign, paths) in ((string, IReadOnlyList<string>)[])[("+", plan.NewFiles), ("~", plan.ChangedFiles), ("-", plan.GoneFiles)])
        {
            foreach (var path in paths)
                terminal.Out.WriteLine(terminal.Paint($"{sign} file {path}", Of(sign)));
        }

        if (!plan.HasChanges)
        {
            terminal.Out.WriteLine($"Nothing to apply.{Overrides(plan)}");
            return;
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine(terminal.Paint($"{Counts(plan)}. Next 30 days: {Runs(plan.AddedRuns, plan.RemovedRuns)}{Cost(plan.CostDelta)}.{Overrides(plan)}", Ink.Bold));
        if (plan.Changes.Where(c => c.FirstChangeAt is not null).MinBy(c => c.FirstChangeAt) is { } first)
            terminal.Out.WriteLine($"First change: {first.FirstChangeLocal} {first.Timezone}, {first.ScheduleId}.");
        if (plan.NeedsYes)
            terminal.Out.WriteLine(terminal.Paint("More than a quarter of the schedules would be archived: apply needs --allow-deletions.", Ink.Warn));
    }

    public static void PrintDone(Terminal terminal, FolderPlanView plan) => terminal.Out.WriteLine(plan.HasChanges
        ? terminal.Paint($"Applied: {Counts(plan)}. Next 30 days: {Runs(plan.AddedRuns, plan.RemovedRuns)}{Cost(plan.CostDelta)}.", Ink.Good)
        : "Nothing to apply.");

    private static void Print(Terminal terminal, PlannedChangeView change)
    {
        var sign = change.Fate switch { ScheduleFate.Create => "+", ScheduleFate.Archive => "-", ScheduleFate.Update => "~", _ => " " };
        var words = change.Fate == ScheduleFate.Update && change.Before is not null && change.Before != change.After ? $"{change.Before} → {change.After}" : change.After ?? change.Before;
        terminal.Out.WriteLine($"{terminal.Paint($"{sign} {change.ScheduleId}", Of(sign))}  {words} ({change.Timezone}){(change.Keys.Count > 0 ? $"  [{string.Join(", ", change.Keys)}]" : "")}");
        if (change.AddedRuns + change.RemovedRuns > 0)
            terminal.Out.WriteLine($"    next 30 days: {Runs(change.AddedRuns, change.RemovedRuns)}{Cost(change.CostDelta)}; first change {change.FirstChangeLocal}");
        if (change.Override != OverrideFate.None)
            terminal.Out.WriteLine($"    override {(change.Override == OverrideFate.Dropped ? terminal.Paint("is undone", Ink.Warn) : $"stays until {Words.Time(change.OverrideUntil)}")}");
    }

    private static string Counts(FolderPlanView plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"{plan.Changes.Count(c => c.Fate == ScheduleFate.Create)} to add, {plan.Changes.Count(c => c.Fate == ScheduleFate.Update)} to change, {plan.Changes.Count(c => c.Fate == ScheduleFate.Archive)} to archive");

    private static string Runs(long added, long removed) => string.Create(CultureInfo.InvariantCulture, $"+{added}, −{removed} runs");

    private static string Cost(decimal delta) => delta == 0 ? "" : $"; cost {(delta > 0 ? "+" : "−")}{Math.Abs(delta).ToString("0.00", CultureInfo.InvariantCulture)}";

    private static string Overrides(FolderPlanView plan) =>
        (plan.OverridesStay, plan.OverridesDropped) is (0, 0) ? "" : $" Overrides: {plan.OverridesStay} stay, {plan.OverridesDropped} undone.";

    private static Ink Of(string sign) => sign switch { "+" => Ink.Good, "-" => Ink.Bad, "~" => Ink.Warn, _ => Ink.Plain };
}
