using System.CommandLine;
using System.Globalization;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences.Simulation;
using Carillon.Engine.Occurrences.Simulation;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Occurrences;

namespace Carillon.Server.Cli;

/// <summary><c>carillon simulate</c>: days to years of all schedules ahead of time.</summary>
internal static class SimulateVerb
{
    private const int Rows = 20;

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string?>("workflows") { Description = "Files or a folder to simulate in place of a server's schedules.", HelpName = "PATH", Arity = ArgumentArity.ZeroOrOne };
        var days = new Option<int?>("--days") { Description = "How many days. Default 365.", HelpName = "N" };
        var from = new Option<string?>("--from") { Description = "The first instant. Default now.", HelpName = "INSTANT" };
        var length = new Option<double?>("--run-seconds") { Description = "How long a run takes of which none has been measured. Default 60.", HelpName = "SECONDS" };
        var factor = new Option<double?>("--factor") { Description = "What if runs took so many times as long?", HelpName = "X" };
        var list = new Option<int?>("--list-hours") { Description = "List the runs of the first so many hours (with --json).", HelpName = "N" };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("simulate", "Simulate all schedules ahead of time: runs, overlaps, waits, busiest minutes, cost.") { folder, days, from, length, factor, list, server, json };
        command.SetAction(async (parsed, stop) =>
        {
            var query = new Query();
            var request = new SimulationRequest
            {
                From = query.Instant("--from", parsed.GetValue(from)),
                Days = parsed.GetValue(days),
                RunSeconds = parsed.GetValue(length),
                Factor = parsed.GetValue(factor),
                ListHours = parsed.GetValue(list),
            };
            var asJson = parsed.GetValue(json);
            if (query.Problems.Count > 0)
                return ProblemPrinter.Fail(terminal, asJson, query.Problems);
            if (parsed.GetValue(folder) is { } path)
                return Local(terminal, asJson, path, request, stop);
            return await ServerClient.UseAsync(terminal, asJson, parsed.GetValue(server)!, async client =>
            {
                var answer = await client.PostAsync("/api/simulate", request, ApiJson.Default.SimulationRequest, stop);
                if (asJson)
                    terminal.Out.WriteLine(answer);
                else
                    Print(terminal, ServerClient.Read<SimulationView>(answer));
                return ExitCode.Ok;
            });
        });
        return command;
    }

    private static int Local(Terminal terminal, bool json, string path, SimulationRequest request, CancellationToken stop)
    {
        var query = new Query();
        var (from, to, listUntil, assumption) = SimulationEndpoint.Read(request, terminal.Time.Now(), query);
        if (query.Problems.Count > 0)
            return ProblemPrinter.Fail(terminal, json, query.Problems);
        var files = WorkflowFiles.Find([path]);
        var context = new DefinitionContext(Handlers.Types());
        List<Problem> problems = [.. files.Problems];
        var workflows = new List<WorkflowDefinition>();
        foreach (var file in files.Paths)
        {
            var text = WorkflowFiles.Read(file);
            var read = text.IsOk ? DefinitionParser.ReadFile(text.Value, file, context) : null;
            var parsed = read?.Workflow ?? Checked<WorkflowDefinition>.Bad(text.Problems);
            // A template has no schedule of its own; its strategies are known to a server only.
            if (read is { IsTemplate: true, Template: not null })
                continue;
            if (parsed.IsOk)
                workflows.Add(parsed.Value);
            else
                problems.AddRange(parsed.Problems);
        }

        if (problems.Count > 0)
            return ProblemPrinter.Fail(terminal, json, problems);
        var began = terminal.Time.GetTimestamp();
        var simulated = SimulationSource.Declared(workflows, context.Project, new Dictionary<WorkflowId, Engine.History.TypicalRun>(), assumption);
        var view = SimulationView.Of(SimulationRunner.Run(simulated, from, to, listUntil, stop), terminal.Time.GetElapsedTime(began));
        if (json)
            CliJson.WriteLine(terminal.Out, view, ApiJson.Default.SimulationView);
        else
            Print(terminal, view);
        return ExitCode.Ok;
    }

    private static void Print(Terminal terminal, SimulationView view)
    {
        var days = (view.To - view.From).TotalDays.ToString("0", CultureInfo.InvariantCulture);
        terminal.Out.WriteLine(terminal.Paint($"{days} days from {Words.Time(view.From)}: {Number(view.Runs)} runs of {view.Schedules.Count} schedules", Ink.Bold));
        var table = new TextTable("SCHEDULE", "RUNS", "SKIPPED", "WAITED", "LONGEST WAIT", "WHY SKIPPED");
        foreach (var schedule in view.Schedules.OrderByDescending(s => s.Skipped + s.Waited).ThenByDescending(s => s.Runs).Take(Rows))
        {
            table.Add(
                new(schedule.ScheduleId.Value, Ink.Bold),
                Number(schedule.Runs),
                new(Number(schedule.Skipped), schedule.Skipped > 0 ? Ink.Warn : Ink.Plain),
                Number(schedule.Waited),
                schedule.Waited > 0 ? Words.Duration((long)(schedule.LongestWaitSeconds * 1000)) : "",
                schedule.Reasons.Count > 0 ? $"{schedule.Reasons[0].Reason} ({schedule.Reasons[0].Count})" : "");
        }

        table.Write(terminal);
        if (view.Schedules.Count > Rows)
            terminal.Out.WriteLine(terminal.Paint($"… and {view.Schedules.Count - Rows} more; --json has all of them", Ink.Dim));
        foreach (var minute in view.Busiest.Take(3))
            terminal.Out.WriteLine($"busiest   {Words.Time(minute.At)}  {minute.Starts} runs start, {minute.Open} are open");
        if (view.Peak is { } peak)
            terminal.Out.WriteLine($"peak      {Words.Time(peak.At)}  {peak.Open} runs are open at once");
        foreach (var schedule in view.Schedules.Where(s => s.FirstMonthOverBudget is not null).OrderBy(s => s.FirstMonthOverBudget, StringComparer.Ordinal).Take(Rows))
            terminal.Out.WriteLine(terminal.Paint($"budget    {schedule.ScheduleId} is over its {schedule.Budget!.Value.ToString("0.00####", CultureInfo.InvariantCulture)} a month from {schedule.FirstMonthOverBudget} on", Ink.Warn));
        if (view.Cost > 0)
            terminal.Out.WriteLine($"cost      {view.Cost.ToString("0.00", CultureInfo.InvariantCulture)}");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
