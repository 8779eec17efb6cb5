using Carillon.Core.Occurrences;
using Carillon.Core.Runs;

namespace Carillon.Core.Tests.Scenarios;

/// <summary>Ledger entries and runs in the words of a scenario file.</summary>
internal static class HistoryLines
{
    // How many plans a stretch of one fate was settled by is the engine's affair.
    public static List<string> Ledger(Scenario scenario, IEnumerable<LedgerEntry> ledger)
    {
        var merged = new List<LedgerEntry>();
        foreach (var entry in ledger)
        {
            if (merged is [.., var last] && last.Outcome == entry.Outcome && last.Reason == entry.Reason && entry.Outcome != OccurrenceOutcome.Ran)
                merged[^1] = last with { LastNominalAt = entry.LastNominalAt, Count = last.Count + entry.Count };
            else
                merged.Add(entry);
        }
        return [.. merged.Select(entry =>
        {
            var span = entry.Count == 1 ? "" : $"..{scenario.Text(entry.LastNominalAt)} x{entry.Count}";
            return $"{scenario.Text(entry.NominalAt)}{span} {OutcomeText.Of(entry.Outcome)} {entry.Reason}";
        })];
    }

    public static string Run(Scenario scenario, RunState run)
    {
        var trigger = run.Trigger == RunTrigger.Schedule ? "" : StatusText.Of(run.Trigger) + " ";
        var code = run.Status == RunStatus.Failed ? $" {run.Error!.Code}" : "";
        var tasks = run.Definition.Tasks
            .Select(task => run.Tasks[new TaskKey(task.Id)])
            .SelectMany(whole => Enumerable.Range(0, whole.ItemCount ?? 0).Select(item => run.Tasks[whole.Key with { Item = item }]).Prepend(whole))
            .Select(task => $" | {task.Key} {StatusText.Of(task.Status)} x{task.Attempts}");
        return $"{trigger}{scenario.Text(run.NominalAt ?? run.CreatedAt)} {StatusText.Of(run.Status)}{code}{string.Concat(tasks)}";
    }
}
