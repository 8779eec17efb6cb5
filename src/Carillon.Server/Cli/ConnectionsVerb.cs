using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Connections;
using Carillon.Server.Hosting;
using Carillon.Server.Security;

namespace Carillon.Server.Cli;

/// <summary><c>carillon connections</c>: what tasks connect to, by name; asks a running server.</summary>
internal static class ConnectionsVerb
{
    private const string Path = "/api/connections";

    public static Command Create(Terminal terminal)
    {
        var command = Make(terminal, "connections", "List the connections of a server, edit or check them.", [], (_, client, json, stop) => ListAsync(terminal, client, json, stop));
        command.Subcommands.Add(Make(terminal, "list", "List the connections.", [], (_, client, json, stop) => ListAsync(terminal, client, json, stop)));
        command.Subcommands.Add(Kinds(terminal));
        command.Subcommands.Add(Set(terminal));
        command.Subcommands.Add(Check(terminal));
        command.Subcommands.Add(Delete(terminal));
        return command;
    }

    private static Command Kinds(Terminal terminal) => Make(terminal, "kinds", "The kinds of connection with their settings.", [], async (_, client, json, stop) =>
    {
        var text = await client.GetTextAsync("/api/connection-kinds", stop);
        if (json)
        {
            terminal.Out.WriteLine(text);
            return ExitCode.Ok;
        }
        foreach (var kind in ServerClient.Read<ItemList<ConnectionKind>>(text).Items)
        {
            terminal.Out.WriteLine($"{terminal.Paint(kind.Name, Ink.Bold)}  {kind.Summary}");
            var table = new TextTable("  SETTING", "", "MEANING");
            foreach (var field in kind.Fields)
                table.Add("  " + field.Name, field.IsSecret ? new("secret", Ink.Warn) : new(field.IsRequired ? "required" : "", Ink.Plain), field.OneOf.Count == 0 ? field.Meaning : $"{field.Meaning} One of {string.Join(", ", field.OneOf)}.");
            table.Write(terminal);
        }
        return ExitCode.Ok;
    });

    private static Command Set(Terminal terminal)
    {
        var name = Name();
        var kind = new Option<string?>("--kind") { Description = "Its kind; needed for a new one.", HelpName = "KIND" };
        var settings = new Argument<string[]>("setting") { Description = "Settings as name=value; those that are left out stay as they are, an empty value takes one away. A secret one only as 'name=${{ secrets.NAME }}'.", Arity = ArgumentArity.ZeroOrMore };
        var secret = new Option<string?>("--secret") { Description = "A secret setting whose value comes from the standard input or is asked for.", HelpName = "SETTING" };
        var description = new Option<string?>("--description") { Description = "What it is for." };
        return Make(terminal, "set", "Make a connection, or edit one.", [name, settings, kind, secret, description], async (parsed, client, json, stop) =>
        {
            var before = await FindAsync(client, parsed.GetValue(name)!, stop);
            var wanted = parsed.GetValue(kind) ?? before?.Kind;
            if (wanted is null)
                return CommonOptions.Misused(terminal, "a new connection wants --kind; 'carillon connections kinds' lists them.");
            var known = ServerClient.Read<ItemList<ConnectionKind>>(await client.GetTextAsync("/api/connection-kinds", stop)).Items.FirstOrDefault(one => one.Name == wanted);
            var made = before is not null && before.Kind == wanted ? before.Settings.DeepClone().AsObject() : [];
            foreach (var text in parsed.GetValue(settings)!)
            {
                var (field, value) = text.Split('=', 2) is [var left, var right] ? (left, right) : (text, null);
                if (value is null)
                    return CommonOptions.Misused(terminal, $"'{text}' is no setting; write name=value.");
                if (known?.Find(field)?.IsSecret == true && value.Length > 0 && !value.TrimStart().StartsWith("${{", StringComparison.Ordinal))
                    return CommonOptions.Misused(terminal, $"'{field}' is secret, and others see a command line: use --secret {field} and give its value by the standard input, or '{field}=${{{{ secrets.NAME }}}}'.");
                made[field] = value.Length == 0 ? null : JsonValue.Create(value);
            }
            if (parsed.GetValue(secret) is { } asked)
                made[asked] = Prompt.Secret(terminal, $"Value of {asked}: ");
            var body = new ConnectionRequest { Kind = wanted, Description = parsed.GetValue(description) ?? before?.Description, Settings = made };
            var answer = await client.SendAsync(HttpMethod.Put, Of(parsed.GetValue(name)!), body, ApiJson.Default.ConnectionRequest, before is null ? null : $"\"{before.Revision}\"", stop);
            return Print(terminal, answer, json);
        });
    }

    private static Command Check(Terminal terminal)
    {
        var name = Name();
        return Make(terminal, "check", "Really connect, and say what answered.", [name], async (parsed, client, json, stop) =>
        {
            var text = await client.PostAsync(Of(parsed.GetValue(name)!) + "/check", "{}", stop);
            var check = ServerClient.Read<ConnectionCheck>(text);
            if (json)
                terminal.Out.WriteLine(text);
            else
                terminal.Out.WriteLine($"{terminal.Paint(check.Connected ? "✓" : "✗", check.Connected ? Ink.Good : Ink.Bad)} {check.Detail} ({check.Milliseconds:0} ms)");
            return check.Connected ? ExitCode.Ok : ExitCode.Problems;
        });
    }

    private static Command Delete(Terminal terminal)
    {
        var name = Name();
        return Make(terminal, "delete", "Delete a connection. Tasks that name it fail from then on.", [name], async (parsed, client, json, stop) =>
        {
            var text = await client.SendAsync(HttpMethod.Delete, Of(parsed.GetValue(name)!), "", tag: null, stop);
            if (json)
                terminal.Out.WriteLine(text);
            else
                terminal.Out.WriteLine($"Connection {terminal.Paint(parsed.GetValue(name)!, Ink.Bold)} is deleted.");
            return ExitCode.Ok;
        });
    }

    private static Command Make(Terminal terminal, string name, string description, Symbol[] own, Func<ParseResult, ServerClient, bool, CancellationToken, Task<int>> act)
    {
        var (server, json) = (CommonOptions.Server(terminal), CommonOptions.Json());
        var command = new Command(name, description);
        foreach (var symbol in own)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }
        command.Options.Add(server);
        command.Options.Add(json);
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, client => act(parsed, client, parsed.GetValue(json), stop)));
        return command;
    }

    private static async Task<int> ListAsync(Terminal terminal, ServerClient client, bool json, CancellationToken stop)
    {
        var text = await client.GetTextAsync(Path, stop);
        if (json)
        {
            terminal.Out.WriteLine(text);
            return ExitCode.Ok;
        }
        Print(terminal, ServerClient.Read<ItemList<ConnectionRecord>>(text).Items);
        return ExitCode.Ok;
    }

    private static int Print(Terminal terminal, string answer, bool json)
    {
        if (json)
            terminal.Out.WriteLine(answer);
        else
            Print(terminal, [ServerClient.Read<ConnectionRecord>(answer)]);
        return ExitCode.Ok;
    }

    private static void Print(Terminal terminal, IReadOnlyList<ConnectionRecord> connections)
    {
        var table = new TextTable("CONNECTION", "KIND", "STATE", "SETTINGS", "EDITED", "BY", "");
        foreach (var connection in connections)
        {
            var settings = connection.Settings.Select(setting => $"{setting.Key}={setting.Value}").Concat(connection.Sealed.Select(field => $"{field}=***"));
            table.Add(new(connection.Name, Ink.Bold), connection.Kind, State(connection.Health), string.Join(' ', settings), Words.Time(connection.UpdatedAt), connection.UpdatedBy, connection.Opens ? new("") : new TextTable.Cell("its key is not here", Ink.Bad));
        }
        table.Write(terminal);
    }

    private static TextTable.Cell State(ConnectionHealth? health) =>
        health is null or { State: BreakerState.Closed } ? new("up", Ink.Good) : new($"down since {Words.Time(health.OpenedAt!.Value)}, {Words.Count((int)health.Waiting, "run")} waiting", Ink.Bad);

    private static async Task<ConnectionRecord?> FindAsync(ServerClient client, string name, CancellationToken stop)
    {
        try
        {
            return ServerClient.Read<ConnectionRecord>(await client.GetTextAsync(Of(name), stop));
        }
        catch (ServerProblemException e) when (e.Problems[0].Code == ProblemCodes.ConnectionMissing)
        {
            return null;
        }
    }

    private static Argument<string> Name() => new("name") { Description = "Its name." };

    private static string Of(string name) => $"{Path}/{Uri.EscapeDataString(name)}";
}
