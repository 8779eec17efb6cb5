using System.Text;
using Carillon.Core.Occurrences;
using Carillon.Core.Runs;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.Runs;

/// <summary>Writes <c>docs/states.md</c> from the transition tables.</summary>
internal static class StatesDocument
{
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("""
            # States

            Where a run and its task runs may stand, and which facts move them. This page is written from
            `RunTransitions` and `TaskTransitions`, which the planner obeys: a fact that would make any other move changes
            nothing. A test compares it with them; `CARILLON_UPDATE=1 dotnet test tests/Core.Tests` writes it anew.

            Statuses that nothing leaves are ends. A run ends when all of its task runs have.

            ## Run

            """);
        Diagram(text, RunTransitions.All.Select(move => (StatusText.Of(move.From), move.Event, StatusText.Of(move.To))), Enum.GetValues<RunStatus>().Where(s => s.IsEnded()).Select(StatusText.Of));
        Table(text, RunTransitions.All.Select(move => (StatusText.Of(move.From), move.Event, StatusText.Of(move.To), move.When)));
        text.Append("""

            - A run that times out stays `running` while its attempts stop; its `on_failure` hooks still run, then it ends `failed` (SCH004).
              The timeout counts until the last ordinary task has ended; hooks have timeouts of their own.
            - A canceled run runs no hooks. What succeeds while it is canceled is kept.
            - Hooks never change how a run ends; a hook that fails is visible as such.

            ## Task run

            A task with `for_each` has one task run for each item and one for the whole. The whole is `running` while its items go.

            """);
        Diagram(text, TaskTransitions.All.Select(move => (StatusText.Of(move.From), move.Event, StatusText.Of(move.To))), Enum.GetValues<TaskStatus>().Where(s => s.IsEnded()).Select(StatusText.Of));
        Table(text, TaskTransitions.All.Select(move => (StatusText.Of(move.From), move.Event, StatusText.Of(move.To), move.When)));
        text.Append("""

            - A result counts only while its attempt's number is the current one. The pokes of a sensor share one number.
            - A claim and a result may be reported together, so a result also fits a task that is still `ready`.
            - An attempt that was lost with its node counts as an attempt. It is tried again even without a retry policy, up to a fixed number of
              claims, after which the task is quarantined (SCH041).
            - A task marked `idempotent: false` is tried again only when the remote side refused the attempt (`rate_limit`, `client_error`);
              after anything else it may have gone through, and fails with a message that says so.

            ## Backfill

            """);
        Backfill(text);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Backfill(StringBuilder text)
    {
        var moves = BackfillTransitions.All.Select(move => (Word(move.From), move.Event.ToString(), Word(move.To))).ToList();
        Diagram(text, moves, [Word(BackfillStatus.Completed), Word(BackfillStatus.Canceled)], Word(BackfillStatus.Running));
        Table(text, BackfillTransitions.All.Select(move => (Word(move.From), move.Event.ToString(), Word(move.To), move.When)));
        text.Append("""

            - The nominal times of a backfill are fixed when it is made. Each is `waiting`, then `running` with its one run, then as that run ended;
              what waits when the backfill is canceled is `canceled` and has no run.

            """);
    }

    private static string Word(BackfillStatus status) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    private static void Diagram(StringBuilder text, IEnumerable<(string From, string Event, string To)> moves, IEnumerable<string> ends, string start = "pending")
    {
        text.Append($"\n```mermaid\nstateDiagram-v2\n  [*] --> {start}\n");
        foreach (var group in moves.GroupBy(move => (move.From, move.To)))
            text.Append($"  {group.Key.From} --> {group.Key.To}: {string.Join(", ", group.Select(move => move.Event).Distinct())}\n");
        foreach (var end in ends)
            text.Append($"  {end} --> [*]\n");
        text.Append("```\n\n");
    }

    private static void Table(StringBuilder text, IEnumerable<(string From, string Event, string To, string When)> moves)
    {
        text.Append("| from | fact | to | when |\n| --- | --- | --- | --- |\n");
        foreach (var (from, fact, to, when) in moves)
            text.Append($"| `{from}` | {fact} | `{to}` | {when} |\n");
    }
}
