using System.CommandLine;
using System.Globalization;
using Carillon.Core.Occurrences;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences;
using Carillon.Server.Hosting;
using Carillon.Server.Occurrences;
using Carillon.Server.Runs;
using Carillon.Server.Schedules;

namespace Carillon.Server.Cli;

/// <summary>Verbs of <c>carillon schedules</c> about its occurrences: <c>missed</c>, <c>approve</c>, <c>test-run</c>.</summary>
internal static class ScheduleOccurrenceVerbs
{
    public static IEnumerable<Command> Create(Terminal terminal) => [Missed(terminal), Approve(terminal), TestRun(terminal)];

    private static Command Approve(Terminal terminal)
    {
        var at = new Argument<string>("time") { Description = "The nominal time: an instant, or a time in the schedule's zone." };
        var (command, post) = Posting(terminal, "approve", "Run a missed occurrence that waits for approval because its effects are irreversible.");
        command.Add(at);
        post(
            (parsed, reason) => System.Text.Json.JsonSerializer.Serialize(new ApprovalRequest { At = parsed.GetValue(at), By = ServerClient.Actor, Reason = reason }, ApiJson.Default.ApprovalRequest),
            answer => terminal.Out.WriteLine($"Run {ServerClient.Read<RunAccepted>(answer).RunId}"));
        return command;
    }

    private static Command TestRun(Terminal terminal)
    {
        var (command, post) = Posting(terminal, "test-run", "Run a schedule once as if it were due now. It counts neither as an occurrence nor as a failure in a row.");
        post(
            (_, reason) => System.Text.Json.JsonSerializer.Serialize(new ActRequest { By = ServerClient.Actor, Reason = reason }, ApiJson.Default.ActRequest),
            answer => terminal.Out.WriteLine($"Run {ServerClient.Read<RunAccepted>(answer).RunId}"));
        return command;
    }

    private static Command Missed(Terminal terminal)
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id." };
        var since = new Option<string?>("--since") { Description = "Since when; its pause, else the last 7 days, when left out.", HelpName = "TIME" };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("missed", "Say which occurrences of a schedule were due and have no run.") { id, since, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.GetTextAsync($"/api/schedules/{Uri.EscapeDataString(parsed.GetValue(id)!)}/missed{UrlQuery.Of(("since", parsed.GetValue(since)))}", stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<MissedRecord>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Print(Terminal terminal, MissedRecord missed)
    {
        terminal.Out.WriteLine($"{terminal.Paint(Words.Count(missed.Count, "occurrence"), missed.Count > 0 ? Ink.Warn : Ink.Good)} missed since {Words.Time(missed.Since)}");
        if (missed.Count == 0)
            return;
        var table = new TextTable("NOMINAL", "OUTCOME", "WHY");
        foreach (var item in missed.Items)
            table.Add(Words.Time(item.NominalAt), OutcomeText.Of(item.Outcome), item.Reason);
        table.Write(terminal);
        if (missed.Items.Count < missed.Count)
            terminal.Error.WriteLine($"The last {missed.Items.Count.ToString(CultureInfo.InvariantCulture)} are shown.");
    }

    /// <summary>A verb that posts to a schedule; the second part sets what it sends and how its answer is told.</summary>
    private static (Command Command, Action<Func<ParseResult, string?, string>, Action<string>> Post) Posting(Terminal terminal, string verb, string description)
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id." };
        var reason = new Option<string?>("--reason") { Description = "Why, for the record." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command(verb, description) { id, reason, server, json };
        return (command, (body, tell) => command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.PostAsync($"/api/schedules/{Uri.EscapeDataString(parsed.GetValue(id)!)}/{verb}", body(parsed, parsed.GetValue(reason)), stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                tell(answer);
            return ExitCode.Ok;
        })));
    }
}
