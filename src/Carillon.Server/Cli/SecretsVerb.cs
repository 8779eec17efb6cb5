using System.CommandLine;
using System.Text;
using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary>
/// <c>carillon secrets</c>: works on the database itself, beside a running server or without one. Values come from the standard input or are asked for: what stands on a command line is seen by others.
/// </summary>
internal static class SecretsVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = Make(terminal, "secrets", "List the secrets of a database, or change them. Values are never shown.", [], (_, secrets, json) => ListAsync(terminal, secrets, json));
        command.Subcommands.Add(Make(terminal, "list", "List the secrets.", [], (_, secrets, json) => ListAsync(terminal, secrets, json)));
        command.Subcommands.Add(Set(terminal));
        command.Subcommands.Add(Delete(terminal));
        command.Subcommands.Add(Make(terminal, "status", "Which keys there are, and how many rows each still holds.", [], (_, secrets, json) => StatusAsync(terminal, secrets, json)));
        command.Subcommands.Add(NewKey(terminal));
        command.Subcommands.Add(RotateKey(terminal));
        return command;
    }

    private static Command Set(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "Its name: letters, digits and _." };
        return Make(terminal, "set", "Set a secret. Its value comes from the standard input, without the last line break, or is asked for.", [name], async (parsed, secrets, json) =>
        {
            var value = Prompt.Secret(terminal, $"Value of {parsed.GetValue(name)}: ");
            var set = await secrets.SetAsync(parsed.GetValue(name)!, value, ServerClient.Actor);
            if (set.IsOk)
                Print(terminal, [set.Value], json);
            return set.IsOk ? [] : set.Problems;
        });
    }

    private static Command Delete(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "Its name." };
        return Make(terminal, "delete", "Delete a stored secret. Tasks that name it fail from then on.", [name], async (parsed, secrets, json) =>
        {
            var deleted = await secrets.DeleteAsync(parsed.GetValue(name)!, ServerClient.Actor);
            if (deleted.IsOk && json)
                CliJson.WriteLine(terminal.Out, deleted.Value, ApiJson.Default.SecretRecord);
            else if (deleted.IsOk)
                terminal.Out.WriteLine($"Secret {terminal.Paint(deleted.Value.Name, Ink.Bold)} is deleted.");
            return deleted.IsOk ? [] : deleted.Problems;
        });
    }

    private static Command NewKey(Terminal terminal)
    {
        var command = new Command("new-key", "Print a new key, for a key file or CARILLON_KEYS. It is stored nowhere.");
        command.SetAction(_ => terminal.Out.WriteLine(SealingKey.New().ToText()));
        return command;
    }

    private static Command RotateKey(Terminal terminal)
    {
        var (data, keyFile) = (Data(), SecretOptions.KeyFile());
        var command = new Command("rotate-key", "Put a new key first in the key file. Running servers notice, and seal everything anew with it; 'secrets status' says when the old one may go.") { data, keyFile };
        command.SetAction(parsed =>
        {
            var keys = SecretOptions.Keys(terminal, parsed.GetValue(keyFile), parsed.GetValue(data)!);
            if (!keys.IsOk)
                return ProblemPrinter.Fail(terminal, json: false, keys.Problems);
            try
            {
                var key = keys.Value.Rotate();
                terminal.Out.WriteLine($"Key {terminal.Paint(key.Id, Ink.Bold)} is first in {keys.Value.Source} and seals from now on. Keep the others until 'carillon secrets status' says that they hold nothing.");
                return ExitCode.Ok;
            }
            catch (VaultException e)
            {
                return ProblemPrinter.Fail(terminal, json: false, [new Problem(ProblemCodes.KeysUnusable, e.Message, Suggestion: e.Suggestion)]);
            }
        });
        return command;
    }

    private static Command Make(Terminal terminal, string name, string description, Symbol[] own, Func<ParseResult, SecretService, bool, Task<IReadOnlyList<Problem>>> act)
    {
        var (data, database, keyFile, folder, json) = (Data(), CommonOptions.Database(terminal), SecretOptions.KeyFile(), SecretOptions.Folder(terminal), CommonOptions.Json());
        var project = new Option<string>("--project") { Description = "Whose secrets.", DefaultValueFactory = _ => "default" };
        var command = new Command(name, description);
        foreach (var argument in own.OfType<Argument>())
            command.Arguments.Add(argument);
        foreach (var option in (Option[])[data, database, project, keyFile, folder, json])
            command.Options.Add(option);
        command.SetAction(async (parsed, _) =>
        {
            var asJson = parsed.GetValue(json);
            var keys = SecretOptions.Keys(terminal, parsed.GetValue(keyFile), parsed.GetValue(data)!);
            if (!keys.IsOk)
                return ProblemPrinter.Fail(terminal, asJson, keys.Problems);
            try
            {
                var address = CommonOptions.AddressOf(parsed.GetValue(database), parsed.GetValue(data)!);
                var problems = await SecretService.UseAsync(address, parsed.GetValue(project)!, terminal.Time, keys.Value, SecretOptions.Sources(parsed.GetValue(folder)), secrets => act(parsed, secrets, asJson));
                return problems.Count == 0 ? ExitCode.Ok : ProblemPrinter.Fail(terminal, asJson, problems);
            }
            catch (StorageException e)
            {
                ProblemPrinter.Fail(terminal, asJson, [new Problem(e.Code, e.Message)]);
                return ExitCode.CannotStart;
            }
        });
        return command;
    }

    private static Option<string> Data() => new("--data", "-d") { Description = "The data folder; its server may be running.", DefaultValueFactory = _ => ".carillon", HelpName = "DIR" };

    private static Task<IReadOnlyList<Problem>> ListAsync(Terminal terminal, SecretService secrets, bool json)
    {
        Print(terminal, secrets.List(), json);
        return Task.FromResult<IReadOnlyList<Problem>>([]);
    }

    private static Task<IReadOnlyList<Problem>> StatusAsync(Terminal terminal, SecretService secrets, bool json)
    {
        var keys = secrets.Keys();
        if (!keys.IsOk)
            return Task.FromResult(keys.Problems);
        if (json)
        {
            CliJson.WriteLine(terminal.Out, keys.Value, ApiJson.Default.KeyReport);
            return Task.FromResult<IReadOnlyList<Problem>>([]);
        }
        var table = new TextTable("KEY", "STATE", "ROWS");
        foreach (var key in keys.Value.Keys)
            table.Add(new(key.Id, Ink.Bold), key.Seals ? new("seals", Ink.Good) : !key.IsHere ? new("not here", Ink.Bad) : key.IsFree ? new("may be taken away", Ink.Plain) : new("still needed", Ink.Warn), $"{key.Rows}");
        table.Write(terminal);
        terminal.Out.WriteLine($"Keys come from {keys.Value.Source}.");
        return Task.FromResult<IReadOnlyList<Problem>>([]);
    }

    private static void Print(Terminal terminal, IReadOnlyList<SecretRecord> secrets, bool json)
    {
        if (json)
        {
            CliJson.WriteLine(terminal.Out, new ItemList<SecretRecord>(secrets), ApiJson.Default.ItemListSecretRecord);
            return;
        }
        var table = new TextTable("SECRET", "FROM", "VERSION", "SET", "BY", "USED", "");
        foreach (var secret in secrets)
        {
            table.Add(
                new(secret.Name, Ink.Bold), Of(secret.Provider), secret.Version is { } version ? $"{version}" : "", secret.UpdatedAt is { } set ? Words.Time(set) : "", secret.UpdatedBy ?? "",
                secret.UsedAt is { } used ? Words.Time(used) : "never",
                secret.Opens ? new(secret.Behind.Count == 0 ? "" : $"also from {string.Join(", ", secret.Behind.Select(Of))}", Ink.Dim) : new("its key is not here", Ink.Bad));
        }
        table.Write(terminal);
    }

    private static string Of(SecretProvider provider) => provider switch { SecretProvider.Stored => "database", SecretProvider.File => "file", _ => "environment" };
}

/// <summary>Asks for what must not be seen.</summary>
internal static class Prompt
{
    /// <summary>What is piped in, without its last line break, or what a person types, which is not shown.</summary>
    public static string Secret(Terminal terminal, string question)
    {
        if (!terminal.IsTyped)
        {
            var piped = terminal.In.ReadToEnd();
            return piped.EndsWith("\r\n", StringComparison.Ordinal) ? piped[..^2] : piped.EndsWith('\n') ? piped[..^1] : piped;
        }
        terminal.Error.Write(question);
        terminal.Error.Flush();
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }
        terminal.Error.WriteLine();
        return typed.ToString();
    }
}
