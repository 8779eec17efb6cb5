using System.CommandLine;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;
using Carillon.Server.Schedules;

namespace Carillon.Server.Cli;

/// <summary><c>carillon schedules</c>: the schedules of a running server, and their switches.</summary>
internal static class SchedulesVerb
{
    public static Command Create(Terminal terminal)
    {
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var limit = CommonOptions.Limit();
        var status = new Option<string?>("--status") { Description = "Only active, paused, disabled or archived ones." };
        var workflow = new Option<string?>("--workflow", "-w") { Description = "Only those of this workflow." };
        var tag = new Option<string?>("--tag") { Description = "Only those with this tag." };
        var text = new Option<string?>("--text") { Description = "Only those that contain this text." };
        var command = new Command("schedules", "List schedules with their next and last run; pause and resume them.") { status, workflow, tag, text, limit, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var query = UrlQuery.Of(("status", parsed.GetValue(status)), ("workflow", parsed.GetValue(workflow)), ("tag", parsed.GetValue(tag)), ("text", parsed.GetValue(text)), ("limit", UrlQuery.Number(parsed.GetValue(limit))));
            var answer = await client.GetTextAsync("/api/schedules" + query, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<RecordPage<ScheduleView>>(answer));
            return ExitCode.Ok;
        }));
        command.Add(Act(terminal, "pause", "Pause a schedule: its occurrences are skipped until it is resumed."));
        foreach (var verb in ScheduleOccurrenceVerbs.Create(terminal))
            command.Add(verb);
        return command;
    }

    private static Command Act(Terminal terminal, string verb, string description)
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id." };
        var reason = new Option<string?>("--reason") { Description = "Why, for the record." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command(verb, description) { id, reason, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var path = $"/api/schedules/{Uri.EscapeDataString(parsed.GetValue(id)!)}/{verb}";
            var answer = await client.PostAsync(path, new ActRequest { By = ServerClient.Actor, Reason = parsed.GetValue(reason) }, ApiJson.Default.ActRequest, stop);
            if (parsed.GetValue(json))
            {
                terminal.Out.WriteLine(answer);
                return ExitCode.Ok;
            }

            Say(terminal, ServerClient.Read<ScheduleView>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>Says where a schedule stands now.</summary>
    internal static void Say(Terminal terminal, ScheduleView schedule) =>
        terminal.Out.WriteLine($"{schedule.Id} is {terminal.Paint(StatusInk.Word(schedule.Status), StatusInk.Of(schedule.Status))}{Next(schedule)}");

    // What comes while it does not run is skipped: no time to promise.
    private static string Next(ScheduleView schedule) =>
        schedule.Status != ScheduleStatus.Active ? "" : $"; next: {(schedule.NextRunAt is null ? "none" : Words.Time(schedule.NextRunAt))}";

    private static void Print(Terminal terminal, RecordPage<ScheduleView> page)
    {
        if (page.Items.Count == 0)
        {
            terminal.Error.WriteLine("No schedule fits.");
            return;
        }

        var now = terminal.Time.Now();
        var table = new TextTable("SCHEDULE", "STATUS", "NEXT", "LAST", "WHEN");
        foreach (var schedule in page.Items)
        {
            var last = schedule.LastRun is { } run ? StatusInk.Of(run.Status) : ("", Ink.Plain);
            table.Add(
                new(schedule.Id.Value, Ink.Bold),
                new(StatusInk.Word(schedule.Status), StatusInk.Of(schedule.Status)),
                schedule.NextRunAt is { } next && schedule.Status == ScheduleStatus.Active ? Words.Distance(next, now) : "–",
                new(schedule.LastRun is null ? "" : $"{last.Item1} {StatusInk.Word(schedule.LastRun.Status)}", last.Item2),
                schedule.Words is null ? "–" : $"{schedule.Words} ({schedule.Timezone})");
        }

        table.Write(terminal);
        More(terminal, page.NextCursor);
    }

    /// <summary>Says that there is more than was shown.</summary>
    internal static void More(Terminal terminal, string? cursor)
    {
        if (cursor is not null)
            terminal.Error.WriteLine(terminal.PaintError("There are more; raise --limit or filter.", Ink.Dim));
    }
}
