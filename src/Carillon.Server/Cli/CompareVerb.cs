using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Carillon.Server.Cli;

/// <summary><c>carillon compare</c>: two periods of a schedule beside each other.</summary>
internal static class CompareVerb
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id." };
        var one = new Argument<string>("period1") { Description = "The first period: 2026-02-01/2026-03-01, the end exclusive." };
        var two = new Argument<string>("period2") { Description = "The second period." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("compare", "Say how the metrics of a schedule changed from one period to another.") { id, one, two, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var (start1, end1) = Split(parsed.GetValue(one)!);
            var (start2, end2) = Split(parsed.GetValue(two)!);
            var query = UrlQuery.Of(("period1_start", start1), ("period1_end", end1), ("period2_start", start2), ("period2_end", end2));
            var answer = await client.GetTextAsync($"/api/schedules/{Uri.EscapeDataString(parsed.GetValue(id)!)}/compare{query}", stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<JsonObject>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    // What is missing is said by the server, which reads the times.
    private static (string Start, string End) Split(string period) => period.Split('/', 2) is [var start, var end] ? (start, end) : (period, "");

    private static void Print(Terminal terminal, JsonObject answer)
    {
        var table = new TextTable("METRIC", "PERIOD 1", "PERIOD 2", "CHANGE", "RELATIVE");
        foreach (var (name, change) in answer["metrics"]!.AsObject())
            table.Add(name, Say(change!["period1"]), Say(change["period2"]), Say(change["change"]), Relative(change["relative"]));
        table.Write(terminal);
    }

    private static string Say(JsonNode? value) => value?.ToString() ?? "–";

    private static string Relative(JsonNode? value) => value is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{value.GetValue<double>() * 100:+0.#;-0.#;0} %");
}
