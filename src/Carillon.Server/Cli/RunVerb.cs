using System.CommandLine;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Carillon.Server.Cli;

/// <summary><c>carillon run</c>: one workflow in the foreground, with an engine of its own.</summary>
internal static class RunVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("workflow") { Description = "The workflow file.", HelpName = "workflow.yaml" };
        var input = InputOption.Create();
        var artifacts = new Option<string?>("--artifacts") { Description = "Copy the files that tasks keep into this folder.", HelpName = "DIR" };
        var data = new Option<string?>("--data", "-d") { Description = "Keep database and files in this folder; a temporary one when left out.", HelpName = "DIR" };
        var (keyFile, secrets) = (SecretOptions.KeyFile(), SecretOptions.Folder(terminal));
        var json = CommonOptions.Json();
        var command = new Command("run", "Run one workflow here and now, and show how it goes.") { file, input, artifacts, data, keyFile, secrets, json };
        command.SetAction((parsed, stop) =>
        {
            var keys = parsed.GetValue(data) is { } folder ? SecretOptions.Keys(terminal, parsed.GetValue(keyFile), folder) : null;
            if (keys is { IsOk: false })
                return Task.FromResult(ProblemPrinter.Fail(terminal, parsed.GetValue(json), keys.Problems));
            var request = new RunRequest(parsed.GetValue(file)!, parsed.GetValue(input) ?? [], parsed.GetValue(artifacts), parsed.GetValue(data), parsed.GetValue(json))
            {
                Keys = keys?.Value,
                SecretsFolder = parsed.GetValue(secrets),
            };
            return RunAsync(terminal, request, stop);
        });
        return command;
    }

    private sealed record RunRequest(string File, string[] Input, string? Artifacts, string? Data, bool Json)
    {
        public Engine.Security.KeyRing? Keys { get; init; }

        public string? SecretsFolder { get; init; }
    }

    private static async Task<int> RunAsync(Terminal terminal, RunRequest request, CancellationToken stop)
    {
        var text = WorkflowFiles.Read(request.File);
        if (!text.IsOk)
            return ProblemPrinter.Fail(terminal, request.Json, [.. InputOption.Read(request.Input, _ => null).Problems, .. text.Problems]);
        var calendars = WorkflowFolder.Calendars([request.File]);
        var parsed = DefinitionParser.Parse(text.Value, request.File, WorkflowFolder.Context(calendars, now: terminal.Time.Now()));
        if (!parsed.IsOk)
            return ProblemPrinter.Fail(terminal, request.Json, parsed.Problems);
        var input = InputOption.Read(request.Input, name => parsed.Value.Input.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.Ordinal))?.Type);
        if (!input.IsOk)
            return ProblemPrinter.Fail(terminal, request.Json, input.Problems);
        ProblemPrinter.Write(terminal.Error, terminal.PaintError, parsed.Problems);

        var temporary = request.Data is null ? Directory.CreateTempSubdirectory("carillon-run-").FullName : null;
        try
        {
            var options = new EngineOptions
            {
                Workflows = Path.GetFullPath(request.File),
                // Only a workflow that runs others, or whose calendar is one of the files, needs them: the folder may be anything.
                Neighbors = parsed.Value.Schedules.Any(schedule => calendars.Any(file => string.Equals(file.Calendar?.Name, schedule.Calendar, StringComparison.OrdinalIgnoreCase))) || parsed.Value.Tasks.Any(task => EngineHost.OwnTaskTypes.Any(own => string.Equals(own.Name, task.Uses, StringComparison.Ordinal))),
                DataFolder = request.Data ?? temporary!,
                RunSchedules = false,
                Watch = false,
                Time = terminal.Time,
                Keys = request.Keys,
                Secrets = SecretOptions.Sources(request.SecretsFolder),
            };
            using var host = new EngineHost(options, Handlers.For(options).Handlers, NullLogger<EngineHost>.Instance);
            await host.StartAsync(CancellationToken.None);
            try
            {
                return await FollowAsync(terminal, host, parsed.Value, input.Value, request, stop);
            }
            finally
            {
                await host.StopAsync(CancellationToken.None);
            }
        }
        catch (StorageException e)
        {
            ProblemPrinter.Fail(terminal, request.Json, [new Problem(e.Code, e.Message)]);
            return ExitCode.CannotStart;
        }
        finally
        {
            if (temporary is not null)
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task<int> FollowAsync(Terminal terminal, EngineHost host, WorkflowDefinition workflow, JsonObject input, RunRequest request, CancellationToken stop)
    {
        var reconciled = await host.Reconcile.ReconcileAsync();
        if (reconciled.Error is { } error)
            return ProblemPrinter.Fail(terminal, request.Json, [new Problem(ProblemCodes.FileUnreadable, error)]);
        var started = await host.Runs.StartAsync(new StartRun(workflow.Id, input, RunTrigger.Manual, ServerClient.Actor));
        if (!started.IsOk)
            return ProblemPrinter.Fail(terminal, request.Json, started.Problems);

        await using var canceling = stop.Register(() => _ = host.Runs.CancelAsync(started.Value, ServerClient.Actor, "Ctrl-C"));
        var watch = new RunWatch(host, started.Value, workflow);
        if (request.Json)
            await watch.ToEndAsync(_ => { });
        else if (terminal.IsInteractive && terminal.Color)
            await LiveRunView.ShowAsync(terminal, watch);
        else
            await PlainRunView.ShowAsync(terminal, watch);
        return Finish(terminal, host, watch, request);
    }

    private static int Finish(Terminal terminal, EngineHost host, RunWatch watch, RunRequest request)
    {
        var run = watch.Run;
        var reader = new ArtifactReader(host.Database, host.Options);
        var files = reader.List(run.Id);
        if (request.Artifacts is { } folder && files.Count > 0)
            Copy(reader, run.Id, files, folder);
        if (request.Json)
        {
            CliJson.WriteLine(terminal.Out, new RunOutcome(run, watch.Tasks, files), ApiJson.Default.RunOutcome);
        }
        else
        {
            RunPrinter.Files(terminal, files);
            if (files.Count > 0)
                terminal.Error.WriteLine(terminal.PaintError(request.Artifacts is null ? "Keep them with --artifacts DIR." : $"Copied to {request.Artifacts}.", Ink.Dim));
        }

        return run.Status switch
        {
            RunStatus.Completed => ExitCode.Ok,
            RunStatus.Canceled => ExitCode.Canceled,
            _ => ExitCode.RunFailed,
        };
    }

    private static void Copy(ArtifactReader reader, RunId run, IReadOnlyList<ArtifactRecord> files, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in files)
        {
            // The same name from two tasks: the task goes in front.
            var doubled = files.Count(other => string.Equals(other.Name, file.Name, StringComparison.Ordinal)) > 1;
            var name = doubled ? $"{file.TaskId}{(file.Item is { } item ? "-" + item.ToString(System.Globalization.CultureInfo.InvariantCulture) : "")}-{file.Name}" : file.Name;
            if (reader.Find(run, file.Id) is { } found)
                File.Copy(found.Path, Path.Combine(folder, Path.GetFileName(name)), overwrite: true);
        }
    }
}

/// <summary>What <c>run --json</c> prints.</summary>
/// <param name="Run">The run.</param>
/// <param name="Tasks">Its tasks with their attempts.</param>
/// <param name="Artifacts">What it kept.</param>
internal sealed record RunOutcome(RunRecord Run, IReadOnlyList<TaskRunRecord> Tasks, IReadOnlyList<ArtifactRecord> Artifacts);
