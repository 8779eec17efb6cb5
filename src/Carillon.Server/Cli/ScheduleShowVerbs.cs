using System.CommandLine;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Engine.History;
using Carillon.Server.Schedules;

namespace Carillon.Server.Cli;

/// <summary><c>carillon schedules show · audit · promote</c>: one schedule, who changed it, and the YAML of its override.</summary>
internal static class ScheduleShowVerbs
{
    public static void AddTo(Command schedules, Terminal terminal)
    {
        schedules.Add(Of<ScheduleView>(terminal, "show", "Show a schedule with its definition, override and switches.", "", Show));
        schedules.Add(Of<RecordPage<AuditRecord>>(terminal, "audit", "Show who changed a schedule, when and why, the latest first.", "/audit", Audit));
        schedules.Add(Of<PromotionView>(terminal, "promote", "Print the YAML that makes a schedule's override permanent.", "/promote", Promote));
    }

    private static Command Of<T>(Terminal terminal, string verb, string description, string path, Action<Terminal, T> print)
        where T : class
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command(verb, description) { id, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var answer = await client.GetTextAsync($"/api/schedules/{Uri.EscapeDataString(parsed.GetValue(id)!)}{path}", stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                print(terminal, ServerClient.Read<T>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Show(Terminal terminal, ScheduleView schedule)
    {
        void Line(string name, string? text)
        {
            if (!string.IsNullOrEmpty(text))
                terminal.Out.WriteLine($"  {terminal.Paint(name.PadRight(10), Ink.Dim)} {text}");
        }

        terminal.Out.WriteLine($"{terminal.Paint(schedule.Id.Value, Ink.Bold)}  {terminal.Paint(StatusInk.Word(schedule.Status), StatusInk.Of(schedule.Status))}");
        Line("workflow", schedule.WorkflowId.Value);
        Line("kind", schedule.Kind);
        Line("when", schedule.Words is null ? null : $"{schedule.Words} ({schedule.Timezone})");
        Line("next", schedule.NextRunAt is null ? "none" : $"{Words.Time(schedule.NextRunAt)}  {schedule.NextRunLocal}");
        Line("last", schedule.LastRun is { } run ? $"{StatusInk.Of(run.Status).Sign} {StatusInk.Word(run.Status)}  {run.Id}" : null);
        Line("runs", Words.Number(schedule.RunCount));
        Line("paused", schedule.PausedBy is null ? null : $"by {schedule.PausedBy}{Because(schedule.PauseReason)}{Ends(schedule.PausedUntil)}");
        Line("auto-pause", schedule.AutoPauseReason);
        Line("override", schedule.Override is { } change ? $"by {change.By}{Because(change.Reason)}{Ends(change.Until)}: {CliJson.Text(change.Change)}" : null);
        Line("owner", schedule.Owner);
        Line("tags", string.Join(", ", schedule.Tags));
        Line("revision", Words.Number(schedule.Revision));
        foreach (var problem in schedule.Problems)
            Line(problem.Code, problem.Message);
        if (schedule.Definition is JsonObject definition)
            terminal.Out.Write(ScheduleYaml.Write(definition, inList: false));
    }

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $" ({reason})";

    private static string Ends(NodaTime.Instant? until) => until is null ? "" : $" until {Words.Time(until)}";

    private static void Audit(Terminal terminal, RecordPage<AuditRecord> page)
    {
        var table = new TextTable("AT", "WHO", "WHAT", "WHY");
        foreach (var change in page.Items)
            table.Add(Words.Time(change.At), new(change.Actor, Ink.Bold), change.Action, change.Reason);
        table.Write(terminal);
        SchedulesVerb.More(terminal, page.NextCursor);
    }

    private static void Promote(Terminal terminal, PromotionView promotion)
    {
        terminal.Error.WriteLine(terminal.PaintError(promotion.Path is null ? "Its file is not there." : $"Put this in place of the schedule in {promotion.Path}:", Ink.Dim));
        terminal.Out.Write(promotion.Yaml);
    }
}
