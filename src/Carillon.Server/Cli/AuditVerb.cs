using System.CommandLine;
using Carillon.Engine.History;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary><c>carillon audit</c>: who changed what, from a running server, earliest first and however much it is.</summary>
internal static class AuditVerb
{
    public static Command Create(Terminal terminal)
    {
        var from = new Option<string?>("--from") { Description = "From then on: a date or a time, in UTC.", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "Before then: a date or a time, in UTC.", HelpName = "TIME" };
        var csv = new Option<bool>("--csv") { Description = "As a table for spreadsheets." };
        var server = CommonOptions.Server(terminal);
        var json = new Option<bool>("--json") { Description = "One JSON object on each line." };
        var command = new Command("audit", "Show who changed what, earliest first; needs a token with the scope admin.") { from, to, csv, server, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.GetValue(json))
                result.AddError("--csv and --json are two forms of the same thing; give one of them.");
        });
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var query = UrlQuery.Of(("format", parsed.GetValue(csv) ? "csv" : "ndjson"), ("from", parsed.GetValue(from)), ("to", parsed.GetValue(to)));
            using var lines = new StreamReader(await client.GetStreamAsync("/api/audit/export" + query, stop));
            while (await lines.ReadLineAsync(stop) is { } line)
                terminal.Out.WriteLine(parsed.GetValue(csv) || parsed.GetValue(json) ? line : Words(terminal, line));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static string Words(Terminal terminal, string line)
    {
        var record = ServerClient.Read<AuditRecord>(line);
        var why = record.Reason is { } reason ? $" ({reason})" : "";
        return $"{terminal.Paint(Carillon.Server.Words.Time(record.At), Ink.Dim)}  {terminal.Paint(record.Actor, Ink.Bold)} {record.Action} {record.Subject} {record.SubjectId}{why}";
    }
}
