using System.CommandLine;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Definitions;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;

namespace Carillon.Server.Cli;

/// <summary><c>carillon strategies</c>: the strategies of a running server.</summary>
internal static class StrategiesVerb
{
    public static Command Create(Terminal terminal)
    {
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var limit = CommonOptions.Limit();
        var status = new Option<string?>("--status") { Description = "Only active, disabled or archived ones." };
        var template = new Option<string?>("--template", "-t") { Description = "Only those of this template." };
        var tag = new Option<string?>("--tag") { Description = "Only those with this tag." };
        var owner = new Option<string?>("--owner") { Description = "Only those of this owner." };
        var text = new Option<string?>("--text") { Description = "Only those that contain this text." };
        var command = new Command("strategies", "List strategies; make, edit, switch and delete them.") { status, template, tag, owner, text, limit, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var query = UrlQuery.Of(
                ("status", parsed.GetValue(status)), ("template", parsed.GetValue(template)), ("tag", parsed.GetValue(tag)), ("owner", parsed.GetValue(owner)),
                ("text", parsed.GetValue(text)), ("limit", UrlQuery.Number(parsed.GetValue(limit))));
            var answer = await client.GetTextAsync("/api/strategies" + query, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<RecordPage<StrategyView>>(answer));
            return ExitCode.Ok;
        }));
        command.Add(TemplatesVerb.Create(terminal));
        command.Add(Show(terminal));
        command.Add(StrategyWriteVerb.Create(terminal));
        command.Add(StrategyWriteVerb.Edit(terminal));
        command.Add(Act(terminal, "enable", "Switch its schedules on.", HttpMethod.Post, "/enable"));
        command.Add(Act(terminal, "disable", "Switch its schedules off.", HttpMethod.Post, "/disable"));
        command.Add(Act(terminal, "delete", "Take it, its workflow and its schedules out of use. History stays.", HttpMethod.Delete, ""));
        return command;
    }

    /// <summary>One line on how a strategy stands now.</summary>
    internal static void Say(Terminal terminal, string answer, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(answer);
            return;
        }

        var strategy = ServerClient.Read<StrategyView>(answer);
        var next = strategy is { Status: StrategyStatus.Active, NextRunAt: { } at } ? $"; next: {Words.Time(at)}" : "";
        terminal.Out.WriteLine($"{strategy.Id} is {terminal.Paint(StatusInk.Word(strategy.Status), Of(strategy.Status))}{next}");
        ProblemPrinter.Write(terminal.Error, terminal.PaintError, strategy.Problems.Select(problem => problem.ToProblem()));
    }

    private static Command Show(Terminal terminal)
    {
        var id = new Argument<string>("strategy") { Description = "The strategy's id." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("show", "One strategy: what it gives, and how it stands.") { id, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.GetTextAsync($"/api/strategies/{Uri.EscapeDataString(parsed.GetValue(id)!)}", stop);
            Say(terminal, answer, parsed.GetValue(json));
            if (!parsed.GetValue(json))
                Details(terminal, ServerClient.Read<StrategyView>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Act(Terminal terminal, string verb, string description, HttpMethod method, string path)
    {
        var id = new Argument<string>("strategy") { Description = "The strategy's id." };
        var reason = new Option<string?>("--reason") { Description = "Why, for the record." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command(verb, description) { id, reason, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var url = $"/api/strategies/{Uri.EscapeDataString(parsed.GetValue(id)!)}{path}";
            Say(terminal, await client.SendAsync(method, url, new ActRequest { By = ServerClient.Actor, Reason = parsed.GetValue(reason) }, ApiJson.Default.ActRequest, ifMatch: null, stop), parsed.GetValue(json));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Details(Terminal terminal, StrategyView strategy)
    {
        Line("template", strategy.Template);
        foreach (var (name, value) in strategy.Parameters)
            Line(name, CliJson.Text(value!));
        if (strategy.Overlay.Count > 0)
            Line("overlay", CliJson.Text(strategy.Overlay));
        Line("owner", strategy.Owner);
        Line("tags", strategy.Tags.Count == 0 ? null : string.Join(", ", strategy.Tags));
        Line("about", strategy.Description);
        Line("version", strategy.Version);
        Line("changed", $"{Words.Time(strategy.UpdatedAt)} by {strategy.UpdatedBy} (revision {strategy.Revision})");
        if (strategy.LastRun is { } run)
            Line("last run", $"{StatusInk.Word(run.Status)}  {run.Id}");

        void Line(string name, string? value)
        {
            if (value is not null)
                terminal.Out.WriteLine($"  {terminal.Paint(name.PadRight(12), Ink.Dim)} {value}");
        }
    }

    private static void Print(Terminal terminal, RecordPage<StrategyView> page)
    {
        if (page.Items.Count == 0)
        {
            terminal.Error.WriteLine("No strategy fits.");
            return;
        }

        var now = terminal.Time.Now();
        var table = new TextTable("STRATEGY", "STATUS", "NEXT", "LAST", "TEMPLATE", "PARAMETERS");
        foreach (var strategy in page.Items)
        {
            var last = strategy.LastRun is { } run ? StatusInk.Of(run.Status) : ("", Ink.Plain);
            table.Add(
                new(strategy.Id.Value, Ink.Bold),
                strategy.Stale ? new("stale", Ink.Bad) : new(StatusInk.Word(strategy.Status), Of(strategy.Status)),
                strategy.NextRunAt is { } next ? Words.Distance(next, now) : "–",
                new(strategy.LastRun is null ? "" : $"{last.Item1} {StatusInk.Word(strategy.LastRun.Status)}", last.Item2),
                strategy.Template,
                string.Join(' ', strategy.Parameters.Select(p => $"{p.Key}={CliJson.Text(p.Value!)}")));
        }

        table.Write(terminal);
        SchedulesVerb.More(terminal, page.NextCursor);
    }

    private static Ink Of(StrategyStatus status) => status == StrategyStatus.Active ? Ink.Good : Ink.Dim;
}
