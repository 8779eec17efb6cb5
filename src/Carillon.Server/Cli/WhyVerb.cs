using System.CommandLine;
using Carillon.Engine.History;

namespace Carillon.Server.Cli;

/// <summary><c>carillon why</c>: why a schedule ran, or did not, at a time.</summary>
internal static class WhyVerb
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id." };
        var at = new Argument<string>("time") { Description = "The nominal time: 2026-03-09T20:30:00Z, or 2026-03-09T16:30 in the schedule's zone." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("why", "Say why a schedule ran, or did not, at a time.") { id, at, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var path = $"/api/schedules/{Uri.EscapeDataString(parsed.GetValue(id)!)}/why{UrlQuery.Of(("at", parsed.GetValue(at)))}";
            var answer = await client.GetTextAsync(path, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<WhyRecord>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Print(Terminal terminal, WhyRecord why)
    {
        var ink = why.Verdict switch
        {
            OccurrenceVerdict.Ran => Ink.Good,
            OccurrenceVerdict.Missed => Ink.Bad,
            OccurrenceVerdict.Future or OccurrenceVerdict.Pending => Ink.Live,
            OccurrenceVerdict.NotAnOccurrence or OccurrenceVerdict.NeverExpected => Ink.Dim,
            _ => Ink.Warn,
        };
        terminal.Out.WriteLine($"{Words.Time(why.At)}  {terminal.Paint(StatusInk.Word(why.Verdict).Replace('_', ' '), ink)}");
        terminal.Out.WriteLine("  " + why.Sentence);
        if (why.Run is { } run)
            terminal.Out.WriteLine($"  {terminal.Paint("see", Ink.Dim)} carillon runs show {run.Id}");
        terminal.Out.WriteLine($"  {terminal.Paint("before", Ink.Dim)} {(why.PreviousAt is null ? "none" : Words.Time(why.PreviousAt))}   {terminal.Paint("after", Ink.Dim)} {(why.NextAt is null ? "none" : Words.Time(why.NextAt))}");
    }
}
