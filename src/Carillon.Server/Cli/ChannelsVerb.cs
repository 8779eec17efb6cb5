using System.CommandLine;
using System.Text.Json;
using Carillon.Engine.History.Notifications;
using Carillon.Server.History;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;

namespace Carillon.Server.Cli;

/// <summary><c>carillon channels</c>: where messages go.</summary>
internal static class ChannelsVerb
{
    private const string Path = "/api/notifications/channels";

    public static Command Create(Terminal terminal)
    {
        var (server, json) = (CommonOptions.Server(terminal), CommonOptions.Json());
        var command = new Command("channels", "List the channels that messages go to, and how they do.") { server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.GetTextAsync(Path, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<ItemList<ChannelRecord>>(answer).Items);
            return ExitCode.Ok;
        }));
        command.Add(Set(terminal));
        command.Add(Test(terminal));
        command.Add(Delete(terminal));
        return command;
    }

    private static Command Set(Terminal terminal)
    {
        var (server, json, name, file) = (CommonOptions.Server(terminal), CommonOptions.Json(), Name(), DocumentFile.Option());
        var command = new Command("set", "Make or change a channel by a JSON document. What is secret and left out of it stays as it is.") { name, file, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var document = DocumentFile.Read(parsed.GetValue(file)!);
            if (!document.IsOk)
                return ProblemPrinter.Fail(terminal, parsed.GetValue(json), document.Problems);
            var answer = await client.SendAsync(HttpMethod.Put, $"{Path}/{Uri.EscapeDataString(parsed.GetValue(name)!)}", document.Value, tag: null, stop);
            if (parsed.GetValue(json))
            {
                terminal.Out.WriteLine(answer);
                return ExitCode.Ok;
            }
            var saved = ServerClient.Read<ChannelAnswer>(answer);
            terminal.Out.WriteLine($"Channel {terminal.Paint(saved.Channel.Name, Ink.Bold)} stands at revision {saved.Channel.Revision}. Try it: carillon channels test {saved.Channel.Name}");
            if (saved.Secret is { } secret)
                terminal.Out.WriteLine($"Its key, for the receiver, shown once: {secret}");
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Test(Terminal terminal)
    {
        var (server, json, name) = (CommonOptions.Server(terminal), CommonOptions.Json(), Name());
        var command = new Command("test", "Send a test message and say how that went. Ends with 1 when the receiver did not take it.") { name, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.PostAsync($"{Path}/{Uri.EscapeDataString(parsed.GetValue(name)!)}/test", new ActRequest { By = ServerClient.Actor }, ApiJson.Default.ActRequest, stop);
            var test = ServerClient.Read<ChannelTest>(answer);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                terminal.Out.WriteLine(terminal.Paint(test.Sent ? "accepted" : "not accepted", test.Sent ? Ink.Good : Ink.Bad) + $" after {Words.Duration(test.TookMs)}: {test.Detail}");
            return test.Sent ? ExitCode.Ok : ExitCode.Problems;
        }));
        return command;
    }

    private static Command Delete(Terminal terminal)
    {
        var (server, json, name) = (CommonOptions.Server(terminal), CommonOptions.Json(), Name());
        var command = new Command("delete", "Take a channel away. What waits for it is given up.") { name, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.SendAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(parsed.GetValue(name)!)}", new ActRequest { By = ServerClient.Actor }, ApiJson.Default.ActRequest, ifMatch: null, stop);
            terminal.Out.WriteLine(parsed.GetValue(json) ? answer : $"Channel {parsed.GetValue(name)} is gone.");
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "The channel.", HelpName = "NAME" };

    private static void Print(Terminal terminal, IReadOnlyList<ChannelRecord> channels)
    {
        var table = new TextTable("CHANNEL", "KIND", "STATE", "WAITING", "SENT 24 H", "FAILED 24 H", "LAST SENT", "WHY");
        foreach (var channel in channels)
        {
            var state = channel.State switch
            {
                ChannelState.Ok => new TextTable.Cell("ok", Ink.Good),
                ChannelState.Failing => new("failing", Ink.Bad),
                _ => new("disabled", Ink.Warn),
            };
            table.Add(
                new(channel.Name, Ink.Bold), JsonNamingPolicy.SnakeCaseLower.ConvertName(channel.Kind.ToString()), state, Words.Number(channel.Waiting), Words.Number(channel.SentLastDay), Words.Number(channel.FailedLastDay),
                Words.Time(channel.SentAt), channel.State == ChannelState.Ok ? "" : channel.DisabledReason ?? channel.LastError ?? "");
        }
        table.Write(terminal);
    }
}
