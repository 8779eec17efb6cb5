using System.CommandLine;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Schedules;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Occurrences;
using Carillon.Server.Schedules;

namespace Carillon.Server.Cli;

/// <summary><c>carillon explain</c>: a schedule in words, with its dates, surprises and traps.</summary>
internal static class ExplainVerb
{
    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string?>("what") { Description = "A workflow file; or, of a running server, a workflow's id or a schedule's.", HelpName = "FILE|ID", Arity = ArgumentArity.ZeroOrOne };
        var schedule = new Option<string?>("--schedule") { Description = "Which of the file's schedules, by its id.", HelpName = "KEY" };
        var cron = new Option<string?>("--cron") { Description = "A cron, in place of a file or an id.", HelpName = "EXPR" };
        var timezone = new Option<string>("--timezone", "-z") { Description = "The zone of --cron, and of schedules in a file that name none.", DefaultValueFactory = _ => "UTC", HelpName = "ZONE" };
        var from = new Option<string?>("--from") { Description = "From this instant on. Default now.", HelpName = "INSTANT" };
        var count = new Option<int>("--count", "-n") { Description = "How many dates (1 to 500).", DefaultValueFactory = _ => 5 };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("explain", "Say a schedule in words: its rules, next dates, every clock change of two years that touches it, and its traps.") { what, schedule, cron, timezone, from, count, server, json };
        command.SetAction((parsed, stop) =>
        {
            var limits = PreviewRange.Read(parsed.GetValue(from), UrlQuery.Number(parsed.GetValue(count)), terminal.Time.Now());
            if (!limits.IsOk)
                return Task.FromResult(ProblemPrinter.Fail(terminal, parsed.GetValue(json), limits.Problems));
            var (target, expression, asJson) = (parsed.GetValue(what), parsed.GetValue(cron), parsed.GetValue(json));
            if ((target is null) == (expression is null))
                return Task.FromResult(CommonOptions.Misused(terminal, "Give a workflow file, an id, or --cron."));
            if (expression is not null)
                return Task.FromResult(OfCron(terminal, expression, parsed.GetValue(timezone)!, limits.Value, asJson));
            return IsFile(target!)
                ? Task.FromResult(OfFile(terminal, target!, parsed.GetValue(schedule), parsed.GetValue(timezone)!, limits.Value, asJson))
                : ServerClient.UseAsync(terminal, asJson, parsed.GetValue(server)!, client => OfServerAsync(terminal, client, target!, parsed.GetValue(from), limits.Value.Count, asJson, stop));
        });
        return command;
    }

    private static bool IsFile(string target) =>
        File.Exists(target) || target.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || target.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || target.Contains('/', StringComparison.Ordinal);

    private static int OfCron(Terminal terminal, string cron, string zone, PreviewRange limits, bool json)
    {
        var spec = new ScheduleSpec { HashSeed = "explain", Cron = cron, Timezone = zone };
        var findings = ScheduleLint.Of(new LintSubject(spec, limits.From));
        if (spec.Build().Schedule is not { } built)
            return ProblemPrinter.Fail(terminal, json, [.. findings.Select(finding => finding.Named)]);
        var definition = new ScheduleDefinition { Key = "", Spec = spec, Times = built.Times, Words = built.Words, ContentText = "{}", Zone = built.Zone };
        Show(terminal, ExplanationView.From(null, ScheduleExplanation.Of(definition, new ScheduleId(spec.HashSeed), limits.From, limits.Count, findings)), json);
        return ExitCode.Ok;
    }

    private static int OfFile(Terminal terminal, string path, string? key, string zone, PreviewRange limits, bool json)
    {
        var text = WorkflowFiles.Read(path);
        var parsed = text.IsOk ? DefinitionParser.Parse(text.Value, path, new DefinitionContext(Handlers.Types(), zone)) : Checked<WorkflowDefinition>.Bad(text.Problems);
        if (!parsed.IsOk)
            return ProblemPrinter.Fail(terminal, json, parsed.Problems);
        var schedules = parsed.Value.Schedules.Where(schedule => key is null || string.Equals(schedule.Key, key, StringComparison.Ordinal)).ToList();
        if (schedules.Count == 0)
            return ProblemPrinter.Fail(terminal, json, [PreviewVerb.Unclear(parsed.Value, key)]);
        foreach (var schedule in schedules)
        {
            var id = ScheduleId.For("default", parsed.Value.Id, schedule.Key);
            Show(terminal, ExplanationView.From(id.Value, ScheduleExplanation.Of(schedule, id, limits.From, limits.Count, ScheduleLint.Of(LintSubject.Of(parsed.Value, schedule, limits.From)))), json);
        }

        return ExitCode.Ok;
    }

    private static async Task<int> OfServerAsync(Terminal terminal, ServerClient client, string id, string? from, int count, bool json, CancellationToken stop)
    {
        var list = ServerClient.Read<RecordPage<ScheduleView>>(await client.GetTextAsync("/api/schedules" + UrlQuery.Of(("workflow", id), ("limit", "200")), stop));
        var live = list.Items.Where(schedule => schedule.ArchivedAt is null).Select(schedule => schedule.Id.Value).ToList();
        // No workflow of that id: then it is a schedule's, or the server says that there is none.
        foreach (var schedule in live.Count == 0 ? [id] : live)
        {
            var answer = await client.GetTextAsync($"/api/schedules/{Uri.EscapeDataString(schedule)}/explain{UrlQuery.Of(("from", from), ("count", UrlQuery.Number(count)))}", stop);
            if (json)
                terminal.Out.WriteLine(answer);
            else
                Show(terminal, ServerClient.Read<ExplanationView>(answer), json: false);
        }

        return ExitCode.Ok;
    }

    private static void Show(Terminal terminal, ExplanationView explained, bool json)
    {
        if (json)
        {
            CliJson.WriteLine(terminal.Out, explained, ApiJson.Default.ExplanationView);
            return;
        }

        if (explained.Schedule is { } id)
            terminal.Out.WriteLine(terminal.Paint(id, Ink.Live));
        terminal.Out.WriteLine(terminal.Paint(explained.Words, Ink.Bold));
        var rules = explained.Policies.Select(policy => (Key: policy.Key.Replace('_', ' '), policy.Words)).Prepend(("timezone", $"{explained.Timezone}, by {explained.Tzdb}"));
        foreach (var (key, words) in rules)
            terminal.Out.WriteLine($"  {terminal.Paint(key.PadRight(15), Ink.Dim)}{words}");
        terminal.Out.WriteLine();
        OccurrenceTable.Write(terminal, explained.Occurrences);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(explained.ClockChanges.Count == 0 ? "No clock change of the next two years touches it." : "Clock changes of the next two years:");
        foreach (var change in explained.ClockChanges)
            terminal.Out.WriteLine("  " + terminal.Paint(change.Message, Ink.Warn));
        if (explained.Findings.Count > 0)
            terminal.Out.WriteLine("\nLint:");
        FindingPrinter.Write(terminal, explained.Findings.Select(finding => finding.ToProblem()));
        terminal.Out.WriteLine();
    }
}
