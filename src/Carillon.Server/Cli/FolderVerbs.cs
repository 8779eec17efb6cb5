using System.CommandLine;
using System.Text.Json;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Server.Hosting;
using Carillon.Server.Schedules;

namespace Carillon.Server.Cli;

/// <summary><c>carillon plan</c> and <c>carillon apply</c>: what a change of the files does, before and when it does it.</summary>
internal static class FolderVerbs
{
    public static Command Plan(Terminal terminal)
    {
        var folder = Folder();
        var save = new Option<string?>("--out", "-o") { Description = "Save the plan, for apply --plan.", HelpName = "FILE" };
        var exit = new Option<bool>("--exit-code") { Description = "End with 6 when there is something to apply, for CI." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("plan", "Show what applying a folder of workflow files would change on a server: schedules, runs of the next 30 days, cost, overrides.") { folder, save, exit, server, json };
        command.SetAction((parsed, stop) => WithFilesAsync(terminal, parsed.GetValue(folder)!, parsed.GetValue(json), files =>
            ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
            {
                var answer = await client.PostAsync("/api/plan", new FolderRequest { Files = files }, ApiJson.Default.FolderRequest, stop);
                var plan = ServerClient.Read<FolderPlanView>(answer);
                if (parsed.GetValue(save) is { } path)
                    await File.WriteAllTextAsync(path, answer, stop);
                if (parsed.GetValue(json))
                    terminal.Out.WriteLine(answer);
                else
                    FolderPlanPrinter.Print(terminal, plan);
                return plan.Problems.Any(problem => problem.Severity == "error") ? ExitCode.Problems : parsed.GetValue(exit) && plan.HasChanges ? ExitCode.Changes : ExitCode.Ok;
            })));
        return command;
    }

    public static Command Apply(Terminal terminal)
    {
        var folder = Folder();
        var saved = new Option<string?>("--plan") { Description = "Apply only what this saved plan says.", HelpName = "FILE" };
        var deletions = new Option<bool>("--allow-deletions") { Description = "Archive schedules that are gone, even more than a quarter of all." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("apply", "Make a folder of workflow files the server's, and reload: overrides without an end are undone.") { folder, saved, deletions, yes, server, json };
        command.SetAction((parsed, stop) => WithFilesAsync(terminal, parsed.GetValue(folder)!, parsed.GetValue(json), files =>
            ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
            {
                var request = new FolderRequest { Files = files, AllowDeletions = parsed.GetValue(deletions), By = ServerClient.Actor };
                if (parsed.GetValue(saved) is { } path)
                {
                    var plan = ReadPlan(path);
                    if (!plan.IsOk)
                        return ProblemPrinter.Fail(terminal, parsed.GetValue(json), plan.Problems);
                    request = request with { Fingerprint = plan.Value.Fingerprint };
                }
                else if (!parsed.GetValue(yes))
                {
                    var plan = ServerClient.Read<FolderPlanView>(await client.PostAsync("/api/plan", request, ApiJson.Default.FolderRequest, stop));
                    if (!parsed.GetValue(json))
                        FolderPlanPrinter.Print(terminal, plan);
                    if (!plan.HasChanges)
                        return ExitCode.Ok;
                    if (!terminal.IsInteractive || !Agrees(terminal))
                    {
                        terminal.Error.WriteLine("Nothing was applied. Use --yes, or --plan with a saved plan.");
                        return ExitCode.Problems;
                    }

                    request = request with { Fingerprint = plan.Fingerprint };
                }

                var answer = await client.PostAsync("/api/apply", request, ApiJson.Default.FolderRequest, stop);
                if (parsed.GetValue(json))
                    terminal.Out.WriteLine(answer);
                else
                    FolderPlanPrinter.PrintDone(terminal, ServerClient.Read<FolderPlanView>(answer));
                return ExitCode.Ok;
            })));
        return command;
    }

    private static Argument<string> Folder() => new("workflows") { Description = "The folder of workflow files.", HelpName = "DIR" };

    private static Checked<FolderPlanView> ReadPlan(string path)
    {
        try
        {
            return Checked<FolderPlanView>.Ok(ServerClient.Read<FolderPlanView>(File.ReadAllText(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Checked<FolderPlanView>.Bad(new Problem(ProblemCodes.FileUnreadable, $"'{path}' is no saved plan: {e.Message}"));
        }
    }

    private static bool Agrees(Terminal terminal)
    {
        terminal.Out.Write("Apply? Only 'yes' does it: ");
        return string.Equals(Console.In.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<int> WithFilesAsync(Terminal terminal, string folder, bool json, Func<IReadOnlyList<DefinitionFile>, Task<int>> use)
    {
        if (!Directory.Exists(folder))
            return ProblemPrinter.Fail(terminal, json, [new Problem(ProblemCodes.FileUnreadable, $"There is no folder '{folder}'.")]);
        var found = WorkflowFiles.Find([folder]);
        List<Problem> problems = [.. found.Problems];
        var files = new List<DefinitionFile>();
        foreach (var path in found.Paths)
        {
            var text = WorkflowFiles.Read(path);
            problems.AddRange(text.Problems);
            if (text.IsOk)
                files.Add(new DefinitionFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), text.Value));
        }

        return problems.Count > 0 ? ProblemPrinter.Fail(terminal, json, problems) : await use(files);
    }
}
