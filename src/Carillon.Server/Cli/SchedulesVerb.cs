using System.CommandLine;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Carillon.Server.Schedules;

namespace Carillon.Server.Cli;

/// <summary><c>carillon schedules</c>: the schedules of a running server; what is done with them is in the files beside this one.</summary>
internal static class SchedulesVerb
{
    public static Command Create(Terminal terminal)
    {
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var limit = CommonOptions.Limit();
        var status = new Option<string?>("--status") { Description = "Only active, paused, disabled, archived or (last run) failed ones; several with commas." };
        var workflow = new Option<string?>("--workflow", "-w") { Description = "Only those of this workflow." };
        var tag = new Option<string?>("--tag") { Description = "Only those with this tag." };
        var text = new Option<string?>("--text") { Description = "Only those that contain this text." };
        var owner = new Option<string?>("--owner") { Description = "Only those of this owner." };
        var kind = new Option<string?>("--kind") { Description = "Only declared (in files) or managed (made here) ones." };
        var overridden = new Option<bool>("--overridden") { Description = "Only those with an override." };
        var within = new Option<int?>("--within") { Description = "Only those whose next run is within so many hours.", HelpName = "HOURS" };
        var sort = new Option<string?>("--sort") { Description = "By id, next_run or last_run." };
        var desc = new Option<bool>("--desc") { Description = "In the other direction." };
        var command = new Command("schedules", "List schedules with their next and last run; make, change and switch them.") { status, workflow, tag, owner, kind, overridden, within, text, sort, desc, limit, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var query = UrlQuery.Of(
                ("status", parsed.GetValue(status)), ("workflow", parsed.GetValue(workflow)), ("tag", parsed.GetValue(tag)), ("owner", parsed.GetValue(owner)),
                ("kind", parsed.GetValue(kind)), ("overridden", parsed.GetValue(overridden) ? "true" : null), ("next_within_hours", UrlQuery.Number(parsed.GetValue(within))), ("text", parsed.GetValue(text)),
                ("sort", parsed.GetValue(sort)), ("order", parsed.GetValue(desc) ? "desc" : null), ("limit", UrlQuery.Number(parsed.GetValue(limit))));
            var answer = await client.GetTextAsync("/api/schedules" + query, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<RecordPage<ScheduleView>>(answer));
            return ExitCode.Ok;
        }));
        ScheduleShowVerbs.AddTo(command, terminal);
        ScheduleEditVerbs.AddTo(command, terminal);
        ScheduleActVerbs.AddTo(command, terminal);
        foreach (var verb in ScheduleOccurrenceVerbs.Create(terminal))
            command.Add(verb);
        return command;
    }

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
