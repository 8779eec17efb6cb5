using System.CommandLine;
using Carillon.Engine.History;
using Carillon.Engine.History.Notifications;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;

namespace Carillon.Server.Cli;

/// <summary><c>carillon notifications</c>: what was told to whom, and by which rules.</summary>
internal static class NotificationsVerb
{
    private const string RulesPath = "/api/notifications/rules";

    public static Command Create(Terminal terminal)
    {
        var (server, json) = (CommonOptions.Server(terminal), CommonOptions.Json());
        var channel = new Option<string?>("--channel") { Description = "Only of this channel.", HelpName = "NAME" };
        var about = new Option<string?>("--event") { Description = "Only about this: failure, recovered, missed, …", HelpName = "EVENT" };
        var status = new Option<string?>("--status") { Description = "Only these: waiting, sent, gathered, failed, with commas.", HelpName = "STATUS" };
        var run = new Option<string?>("--run") { Description = "Only of this run.", HelpName = "RUN" };
        var limit = new Option<int?>("--limit") { Description = "The so many latest. Default 50, 200 at most.", HelpName = "N" };
        var command = new Command("notifications", "List the messages that were sent, wait or were given up, latest first.") { channel, about, status, run, limit, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.GetTextAsync(
                "/api/notifications" + UrlQuery.Of(("channel", parsed.GetValue(channel)), ("event", parsed.GetValue(about)), ("status", parsed.GetValue(status)), ("run", parsed.GetValue(run)), ("limit", UrlQuery.Number(parsed.GetValue(limit)))), stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<RecordPage<NotificationRecord>>(answer).Items);
            return ExitCode.Ok;
        }));
        command.Add(Rules(terminal));
        return command;
    }

    private static Command Rules(Terminal terminal)
    {
        var (server, json) = (CommonOptions.Server(terminal), CommonOptions.Json());
        var command = new Command("rules", "List the rules that are kept beside the files.") { server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.GetTextAsync(RulesPath, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<ItemList<RuleRecord>>(answer).Items);
            return ExitCode.Ok;
        }));
        command.Add(SetRule(terminal));
        command.Add(DeleteRule(terminal));
        return command;
    }

    private static Command SetRule(Terminal terminal)
    {
        var (server, json, id, file) = (CommonOptions.Server(terminal), CommonOptions.Json(), Id(), DocumentFile.Option());
        var command = new Command("set", "Make or change a rule by a JSON document.") { id, file, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var document = DocumentFile.Read(parsed.GetValue(file)!);
            if (!document.IsOk)
                return ProblemPrinter.Fail(terminal, parsed.GetValue(json), document.Problems);
            var answer = await client.SendAsync(HttpMethod.Put, $"{RulesPath}/{Uri.EscapeDataString(parsed.GetValue(id)!)}", document.Value, tag: null, stop);
            terminal.Out.WriteLine(parsed.GetValue(json) ? answer : $"Rule {parsed.GetValue(id)} stands at revision {ServerClient.Read<RuleRecord>(answer).Revision}.");
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command DeleteRule(Terminal terminal)
    {
        var (server, json, id) = (CommonOptions.Server(terminal), CommonOptions.Json(), Id());
        var command = new Command("delete", "Take a rule away.") { id, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.SendAsync(HttpMethod.Delete, $"{RulesPath}/{Uri.EscapeDataString(parsed.GetValue(id)!)}", new ActRequest { By = ServerClient.Actor }, ApiJson.Default.ActRequest, ifMatch: null, stop);
            terminal.Out.WriteLine(parsed.GetValue(json) ? answer : $"Rule {parsed.GetValue(id)} is gone.");
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Argument<string> Id() => new("rule") { Description = "The rule.", HelpName = "RULE" };

    private static void Print(Terminal terminal, IReadOnlyList<NotificationRecord> messages)
    {
        var table = new TextTable("ID", "AT", "CHANNEL", "EVENT", "STATUS", "TRIES", "TITLE");
        foreach (var message in messages)
        {
            var status = message.Status switch
            {
                NotificationStatus.Sent => new TextTable.Cell("sent", Ink.Good),
                NotificationStatus.Failed => new("failed", Ink.Bad),
                NotificationStatus.Waiting => new("waiting", message.Error is null ? Ink.Live : Ink.Warn),
                _ => new($"in {message.GatheredIn}", Ink.Dim),
            };
            table.Add(new(Words.Number(message.Id), Ink.Bold), Words.Time(message.CreatedAt), message.Channel, message.Event, status, Words.Number(message.Attempts), message.Error is { } error ? $"{message.Title} ({error})" : message.Title);
        }
        table.Write(terminal);
    }

    private static void Print(Terminal terminal, IReadOnlyList<RuleRecord> rules)
    {
        var table = new TextTable("RULE", "CHANNEL", "EVENTS", "ABOUT", "QUIET", "GATHERED");
        foreach (var rule in rules)
        {
            var content = rule.Content;
            var about = string.Join(", ", new[] { ("workflow", content.Workflow), ("schedule", content.Schedule), ("tag", content.Tag), ("owner", content.Owner) }.Where(one => one.Item2 is not null).Select(one => $"{one.Item1} {one.Item2}"));
            table.Add(
                new(rule.Id, content.Enabled == false ? Ink.Dim : Ink.Bold), rule.Channel, string.Join(", ", content.Events ?? []), about.Length == 0 ? "all" : about,
                content.Quiet is { } quiet ? $"{quiet.From}–{quiet.To} {quiet.Timezone ?? "UTC"}" : "", content.Group ?? "1m");
        }
        table.Write(terminal);
    }
}
