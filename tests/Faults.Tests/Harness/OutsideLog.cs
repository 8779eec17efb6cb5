using System.Globalization;

namespace Carillon.Faults.Tests;

/// <summary>What tasks have done to the world, counted outside of the scheduler: each try appends one line, whatever becomes of the scheduler afterwards.</summary>
/// <param name="path">The file.</param>
internal sealed class OutsideLog(string path)
{
    /// <summary>One try of one task.</summary>
    public sealed record Effect(string Run, string Task, int Attempt, string Key);

    /// <summary>The shell command that leaves the line; one write, so that lines never mix.</summary>
    public string Command => $"echo \"$CARILLON_RUN_ID $CARILLON_TASK $CARILLON_ATTEMPT $CARILLON_IDEMPOTENCY_KEY\" >> {path}";

    /// <summary>Everything done so far.</summary>
    public List<Effect> Effects() => !File.Exists(path) ? [] :
        [.. File.ReadLines(path).Select(line => line.Split(' ', 4)).Select(part => new Effect(part[0], part[1], int.Parse(part[2], CultureInfo.InvariantCulture), part[3]))];

    /// <summary>
    /// Every effect belongs to an attempt that the scheduler knows, no attempt acted twice, every success acted, and the keys are one for each task of each run.
    /// Gives how many keys acted more than once: attempts that were lost after they had acted.
    /// </summary>
    /// <param name="folder">The database.</param>
    /// <param name="because">Said when it fails.</param>
    /// <param name="task">The tasks that write the line.</param>
    public int Agrees(FaultFolder folder, string because, string task = "%")
    {
        var effects = Effects();
        var attempts = Triples(folder, $"select run_id, task_id, number from attempt_history where task_id like '{task}'");
        var succeeded = Triples(folder, $"select run_id, task_id, number from attempt_history where outcome = 'succeeded' and task_id like '{task}'");
        var acted = effects.GroupBy(e => (e.Run, e.Task, e.Attempt)).ToDictionary(g => g.Key, g => g.Count());

        acted.Where(a => a.Value > 1).ShouldBeEmpty($"an attempt acted twice; {because}");
        acted.Keys.Where(a => !attempts.Contains(a)).ShouldBeEmpty($"somebody acted of whom the scheduler knows nothing; {because}");
        succeeded.Where(a => !acted.ContainsKey(a)).ShouldBeEmpty($"a success that did nothing; {because}");
        effects.GroupBy(e => e.Key, StringComparer.Ordinal).Where(g => g.Select(e => (e.Run, e.Task)).Distinct().Count() > 1).ShouldBeEmpty($"two tasks share a key; {because}");
        effects.GroupBy(e => (e.Run, e.Task)).Where(g => g.Select(e => e.Key).Distinct(StringComparer.Ordinal).Count() > 1).ShouldBeEmpty($"a task has two keys; {because}");
        return effects.GroupBy(e => e.Key, StringComparer.Ordinal).Count(g => g.Count() > 1);
    }

    private static HashSet<(string Run, string Task, int Attempt)> Triples(FaultFolder folder, string sql) =>
        [.. folder.Rows(sql).Select(row => row.Split('|')).Select(part => (part[0], part[1], int.Parse(part[2], CultureInfo.InvariantCulture)))];
}
