using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Carillon.Engine.History;
using Carillon.Server.Definitions;

namespace Carillon.Server.Cli;

/// <summary><c>carillon strategies templates</c>: the templates of a running server.</summary>
internal static class TemplatesVerb
{
    public static Command Create(Terminal terminal)
    {
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var limit = CommonOptions.Limit();
        var command = new Command("templates", "List the templates with their parameters; * must be given.") { limit, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.GetTextAsync("/api/templates" + UrlQuery.Of(("limit", UrlQuery.Number(parsed.GetValue(limit)))), stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<RecordPage<TemplateView>>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Print(Terminal terminal, RecordPage<TemplateView> page)
    {
        if (page.Items.Count == 0)
        {
            terminal.Error.WriteLine("There is no template.");
            return;
        }

        var table = new TextTable("TEMPLATE", "STRATEGIES", "FILE", "PARAMETERS");
        foreach (var template in page.Items)
            table.Add(new(template.Id ?? "–", template.Valid ? Ink.Bold : Ink.Bad), template.StrategyCount.ToString(CultureInfo.InvariantCulture), template.Path, Parameters(template.Parameters));
        table.Write(terminal);
        ProblemPrinter.Write(terminal.Error, terminal.PaintError, page.Items.SelectMany(template => template.Problems).Select(problem => problem.ToProblem()));
        SchedulesVerb.More(terminal, page.NextCursor);
    }

    private static string Parameters(JsonObject? schema)
    {
        var required = (schema?["required"] as JsonArray ?? []).Select(name => name!.ToString()).ToHashSet(StringComparer.Ordinal);
        return string.Join(' ', (schema?["properties"] as JsonObject ?? []).Select(p =>
            required.Contains(p.Key) ? p.Key + "*" : p.Value!["default"] is { } value ? $"{p.Key}={CliJson.Text(value)}" : p.Key));
    }
}
