using System.Text.Json.Nodes;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Storage;

namespace Carillon.Server.Cli;

/// <summary>Prints runs for people.</summary>
internal static class RunPrinter
{
    /// <summary>One line for each run.</summary>
    public static void List(Terminal terminal, RecordPage<RunRecord> page)
    {
        if (page.Items.Count == 0)
        {
            terminal.Error.WriteLine("No run fits.");
            return;
        }

        var now = terminal.Time.Now();
        var table = new TextTable("", "RUN", "WORKFLOW", "NO", "STATUS", "TRIGGER", "CREATED", "TOOK", "TASKS", "ERROR");
        foreach (var run in page.Items)
        {
            var (sign, ink) = StatusInk.Of(run.Status);
            table.Add(
                new(sign, ink),
                run.Id.Value,
                new(run.WorkflowId.Value, Ink.Bold),
                run.RunNumber is { } number ? $"#{number}" : "",
                new(StatusInk.Word(run.Status), ink),
                StatusInk.Word(run.Trigger),
                Words.Distance(run.CreatedAt, now),
                run.DurationMs is { } ms ? Words.Duration(ms) : "",
                $"{run.TasksSucceeded}/{run.TasksTotal}",
                new(run.Error?.Message ?? "", Ink.Bad));
        }

        table.Write(terminal);
        SchedulesVerb.More(terminal, page.NextCursor);
    }

    /// <summary>One run, whole.</summary>
    public static void Show(Terminal terminal, RunRecord run, IReadOnlyList<TaskRunRecord> tasks, IReadOnlyList<ArtifactRecord> files)
    {
        var (sign, ink) = StatusInk.Of(run.Status);
        terminal.Out.WriteLine($"{terminal.Paint($"{sign} {StatusInk.Word(run.Status)}", ink)}  {terminal.Paint(run.WorkflowId.Value, Ink.Bold)}{(run.RunNumber is { } number ? $" #{number}" : "")}  {run.Id}");
        Line(terminal, "trigger", StatusInk.Word(run.Trigger) + (run.CreatedBy is null || run.CreatedBy == StatusInk.Word(run.Trigger) ? "" : $" by {run.CreatedBy}") + (run.RetryOf is { } retried ? $" of {retried}" : ""));
        Line(terminal, "nominal", Words.Time(run.NominalAt));
        Line(terminal, "started", Words.Time(run.StartedAt) + (run.LatenessMs is { } late ? $" ({Words.Duration(Math.Max(0, late))} after it was due)" : ""));
        Line(terminal, "took", run.DurationMs is { } ms ? Words.Duration(ms) : "");
        Line(terminal, "input", run.Input is null ? "" : CliJson.Text(run.Input));
        Line(terminal, "canceled", run.CanceledBy is null ? "" : $"by {run.CanceledBy}: {run.CancelReason}");
        Line(terminal, "error", run.Error is null ? "" : $"{run.Error.Code} {run.Error.Message}");
        terminal.Out.WriteLine();
        Tasks(terminal, tasks);
        Files(terminal, files);
    }

    /// <summary>One line for each task.</summary>
    public static void Tasks(Terminal terminal, IReadOnlyList<TaskRunRecord> tasks)
    {
        var table = new TextTable("", "TASK", "STATUS", "ATTEMPTS", "TOOK", "DETAIL");
        foreach (var task in tasks)
        {
            var (sign, ink) = StatusInk.Of(task.Status);
            table.Add(
                new(sign, ink),
                new(new TaskKey(task.TaskId, task.Item ?? -1).ToString(), Ink.Bold),
                new(StatusInk.Word(task.Status), ink),
                task.AttemptCount == 0 ? "" : task.AttemptCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
                task.DurationMs is { } ms ? Words.Duration(ms) : "",
                Detail(task));
        }

        table.Write(terminal);
    }

    /// <summary>One line for each file.</summary>
    public static void Files(Terminal terminal, IReadOnlyList<ArtifactRecord> files)
    {
        if (files.Count == 0)
            return;
        terminal.Out.WriteLine();
        var table = new TextTable("FILE", "SIZE", "TYPE", "ID");
        foreach (var file in files)
            table.Add(new(file.Name, Ink.Bold), Words.Size(file.Size), file.MediaType, new(file.Id, Ink.Dim));
        table.Write(terminal);
    }

    /// <summary>The error, the reason, or what came out, in one line.</summary>
    public static TextTable.Cell Detail(TaskRunRecord task) =>
        task.Error is { } error && task.Status is not Core.Runs.TaskStatus.Succeeded ? new(error.Message, Ink.Bad)
        : task.Reason is { } reason ? new(reason, Ink.Dim)
        : task.ItemCount is { } items ? new($"{items} items", Ink.Dim)
        : new(task.Output is null ? "" : CliJson.Text(WithoutNulls(task.Output)), Ink.Dim);

    private static JsonNode WithoutNulls(JsonNode value) => value switch
    {
        JsonObject map => new JsonObject(map.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)WithoutNulls(member.Value!)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : WithoutNulls(item))]),
        _ => value.DeepClone(),
    };

    private static void Line(Terminal terminal, string name, string value)
    {
        if (value.Length > 0)
            terminal.Out.WriteLine($"  {terminal.Paint(name.PadRight(9), Ink.Dim)}{value}");
    }
}
