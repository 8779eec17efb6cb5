using System.CommandLine;
using System.Globalization;
using Carillon.Core.Occurrences;
using Carillon.Engine.History;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;

namespace Carillon.Server.Cli;

/// <summary><c>carillon backfills</c>: backfills of a running server, and their switches.</summary>
internal static class BackfillsVerb
{
    public static Command Create(Terminal terminal)
    {
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var limit = CommonOptions.Limit();
        var schedule = new Option<string?>("--schedule", "-s") { Description = "Only those of this schedule." };
        var status = new Option<string?>("--status") { Description = "Only running, paused, completed or canceled ones." };
        var command = new Command("backfills", "List backfills with their progress; pause, resume and cancel them.") { schedule, status, limit, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var query = UrlQuery.Of(("schedule", parsed.GetValue(schedule)), ("status", parsed.GetValue(status)), ("limit", UrlQuery.Number(parsed.GetValue(limit))));
            var answer = await client.GetTextAsync("/api/backfills" + query, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<RecordPage<BackfillRecord>>(answer));
            return ExitCode.Ok;
        }));
        command.Add(Act(terminal, "pause", "Make no further run of a backfill for now; open ones go on."));
        command.Add(Act(terminal, "resume", "Let a backfill go on."));
        command.Add(Act(terminal, "cancel", "End a backfill: open runs are canceled, what waits never runs."));
        return command;
    }

    private static Command Act(Terminal terminal, string verb, string description)
    {
        var id = new Argument<long>("backfill") { Description = "The backfill's number." };
        var reason = new Option<string?>("--reason") { Description = "Why, for the record." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command(verb, description) { id, reason, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var path = $"/api/backfills/{parsed.GetValue(id).ToString(CultureInfo.InvariantCulture)}/{verb}";
            var answer = await client.PostAsync(path, new ActRequest { By = ServerClient.Actor, Reason = parsed.GetValue(reason) }, ApiJson.Default.ActRequest, stop);
            terminal.Out.WriteLine(parsed.GetValue(json) ? answer : BackfillProgress.Line(ServerClient.Read<BackfillRecord>(answer)));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Print(Terminal terminal, RecordPage<BackfillRecord> page)
    {
        if (page.Items.Count == 0)
        {
            terminal.Error.WriteLine("No backfill fits.");
            return;
        }

        var table = new TextTable("BACKFILL", "STATUS", "DONE", "FAILED", "SCHEDULE", "RANGE");
        foreach (var backfill in page.Items)
        {
            var ended = backfill.Completed + backfill.Failed + backfill.Canceled;
            table.Add(
                new(backfill.Id.ToString(CultureInfo.InvariantCulture), Ink.Bold),
                new(StatusInk.Word(backfill.Status), InkOf(backfill.Status)),
                $"{ended.ToString(CultureInfo.InvariantCulture)}/{backfill.Total.ToString(CultureInfo.InvariantCulture)}",
                new(backfill.Failed.ToString(CultureInfo.InvariantCulture), backfill.Failed > 0 ? Ink.Bad : Ink.Dim),
                backfill.ScheduleId.Value,
                $"{Words.Time(backfill.From)} to {Words.Time(backfill.To)}");
        }

        table.Write(terminal);
        SchedulesVerb.More(terminal, page.NextCursor);
    }

    private static Ink InkOf(BackfillStatus status) => status switch
    {
        BackfillStatus.Running => Ink.Live,
        BackfillStatus.Paused => Ink.Warn,
        BackfillStatus.Completed => Ink.Good,
        _ => Ink.Dim,
    };
}
