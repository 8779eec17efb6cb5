using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Carillon.Server.Cli;

/// <summary><c>carillon metrics</c>: what the runs of a schedule add up to.</summary>
internal static class MetricsVerb
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id; with --workflow, the workflow's." };
        var workflow = new Option<bool>("--workflow") { Description = "The metrics of a whole workflow." };
        var days = new Option<int?>("--days") { Description = "The last so many days. Default 30." };
        var from = new Option<string?>("--from") { Description = "Runs that ended at or after this: 2026-03-09, 2026-03-09T20:30:00Z." };
        var to = new Option<string?>("--to") { Description = "Runs that ended before this." };
        var series = new Option<string?>("--series") { Description = "Also for each hour, day, week or month." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("metrics", "Say what the runs of a schedule add up to: success rate, runtime, lateness, rows, cost.") { id, workflow, days, from, to, series, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var query = UrlQuery.Of(
                ("period_days", parsed.GetValue(days)?.ToString(CultureInfo.InvariantCulture)), ("from", parsed.GetValue(from)), ("to", parsed.GetValue(to)), ("series", parsed.GetValue(series)));
            var kind = parsed.GetValue(workflow) ? "workflows" : "schedules";
            var answer = await client.GetTextAsync($"/api/{kind}/{Uri.EscapeDataString(parsed.GetValue(id)!)}/metrics{query}", stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<JsonObject>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Print(Terminal terminal, JsonObject metrics)
    {
        var who = metrics["schedule_id"] ?? metrics["workflow_id"];
        terminal.Out.WriteLine($"{terminal.Paint(who!.ToString(), Ink.Bold)}  {metrics["from"]} to {metrics["to"]}");
        terminal.Out.WriteLine($"  occurrences  {metrics["occurrences"]!["words"]}");
        terminal.Out.WriteLine($"  runs         {Say(metrics, "total_runs")}: {Say(metrics, "successful_runs")} successful, {Say(metrics, "failed_runs")} failed, {Say(metrics, "canceled_runs")} canceled; success rate {Rate(metrics)}");
        terminal.Out.WriteLine($"  runtime      mean {Time(metrics, "avg_runtime_seconds")}, p50 {Time(metrics, "p50_runtime_seconds")}, p95 {Time(metrics, "p95_runtime_seconds")}, p99 {Time(metrics, "p99_runtime_seconds")}");
        terminal.Out.WriteLine($"  lateness     mean {Time(metrics, "avg_lateness_seconds")}, p50 {Time(metrics, "p50_lateness_seconds")}, p95 {Time(metrics, "p95_lateness_seconds")}");
        terminal.Out.WriteLine($"  rows         {Say(metrics, "total_rows_processed")}   cost {Say(metrics, "total_cost")}");
        terminal.Out.WriteLine($"  retries      {Say(metrics, "retries")}, of which recovered {Say(metrics, "recovered")}");
        var streak = metrics["streak"]!;
        terminal.Out.WriteLine($"  in a row     {streak["length"]} {streak["kind"]}; longest: {streak["longest_successes"]} successes, {streak["longest_failures"]} failures");
        if (metrics["series"] is not JsonArray { Count: > 0 } series)
            return;
        terminal.Out.WriteLine();
        var table = new TextTable("FROM", "RUNS", "FAILED", "RATE", "MEAN", "P95", "COST");
        foreach (var part in series.OfType<JsonObject>())
            table.Add(Say(part, "local"), Say(part, "total_runs"), Say(part, "failed_runs"), Rate(part), Time(part, "avg_runtime_seconds"), Time(part, "p95_runtime_seconds"), Say(part, "total_cost"));
        table.Write(terminal);
    }

    private static string Say(JsonObject from, string name) => from[name]?.ToString() ?? "–";

    private static string Rate(JsonObject from) => from["success_rate"] is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate.GetValue<double>() * 100:0.#} %") : "–";

    private static string Time(JsonObject from, string name) => from[name] is { } seconds ? Words.Duration((long)Math.Round(seconds.GetValue<double>() * 1000)) : "–";
}
