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
        await console.Live(new Text("")).AutoClear(false).StartAsync(async live =>
        {
            await watch.ToEndAsync(run =>
            {
                foreach (var chunk in run.News)
                    Remember(tail, chunk);
                var ended = run.Run.Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Canceled;
                live.UpdateTarget(Draw(run, tail, ended));
                live.Refresh();
            });
        });
    }

    private static void Remember(Queue<string> tail, LogChunk chunk)
    {
        var key = new TaskKey(chunk.TaskId, chunk.Item ?? -1);
        foreach (var line in LogText.Lines(chunk.Text))
            tail.Enqueue($"[grey]{Markup.Escape(key.ToString())}[/] {Markup.Escape(Printable(line))}");
        while (tail.Count > LogLines)
            tail.Dequeue();
    }

    private static Rows Draw(RunWatch watch, Queue<string> tail, bool ended)
    {
        var now = watch.Time.Now();
        var (sign, ink) = StatusInk.Of(watch.Run.Status);
        var took = (watch.Run.CompletedAt ?? now) - (watch.Run.StartedAt ?? watch.Run.CreatedAt);
        var parts = new List<IRenderable>
        {
            new Markup($"[{Style(ink)}]{sign}[/] [bold]{Markup.Escape(watch.Workflow.Name)}[/]  [{Style(ink)}]{StatusInk.Word(watch.Run.Status)}[/]  {Words.Duration((long)took.TotalMilliseconds)}  [grey]{watch.Run.TasksSucceeded} of {watch.Run.TasksTotal} tasks[/]"),
            Tasks(watch, now),
        };
        if (watch.Run.Error is { } error)
            parts.Add(new Markup($"[red]{Markup.Escape(error.Code)}[/] {Markup.Escape(error.Message)}"));
        if (tail.Count > 0 && (!ended || watch.Run.Status != RunStatus.Completed))
            parts.Add(new Panel(new Rows(tail.Select(line => new Markup(line).Overflow(Overflow.Ellipsis)))).Header("[grey]log[/]").Border(BoxBorder.Rounded).BorderColor(Color.Grey).Expand());
        else if (!ended)
            parts.Add(new Markup("[grey]Ctrl-C cancels.[/]"));
        return new Rows(parts);
    }

    private static Table Tasks(RunWatch watch, NodaTime.Instant now)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders();
        foreach (var column in (string[])["sign", "task", "status", "attempt", "took", "detail"])
            table.AddColumn(new TableColumn(column).NoWrap());
        table.Columns[5].NoWrap = true;

        // What has ended well is the first to leave a list that does not fit.
        var rows = watch.Tasks.Count <= MaxTasks ? watch.Tasks : [.. watch.Tasks.Where(task => task.Status is not (TaskStatus.Succeeded or TaskStatus.Pending)).Take(MaxTasks)];
        foreach (var task in rows)
        {
            var (sign, ink) = StatusInk.Of(task.Status);
            var took = task.StartedAt is { } start ? Words.Duration((long)((task.CompletedAt ?? now) - start).TotalMilliseconds) : "";
            var detail = RunPrinter.Detail(task);
            table.AddRow(
                new Markup($"[{Style(ink)}]{sign}[/]"),
                new Text(new TaskKey(task.TaskId, task.Item ?? -1).ToString()),
                new Markup($"[{Style(ink)}]{StatusInk.Word(task.Status)}[/]"),
                new Markup(task.AttemptCount > 1 ? $"[yellow]attempt {task.AttemptCount}[/]" : ""),
                new Markup($"[grey]{took}[/]"),
                new Markup($"[{Style(detail.Ink)}]{Markup.Escape(Printable(detail.Text))}[/]").Overflow(Overflow.Ellipsis));
        }

        if (rows.Count < watch.Tasks.Count)
            table.Caption = new TableTitle($"{watch.Tasks.Count - rows.Count} more");
        return table;
    }

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
