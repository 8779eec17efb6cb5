using System.CommandLine;
using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Server.Hosting;
using Carillon.Server.Security;

namespace Carillon.Server.Cli;

/// <summary><c>carillon users</c>: who may use the server.</summary>
internal static class UsersVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = AccountCommand.Create(terminal, "users", "List the accounts of a database, or change them. From the first one on the server asks who you are.", [], (_, accounts, json) =>
        {
            Print(terminal, accounts.List(), json);
            return Task.FromResult<IReadOnlyList<Problem>>([]);
        });
        command.Subcommands.Add(Add(terminal));
        command.Subcommands.Add(Scopes(terminal));
        command.Subcommands.Add(Switch(terminal, "disable", "Take everything away from an account, its sessions and tokens at once.", disabled: true));
        command.Subcommands.Add(Switch(terminal, "enable", "Give a disabled account back what it had.", disabled: false));
        command.Subcommands.Add(Link(terminal));
        command.Subcommands.Add(Unbind(terminal));
        return command;
    }

    private static Command Add(Terminal terminal)
    {
        var (name, scopes, url) = (Name(), AccountCommand.Scopes(required: true), Url());
        var service = new Option<bool>("--service") { Description = "A program's account, which has tokens and no password." };
        return AccountCommand.Create(terminal, "add", "Make an account. A person's comes with a link to choose a password by.", [name, scopes, service, url], async (parsed, accounts, json) =>
        {
            var (kind, wanted) = (parsed.GetValue(service) ? AccountKind.Service : AccountKind.Person, AccountCommand.List(parsed.GetValue(scopes)!));
            if (Problems(parsed.GetValue(name)!, wanted) is { Count: > 0 } problems)
                return problems;
            var made = await accounts.CreateAsync(AccountService.IdOf(parsed.GetValue(name)!)!, kind, wanted, ServerClient.Actor);
            if (!made.IsOk)
                return made.Problems;
            var link = kind == AccountKind.Person ? WelcomeLink.Of(parsed.GetValue(url)!, (await accounts.MakeLinkAsync(made.Value.Id, ServerClient.Actor)).Value) : null;
            if (json)
                CliJson.WriteLine(terminal.Out, new AccountMade(made.Value, link), ApiJson.Default.AccountMade);
            else if (link is null)
                terminal.Out.WriteLine($"Account {terminal.Paint(made.Value.Id, Ink.Bold)} is made. Its tokens: carillon tokens create {made.Value.Id} --name WHAT --scopes SCOPES");
            else
                Tell(terminal, made.Value.Id, link);
            return [];
        });
    }

    private static Command Scopes(Terminal terminal)
    {
        var (name, scopes) = (Name(), AccountCommand.Scopes(required: true));
        return AccountCommand.Create(terminal, "scopes", "Change what an account may do. It holds at once.", [name, scopes], async (parsed, accounts, json) =>
        {
            var wanted = AccountCommand.List(parsed.GetValue(scopes)!);
            return Scope.Check(wanted) is { } problem ? [problem] : Answer(terminal, json, await accounts.ChangeAsync(parsed.GetValue(name)!, wanted, null, ServerClient.Actor));
        });
    }

    private static Command Switch(Terminal terminal, string verb, string description, bool disabled)
    {
        var name = Name();
        return AccountCommand.Create(terminal, verb, description, [name], async (parsed, accounts, json) => Answer(terminal, json, await accounts.ChangeAsync(parsed.GetValue(name)!, null, disabled, ServerClient.Actor)));
    }

    private static Command Link(Terminal terminal)
    {
        var (name, url) = (Name(), Url());
        return AccountCommand.Create(terminal, "link", "A link by which an account's holder chooses a new password, once, within a day.", [name, url], async (parsed, accounts, json) =>
        {
            var made = await accounts.MakeLinkAsync(parsed.GetValue(name)!, ServerClient.Actor);
            if (!made.IsOk)
                return made.Problems;
            var link = WelcomeLink.Of(parsed.GetValue(url)!, made.Value);
            if (json)
                CliJson.WriteLine(terminal.Out, new LinkMade(link), ApiJson.Default.LinkMade);
            else
                Tell(terminal, parsed.GetValue(name)!, link);
            return [];
        });
    }

    private static Command Unbind(Terminal terminal)
    {
        var name = Name();
        return AccountCommand.Create(terminal, "unbind", "Let go of who held an account at an OpenID Connect issuer; whom the issuer next calls so holds it then. Its sessions end.", [name], async (parsed, accounts, json) =>
            Answer(terminal, json, await accounts.UnbindAsync(parsed.GetValue(name)!, ServerClient.Actor)));
    }

    private static Argument<string> Name() => new("name") { Description = "The account's name." };

    private static Option<string> Url() => new("--url") { Description = "Where its holder reaches the server.", DefaultValueFactory = _ => ServeVerb.DefaultUrl, HelpName = "URL" };

    private static List<Problem> Problems(string name, string[] scopes)
    {
        List<Problem> problems = [];
        if (AccountService.IdOf(name) is null)
            problems.Add(new Problem(ProblemCodes.InvalidValue, $"'{name}' can be no account's name: 1 to 64 letters, digits and . _ - @, from the first a letter or digit."));
        if (Scope.Check(scopes) is { } problem)
            problems.Add(problem);
        return problems;
    }

    private static IReadOnlyList<Problem> Answer(Terminal terminal, bool json, Checked<Account> changed)
    {
        if (changed.IsOk)
            Print(terminal, [changed.Value], json);
        return changed.IsOk ? [] : changed.Problems;
    }

    private static void Tell(Terminal terminal, string account, string link)
    {
        terminal.Error.WriteLine($"{account} chooses a password here, once, within a day:");
        terminal.Out.WriteLine(terminal.Paint(link, Ink.Live));
    }

    private static void Print(Terminal terminal, IReadOnlyList<Account> accounts, bool json)
    {
        if (json)
        {
            CliJson.WriteLine(terminal.Out, new ItemList<Account>(accounts), ApiJson.Default.ItemListAccount);
            return;
        }
        if (accounts.Count == 0)
        {
            terminal.Error.WriteLine("There is no account, so nobody has to sign in. The first one: carillon users add NAME --scopes admin");
            return;
        }
        var table = new TextTable("NAME", "KIND", "STATE", "SCOPES", "SINCE", "MADE BY");
        foreach (var account in accounts)
        {
            TextTable.Cell state = account.DisabledAt is not null ? new("disabled", Ink.Bad) : account is { Kind: AccountKind.Person, HasPassword: false } ? new("no password yet", Ink.Warn) : new("active", Ink.Good);
            table.Add(new(account.Id, Ink.Bold), account.Kind == AccountKind.Service ? "service" : "person", state, string.Join(", ", account.Scopes), Words.Time(account.CreatedAt), account.CreatedBy);
        }
        table.Write(terminal);
    }
}
