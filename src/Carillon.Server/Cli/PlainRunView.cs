using Carillon.Core.Runs;
using Carillon.Engine.History;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Server.Cli;

/// <summary>A run as lines, for pipes and CI: one for every change, and the logs between them.</summary>
internal static class PlainRunView
{
    public static async Task ShowAsync(Terminal terminal, RunWatch watch)
    {
        var shown = new Dictionary<TaskKey, (TaskStatus Status, long Attempts)>();
        await watch.ToEndAsync(run =>
        {
            foreach (var chunk in run.News)
                Logs(terminal, chunk);
            foreach (var task in run.Tasks)
            {
                var key = new TaskKey(task.TaskId, task.Item ?? -1);
                var state = (task.Status, task.AttemptCount);
                if (task.Status is TaskStatus.Pending or TaskStatus.Ready || (shown.TryGetValue(key, out var before) && before == state))
                    continue;
                shown[key] = state;
                Change(terminal, key, task);
            }

            terminal.Out.Flush();
        });
        var (sign, ink) = StatusInk.Of(watch.Run.Status);
        var error = watch.Run.Error is { } reason ? ": " + reason.Message : "";
        terminal.Out.WriteLine(terminal.Paint($"{sign} {watch.Run.WorkflowId} {StatusInk.Word(watch.Run.Status)}", ink) + $" {Words.Duration(watch.Run.DurationMs ?? 0)}{error}");
    }

    private static void Change(Terminal terminal, TaskKey key, TaskRunRecord task)
    {
        var (sign, ink) = StatusInk.Of(task.Status);
        var attempt = task.AttemptCount > 1 ? $" attempt {task.AttemptCount}" : "";
        var took = task.DurationMs is { } ms ? " " + Words.Duration(ms) : "";
        var detail = task.Error is { } error && task.Status != TaskStatus.Succeeded ? $": {error.Message}" : task.Reason is { } reason ? $": {reason}" : "";
        terminal.Out.WriteLine($"{terminal.Paint($"{sign} {key}", ink)} {StatusInk.Word(task.Status)}{attempt}{took}{detail}");
    }

    private static void Logs(Terminal terminal, LogChunk chunk)
    {
        var key = new TaskKey(chunk.TaskId, chunk.Item ?? -1);
        foreach (var line in LogText.Lines(chunk.Text))
            terminal.Out.WriteLine($"  {terminal.Paint($"{key} |", Ink.Dim)} {line}");
    }
}

/// <summary>Log text as people watch it.</summary>
internal static class LogText
{
    /// <summary>The lines without their times, which a live view does not need.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            yield return space is >= 20 and <= 30 && line[space - 1] == 'Z' ? line[(space + 1)..] : line;
        }
    }
}
