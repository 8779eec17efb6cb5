using System.CommandLine;
using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;

namespace Carillon.Server.Cli;

/// <summary>
/// What the verbs about accounts share: they work on the database itself, beside a running server or without one, because whoever may read its files needs no account.
/// </summary>
internal sealed class AccountCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string> _data = new("--data", "-d") { Description = "The data folder; its server may be running.", DefaultValueFactory = _ => ".carillon", HelpName = "DIR" };
    private readonly Option<string?> _database;
    private readonly Option<string> _project = new("--project") { Description = "Whose audit trail tells of it.", DefaultValueFactory = _ => "default" };
    private readonly Option<bool> _json = CommonOptions.Json();

    private AccountCommand(Terminal terminal) => (_terminal, _database) = (terminal, CommonOptions.Database(terminal));

    /// <summary>A command that does <paramref name="act"/>, which prints for people or as JSON and gives what is wrong.</summary>
    public static Command Create(Terminal terminal, string name, string description, Symbol[] own, Func<ParseResult, AccountService, bool, Task<IReadOnlyList<Problem>>> act)
    {
        var shared = new AccountCommand(terminal);
        var command = new Command(name, description);
        foreach (var symbol in own)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }
        foreach (var option in (Option[])[shared._data, shared._database, shared._project, shared._json])
            command.Options.Add(option);
        command.SetAction((parsed, _) => shared.RunAsync(parsed, act));
        return command;
    }

    /// <summary><c>--scopes</c>, and what is wrong with them.</summary>
    public static Option<string> Scopes(bool required) => new("--scopes") { Description = $"What it may do, separated by commas: {string.Join(", ", Hosting.Scope.All.Select(scope => scope.Name))}.", Required = required, HelpName = "SCOPES" };

    /// <summary>Names separated by commas.</summary>
    public static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private async Task<int> RunAsync(ParseResult parsed, Func<ParseResult, AccountService, bool, Task<IReadOnlyList<Problem>>> act)
    {
        var json = parsed.GetValue(_json);
        try
        {
            var address = CommonOptions.AddressOf(parsed.GetValue(_database), parsed.GetValue(_data)!);
            var problems = await AccountService.UseAsync(address, parsed.GetValue(_project)!, _terminal.Time, accounts => act(parsed, accounts, json));
            return problems.Count == 0 ? ExitCode.Ok : ProblemPrinter.Fail(_terminal, json, problems);
        }
        catch (StorageException e)
        {
            ProblemPrinter.Fail(_terminal, json, [new Problem(e.Code, e.Message)]);
            return ExitCode.CannotStart;
        }
    }
}
