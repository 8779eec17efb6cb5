using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Spectre.Console;
using Spectre.Console.Rendering;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Server.Cli;

/// <summary>A run on a terminal: the tasks as they change, and the end of the logs below.</summary>
internal static class LiveRunView
{
    private const int LogLines = 8;
    private const int MaxTasks = 30;
    private const int StatusWidth = 17;
    private const int TookWidth = 14;

    public static async Task ShowAsync(Terminal terminal, RunWatch watch)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(terminal.Out),
        });
        console.Profile.Width = terminal.Width;
        var tail = new Queue<string>();
        var last = new Dictionary<TaskKey, string>();
        await console.Live(new Text("")).AutoClear(false).StartAsync(async live =>
        {
            await watch.ToEndAsync(run =>
            {
                foreach (var chunk in run.News)
                    Remember(tail, last, chunk, terminal.Width);
                live.UpdateTarget(Draw(run, tail, last, terminal.Width));
                live.Refresh();
            });
        });
    }

    private static void Remember(Queue<string> tail, Dictionary<TaskKey, string> last, LogChunk chunk, int width)
    {
        var key = new TaskKey(chunk.TaskId, chunk.Item ?? -1);
        foreach (var line in LogText.Lines(chunk.Text))
        {
            last[key] = line;
            tail.Enqueue($"[grey]{Markup.Escape(key.ToString())}[/] {Markup.Escape(Cut(Printable(line), width - key.ToString().Length - 6))}");
        }

        while (tail.Count > LogLines)
            tail.Dequeue();
    }

    private static Rows Draw(RunWatch watch, Queue<string> tail, Dictionary<TaskKey, string> last, int width)
    {
        var now = watch.Time.Now();
        var (sign, ink) = StatusInk.Of(watch.Run.Status);
        var took = (watch.Run.CompletedAt ?? now) - (watch.Run.StartedAt ?? watch.Run.CreatedAt);
        var parts = new List<IRenderable>
        {
            new Markup($"[{Style(ink)}]{sign}[/] [bold]{Markup.Escape(watch.Workflow.Name)}[/]  [{Style(ink)}]{StatusInk.Word(watch.Run.Status)}[/]  {Words.Duration((long)took.TotalMilliseconds)}  [grey]{watch.Run.TasksSucceeded} of {watch.Run.TasksTotal} tasks[/]"),
            Tasks(watch, now, width, last),
        };
        if (watch.Run.Error is { } error)
            parts.Add(new Markup($"[red]{Markup.Escape(error.Code)}[/] {Markup.Escape(error.Message)}"));
        if (tail.Count > 0)
            parts.Add(new Panel(new Rows(tail.Select(line => new Markup(line)))).Header("[grey]log[/]").Border(BoxBorder.Rounded).BorderColor(Color.Grey).Expand());
        return new Rows(parts);
    }

    private static Rows Tasks(RunWatch watch, NodaTime.Instant now, int width, Dictionary<TaskKey, string> last)
    {
        // What has ended well is the first to leave a list that does not fit.
        var rows = watch.Tasks.Count <= MaxTasks ? watch.Tasks : [.. watch.Tasks.Where(task => task.Status is not (TaskStatus.Succeeded or TaskStatus.Pending)).Take(MaxTasks)];
        var names = rows.Select(task => new TaskKey(task.TaskId, task.Item ?? -1).ToString().Length).DefaultIfEmpty(0).Max();
        var lines = new List<IRenderable>();
        foreach (var task in rows)
        {
            var key = new TaskKey(task.TaskId, task.Item ?? -1);
            var (sign, ink) = StatusInk.Of(task.Status);
            var status = StatusInk.Word(task.Status) + (task.AttemptCount > 1 ? $" ({task.AttemptCount})" : "");
            var took = task.StartedAt is { } start ? Words.Duration((long)((task.CompletedAt ?? now) - start).TotalMilliseconds) : "";
            var text = Detail(task, last.GetValueOrDefault(key, ""));
            var room = Math.Max(0, width - names - StatusWidth - TookWidth - 4);
            lines.Add(new Markup($"[{Style(ink)}]{sign}[/] {Markup.Escape(key.ToString().PadRight(names))}  [{Style(ink)}]{Markup.Escape(status.PadRight(StatusWidth))}[/][grey]{took.PadRight(TookWidth)}[/][{Style(text.Ink)}]{Markup.Escape(Cut(Printable(text.Text), room))}[/]"));
        }

        if (rows.Count < watch.Tasks.Count)
            lines.Add(new Markup($"[grey]… and {watch.Tasks.Count - rows.Count} more[/]"));
        return new Rows(lines);
    }

    /// <summary>The error or reason; for a task under way the last line it wrote.</summary>
    private static TextTable.Cell Detail(TaskRunRecord task, string last) =>
        task.Error is not null || task.Reason is not null || task.ItemCount is not null ? RunPrinter.Detail(task)
        : new(task.Status == TaskStatus.Running ? last : "", Ink.Dim);

    private static string Cut(string text, int width) => text.Length <= width ? text : width < 2 ? "" : string.Concat(text.AsSpan(0, width - 1), "…");

    // A task's output must not steer the terminal.
    private static string Printable(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    private static string Style(Ink ink) => ink switch
    {
        Ink.Good => "green",
        Ink.Bad => "red",
        Ink.Warn => "yellow",
        Ink.Live => "blue",
        Ink.Bold => "bold",
        Ink.Dim => "grey",
        _ => "default",
    };
}
