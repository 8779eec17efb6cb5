using System.CommandLine;
using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Security;
using NodaTime;

namespace Carillon.Server.Cli;

/// <summary><c>carillon tokens</c>: what programs send to be known.</summary>
internal static class TokensVerb
{
    public static Command Create(Terminal terminal)
    {
        var account = new Option<string?>("--account") { Description = "Only those of this account.", HelpName = "NAME" };
        var command = AccountCommand.Create(terminal, "tokens", "List the tokens of a database, without their secrets, or change them.", [account], (parsed, accounts, json) =>
        {
            Print(terminal, accounts.Tokens(parsed.GetValue(account)), json);
            return Task.FromResult<IReadOnlyList<Problem>>([]);
        });
        command.Subcommands.Add(Make(terminal));
        command.Subcommands.Add(Revoke(terminal));
        return command;
    }

    private static Command Make(Terminal terminal)
    {
        var account = new Argument<string>("account") { Description = "Whose." };
        var name = new Option<string>("--name") { Description = "What it is for.", Required = true };
        var scopes = AccountCommand.Scopes(required: true);
        var days = new Option<int?>("--days") { Description = "After how many days it is worth nothing; left out, it has no end.", HelpName = "N" };
        days.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number is < 1 or > 3660)
                result.AddError("--days must be from 1 to 3660.");
        });
        return AccountCommand.Create(terminal, "create", "Make a token. It is printed once and never again.", [account, name, scopes, days], async (parsed, accounts, json) =>
        {
            var wanted = AccountCommand.List(parsed.GetValue(scopes)!);
            if (Scope.Check(wanted) is { } problem)
                return [problem];
            Instant? ends = parsed.GetValue(days) is { } number ? terminal.Time.Now() + Duration.FromDays(number) : null;
            var made = await accounts.CreateTokenAsync(parsed.GetValue(account)!, parsed.GetValue(name)!, wanted, ends, ServerClient.Actor);
            if (!made.IsOk)
                return made.Problems;
            if (json)
            {
                CliJson.WriteLine(terminal.Out, new TokenMade(made.Value.Token, made.Value.Secret), ApiJson.Default.TokenMade);
                return [];
            }
            terminal.Error.WriteLine("Shown once. Send it as 'Authorization: Bearer …', or put it into CARILLON_TOKEN for the command line:");
            terminal.Out.WriteLine(made.Value.Secret);
            return [];
        });
    }

    private static Command Revoke(Terminal terminal)
    {
        var id = new Argument<string>("token") { Description = "Its id, as the list has it." };
        return AccountCommand.Create(terminal, "revoke", "Revoke a token. It is worth nothing from this moment on.", [id], async (parsed, accounts, json) =>
        {
            var revoked = await accounts.RevokeTokenAsync(parsed.GetValue(id)!, ServerClient.Actor);
            if (revoked.IsOk)
                Print(terminal, [revoked.Value], json);
            return revoked.IsOk ? [] : revoked.Problems;
        });
    }

    private static void Print(Terminal terminal, IReadOnlyList<ApiToken> tokens, bool json)
    {
        if (json)
        {
            CliJson.WriteLine(terminal.Out, new ItemList<ApiToken>(tokens), ApiJson.Default.ItemListApiToken);
            return;
        }
        var (now, table) = (terminal.Time.Now(), new TextTable("TOKEN", "ACCOUNT", "FOR", "STATE", "SCOPES", "MADE", "USED"));
        foreach (var token in tokens)
        {
            TextTable.Cell state = token.RevokedAt is not null ? new("revoked", Ink.Bad) : token.EndsAt <= now ? new("past its end", Ink.Warn) : new(token.EndsAt is { } ends ? "until " + Words.Time(ends) : "good", Ink.Good);
            table.Add(new(token.Id, Ink.Bold), token.Account, token.Name, state, string.Join(", ", token.Scopes), Words.Time(token.CreatedAt), token.UsedAt is { } used ? Words.Time(used) : "never");
        }
        table.Write(terminal);
    }
}
