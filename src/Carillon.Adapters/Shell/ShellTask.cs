using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Shell;

/// <summary>The task type <c>shell</c>.</summary>
internal sealed class ShellTask() : TaskHandler<ShellInput, ShellOutput>("shell", "Runs a script or a program.")
{
    protected override IEnumerable<string> Check(ShellInput input) => ShellCommand.Check(input);

    protected override async Task<TaskResult> RunAsync(ShellInput input, TaskContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var environment = new ShellEnvironment(input, context);
        var command = ShellCommand.From(input, OperatingSystem.IsWindows());
        using var process = ShellProcess.Start(command, FolderOf(input, context), environment, context, input.Grace.ToTimeSpan());
        var exitCode = await process.RunAsync(input.Stdin, cancellationToken);
        if (!input.OkExitCodes.Contains(exitCode)) throw Failure(exitCode, process);
        return Done(await OutputOfAsync(input.Output, exitCode, process.Output, environment.OutputFile, cancellationToken));
    }

    // A script may go anywhere on its own, so its folder is not held inside.
    private static string FolderOf(ShellInput input, TaskContext context)
    {
        var given = input.WorkingFolder ?? "";
        var folder = given.StartsWith("work:", StringComparison.Ordinal)
            ? Path.GetFullPath(given["work:".Length..], context.WorkFolder)
            : Path.GetFullPath(given, context.BaseFolder);
        return Directory.Exists(folder) ? folder : throw TaskFailures.Input($"'working_folder' {given} does not exist");
    }

    private static TaskFailedException Failure(int exitCode, ShellProcess process)
    {
        var last = process.Errors.LastLine.Length > 0 ? process.Errors.LastLine : process.Output.LastLine;
        var how = exitCode > 128 ? $"exit code {exitCode} (signal {exitCode - 128})" : $"exit code {exitCode}";
        return new(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.ExitCode, last.Length == 0 ? how : $"{how}: {last[..Math.Min(last.Length, 500)]}"));
    }

    private static async Task<ShellOutput> OutputOfAsync(ShellOutputKind kind, int exitCode, LinePump stdout, string file, CancellationToken cancellationToken)
    {
        var json = await WrittenAsync(file, cancellationToken);
        if (kind == ShellOutputKind.Json && json is null)
        {
            if (stdout.Truncated) throw TaskFailures.TooLarge("the standard output is larger than 1 MiB and cannot be the output");
            json = Parse(stdout.Kept, "the standard output");
        }

        if (!OutputLimit.Fits(json)) throw TaskFailures.TooLarge("the output is larger than 1 MiB as JSON");
        var budget = OutputLimit.Bytes - OutputLimit.SizeOf(json);
        var kept = kind switch
        {
            ShellOutputKind.Text => OutputLimit.Cut(stdout.Kept, budget),
            ShellOutputKind.Lines => CutLines(stdout.Kept, budget),
            _ => "",
        };
        return new ShellOutput
        {
            ExitCode = exitCode,
            Stdout = kind == ShellOutputKind.Text ? WithoutLastEnd(kept) : null,
            Lines = kind == ShellOutputKind.Lines ? LinesOf(kept) : null,
            Json = json,
            Truncated = kind is ShellOutputKind.Text or ShellOutputKind.Lines && (stdout.Truncated || kept.Length < stdout.Kept.Length),
        };
    }

    private static async Task<JsonNode?> WrittenAsync(string file, CancellationToken cancellationToken)
    {
        var info = new FileInfo(file);
        if (!info.Exists || info.Length == 0) return null;
        if (info.Length > 1024 * 1024) throw TaskFailures.TooLarge("the file named in CARILLON_OUTPUT is larger than 1 MiB");
        return Parse(await File.ReadAllTextAsync(file, cancellationToken), "the file named in CARILLON_OUTPUT");
    }

    private static JsonNode? Parse(string text, string what)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException bad)
        {
            throw TaskFailures.Assertion($"{what} is not JSON: {bad.Message}");
        }
    }

    // Each line costs two quotes and a comma more than its text; short lines cost more than they hold.
    private static string CutLines(string text, int budget)
    {
        var cut = OutputLimit.Cut(text, budget);
        while (cut.Length > 0 && OutputLimit.SizeOf(JsonSerializer.SerializeToNode(LinesOf(cut))) > budget) cut = cut[..(cut.Length * 3 / 4)];
        return cut;
    }

    private static string[] LinesOf(string text) => text.Length == 0 ? [] : WithoutLastEnd(text).ReplaceLineEndings("\n").Split('\n');

    private static string WithoutLastEnd(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
