using System.CommandLine;
using System.Globalization;
using System.Text;
using Carillon.Core.Occurrences;
using Carillon.Server.Occurrences;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.Cli;

/// <summary><c>carillon coverage</c>: the dates that the runs of a schedule have worked on, as a strip for each month.</summary>
internal static class CoverageVerb
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("schedule") { Description = "The schedule's id." };
        var from = new Option<string?>("--from") { Description = "First date. Default 90 days before --to.", HelpName = "DATE" };
        var to = new Option<string?>("--to") { Description = "First date after the range. Default the end of the latest window.", HelpName = "DATE" };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("coverage", "Show which dates a schedule's completed runs have covered, and what closes the holes.") { id, from, to, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var path = $"/api/schedules/{Uri.EscapeDataString(parsed.GetValue(id)!)}/coverage{UrlQuery.Of(("from", parsed.GetValue(from)), ("to", parsed.GetValue(to)))}";
            var answer = await client.GetTextAsync(path, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else
                Print(terminal, ServerClient.Read<CoverageView>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Print(Terminal terminal, CoverageView view)
    {
        terminal.Out.WriteLine($"{terminal.Paint(view.ScheduleId.Value, Ink.Bold)}  {view.From} to {view.To} (exclusive), {terminal.Paint(view.Timezone, Ink.Dim)}");
        var days = view.Days.SelectMany(Each).ToDictionary(day => day.Date, day => day.State);
        terminal.Out.WriteLine(terminal.Paint("         1        10        20        30", Ink.Dim));
        foreach (var month in days.Keys.Select(date => new YearMonth(date.Year, date.Month)).Distinct().Order())
            terminal.Out.WriteLine($"{month.ToString("uuuu-MM", CultureInfo.InvariantCulture)}  {Strip(terminal, month, days)}");
        terminal.Out.WriteLine($"{Mark(terminal, CoverageState.Covered)} covered {view.Covered}   {Mark(terminal, CoverageState.Doubled)} twice {view.Doubled}   {Mark(terminal, CoverageState.Missing)} missing {view.Missing}   {Mark(terminal, CoverageState.NotExpected)} not expected {view.NotExpected}");
        if (view.Backfill.Count == 0)
            return;
        terminal.Out.WriteLine($"{Words.Count(view.Backfill.Count, "occurrence")} would close {Words.Count(view.Holes.Count, "hole")}:");
        var table = new TextTable("OCCURRENCE", "UTC", "FIRST DATE", "LAST DATE");
        foreach (var proposal in view.Backfill)
            table.Add(proposal.Local.Replace('T', ' '), new(InstantPattern.General.Format(proposal.Nominal), Ink.Dim), proposal.Window.StartDate, proposal.Window.LastDate);
        table.Write(terminal);
    }

    private static string Strip(Terminal terminal, YearMonth month, Dictionary<LocalDate, CoverageState> days)
    {
        var strip = new StringBuilder();
        foreach (var day in Enumerable.Range(1, 31).TakeWhile(day => day <= CalendarSystem.Iso.GetDaysInMonth(month.Year, month.Month)))
            strip.Append(days.TryGetValue(month.OnDayOfMonth(day), out var state) ? Mark(terminal, state) : " ");
        return strip.ToString().TrimEnd();
    }

    private static string Mark(Terminal terminal, CoverageState state) => state switch
    {
        CoverageState.Covered => terminal.Paint("█", Ink.Good),
        CoverageState.Doubled => terminal.Paint("2", Ink.Warn),
        CoverageState.Missing => terminal.Paint("×", Ink.Bad),
        _ => terminal.Paint("·", Ink.Dim),
    };

    private static IEnumerable<(LocalDate Date, CoverageState State)> Each(CoverageDays days)
    {
        var last = LocalDatePattern.Iso.Parse(days.LastDate).Value;
        for (var date = LocalDatePattern.Iso.Parse(days.FirstDate).Value; date <= last; date = date.PlusDays(1))
            yield return (date, days.State);
    }
}
