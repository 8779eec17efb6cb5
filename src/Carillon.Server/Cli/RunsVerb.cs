using System.CommandLine;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Engine.History;
using Carillon.Server.Definitions;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;

namespace Carillon.Server.Cli;

/// <summary><c>carillon runs</c>: the runs of a running server; run now, cancel, retry, show.</summary>
internal static class RunsVerb
{
    public static Command Create(Terminal terminal)
    {
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var limit = CommonOptions.Limit();
        var status = new Option<string?>("--status") { Description = "Only those that stand so; several with commas: failed,canceled." };
        var workflow = new Option<string?>("--workflow", "-w") { Description = "Only those of this workflow." };
        var schedule = new Option<string?>("--schedule") { Description = "Only those of this schedule." };
        var trigger = new Option<string?>("--trigger") { Description = "Only those made by schedule, manual, api, retry …" };
        var command = new Command("runs", "List runs, latest first; start, show, cancel and retry them.") { status, workflow, schedule, trigger, limit, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var query = UrlQuery.Of(("status", parsed.GetValue(status)), ("workflow", parsed.GetValue(workflow)), ("schedule", parsed.GetValue(schedule)), ("trigger", parsed.GetValue(trigger)), ("limit", UrlQuery.Number(parsed.GetValue(limit))));
            var answer = await client.GetTextAsync("/api/runs" + query, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                RunPrinter.List(terminal, ServerClient.Read<RecordPage<RunRecord>>(answer));
            return ExitCode.Ok;
        }));
        command.Add(RunNow(terminal));
        command.Add(Show(terminal));
        command.Add(Act(terminal, "cancel", "Cancel a run; it ends once its tasks have stopped."));
        command.Add(Act(terminal, "retry", "Run a failed run again from its failed tasks on."));
        return command;
    }

    private static Command RunNow(Terminal terminal)
    {
        var workflow = new Argument<string>("workflow") { Description = "The workflow's id." };
        var input = InputOption.Create();
        var overBudget = new Option<string?>("--over-budget") { Description = "Run it even over budget, for this reason.", HelpName = "REASON" };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("run-now", "Start a run on the server now.") { workflow, input, overBudget, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var pairs = parsed.GetValue(input) ?? [];
            var types = pairs.Length == 0 ? [] : await TypesAsync(client, parsed.GetValue(workflow)!, stop);
            var given = InputOption.Read(pairs, name => types.TryGetValue(name, out var type) ? type : null);
            if (!given.IsOk)
                return ProblemPrinter.Fail(terminal, parsed.GetValue(json), given.Problems);
            var path = $"/api/workflows/{Uri.EscapeDataString(parsed.GetValue(workflow)!)}/run-now";
            var answer = await client.PostAsync(path, new RunNowRequest { Input = given.Value, By = ServerClient.Actor, OverBudget = parsed.GetValue(overBudget) is not null, Reason = parsed.GetValue(overBudget) }, ApiJson.Default.RunNowRequest, stop);
            terminal.Out.WriteLine(parsed.GetValue(json) ? answer : ServerClient.Read<RunAccepted>(answer).RunId.Value);
            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>What the workflow's fields take; none when the server has no such workflow, which it says itself when the run is asked for.</summary>
    private static async Task<Dictionary<string, InputType>> TypesAsync(ServerClient client, string workflow, CancellationToken stop)
    {
        try
        {
            var found = ServerClient.Read<WorkflowView>(await client.GetTextAsync("/api/workflows/" + Uri.EscapeDataString(workflow), stop));
            return found.Input.ToDictionary(field => field.Name, field => field.Type, StringComparer.Ordinal);
        }
        catch (ServerProblemException)
        {
            return [];
        }
    }

    private static Command Show(Terminal terminal)
    {
        var id = new Argument<string>("run") { Description = "The run's id." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("show", "Show a run with its tasks, attempts and files.") { id, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var path = "/api/runs/" + Uri.EscapeDataString(parsed.GetValue(id)!);
            var run = await client.GetTextAsync(path, stop);
            var tasks = await client.GetTextAsync(path + "/tasks", stop);
            var files = await client.GetTextAsync(path + "/artifacts", stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(CliJson.Text(new JsonObject { ["run"] = JsonNode.Parse(run), ["tasks"] = JsonNode.Parse(tasks)!["items"]!.DeepClone(), ["artifacts"] = JsonNode.Parse(files)!["items"]!.DeepClone() }));
            else
                RunPrinter.Show(terminal, ServerClient.Read<RunRecord>(run), ServerClient.Read<ItemList<TaskRunRecord>>(tasks).Items, ServerClient.Read<ItemList<ArtifactRecord>>(files).Items);
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Act(Terminal terminal, string verb, string description)
    {
        var id = new Argument<string>("run") { Description = "The run's id." };
        var reason = new Option<string?>("--reason") { Description = "Why, for the record." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command(verb, description) { id, reason, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var path = $"/api/runs/{Uri.EscapeDataString(parsed.GetValue(id)!)}/{verb}";
            var answer = await client.PostAsync(path, new ActRequest { By = ServerClient.Actor, Reason = parsed.GetValue(reason) }, ApiJson.Default.ActRequest, stop);
            var run = JsonNode.Parse(answer)!;
            terminal.Out.WriteLine(parsed.GetValue(json) ? answer : verb == "retry" ? run["run_id"]!.ToString() : $"{run["id"]} is {run["status"]}");
            return ExitCode.Ok;
        }));
        return command;
    }
}
