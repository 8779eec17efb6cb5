using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Occurrences;
using Carillon.Engine.History;
using Carillon.Server.Hosting;
using Carillon.Server.Occurrences;
using NodaTime;

namespace Carillon.Server.Cli;

/// <summary><c>carillon backfill</c>: run nominal times of the past, after showing which.</summary>
internal static class BackfillVerb
{
    private const int MostShown = 10;

    private sealed record Asked(string Schedule, BackfillBody Body, bool DryRun, bool Yes, bool Detach, bool Json);

    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id." };
        var from = new Option<string>("--from") { Description = "The first moment, inclusive: 2026-03-01, 2026-03-01T09:00 (in the schedule's zone) or an instant.", Required = true, HelpName = "TIME" };
        var to = new Option<string>("--to") { Description = "The end, exclusive, written likewise.", Required = true, HelpName = "TIME" };
        var only = new Option<string>("--only") { Description = "missing: nominal times without a completed run; failed; all.", DefaultValueFactory = _ => "missing" }.AcceptOnlyFromAmong("missing", "failed", "all");
        var order = new Option<string>("--order") { Description = "oldest or latest first.", DefaultValueFactory = _ => "oldest" }.AcceptOnlyFromAmong("oldest", "latest");
        var concurrency = new Option<int>("--concurrency") { Description = "How many of its runs are open at once.", DefaultValueFactory = _ => 1 };
        var maxRuns = new Option<int?>("--max-runs") { Description = "At most so many runs." };
        var input = InputOption.Create();
        var reason = new Option<string?>("--reason") { Description = "Why, for the record." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would run." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var detach = new Option<bool>("--detach", "-d") { Description = "Do not wait for its end." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("backfill", "Run nominal times of the past.") { id, from, to, only, order, concurrency, maxRuns, input, reason, dryRun, yes, detach, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var over = InputOption.Read(parsed.GetValue(input) ?? [], _ => (InputType?)null);
            if (!over.IsOk)
                return ProblemPrinter.Fail(terminal, parsed.GetValue(json), over.Problems);
            var body = new BackfillBody
            {
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                Only = Enum.Parse<BackfillSelection>(parsed.GetValue(only)!, ignoreCase: true),
                Order = Enum.Parse<BackfillOrder>(parsed.GetValue(order)!, ignoreCase: true),
                Concurrency = parsed.GetValue(concurrency),
                MaxRuns = parsed.GetValue(maxRuns),
                Input = over.Value.Count == 0 ? null : over.Value,
                By = ServerClient.Actor,
                Reason = parsed.GetValue(reason),
            };
            var asked = new Asked(parsed.GetValue(id)!, body, parsed.GetValue(dryRun), parsed.GetValue(yes), parsed.GetValue(detach), parsed.GetValue(json));
            return await RunAsync(terminal, client, asked, stop);
        }));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, ServerClient client, Asked asked, CancellationToken stop)
    {
        var path = $"/api/schedules/{Uri.EscapeDataString(asked.Schedule)}/backfill";
        var answer = await client.PostAsync(path, asked.Body with { DryRun = true }, ApiJson.Default.BackfillBody, stop);
        if (asked.DryRun && asked.Json)
        {
            terminal.Out.WriteLine(answer);
            return ExitCode.Ok;
        }

        var preview = ServerClient.Read<BackfillPreviewView>(answer);
        if (!asked.Json)
            Show(terminal, preview);
        if (asked.DryRun)
            return ExitCode.Ok;
        var asks = terminal.IsInteractive && !asked.Json && !Console.IsInputRedirected;
        if (!asked.Yes && !asks)
        {
            terminal.Error.WriteLine("Nothing was started. Say --yes to start it.");
            return ExitCode.Usage;
        }

        if (!asked.Yes && preview.Count > 0 && !Agrees(terminal, preview.Count))
            return ExitCode.Canceled;
        var started = await client.PostAsync(path, asked.Body, ApiJson.Default.BackfillBody, stop);
        var backfill = ServerClient.Read<BackfillRecord>(started);
        if (asked.Detach)
        {
            terminal.Out.WriteLine(asked.Json ? started : $"Backfill {backfill.Id.ToString(CultureInfo.InvariantCulture)} runs. 'carillon backfills' shows how far it is.");
            return ExitCode.Ok;
        }

        return await BackfillProgress.FollowAsync(terminal, client, backfill, asked.Json, stop);
    }

    private static void Show(Terminal terminal, BackfillPreviewView preview)
    {
        terminal.Out.WriteLine($"{terminal.Paint(Words.Count(preview.Count, "run"), Ink.Bold)} from {Words.Time(preview.From)} to {Words.Time(preview.To)}");
        foreach (var at in preview.NominalTimes.Take(MostShown))
            terminal.Out.WriteLine("  " + Words.Time(at));
        if (preview.Count > MostShown)
            terminal.Out.WriteLine($"  … {(preview.Count - MostShown).ToString(CultureInfo.InvariantCulture)} more, the last one {Words.Time(preview.LastAt)}");
    }

    private static bool Agrees(Terminal terminal, int count)
    {
        terminal.Error.Write($"Run {Words.Count(count, "occurrence")}? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
