using System.CommandLine;
using System.Globalization;
using Carillon.Server.Hosting;
using Carillon.Server.Schedules;

namespace Carillon.Server.Cli;

/// <summary><c>carillon calendars</c>: the calendars of a running server, or the days of one.</summary>
internal static class CalendarsVerb
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string?>("calendar") { Description = "Show this one's holidays and early closes.", Arity = ArgumentArity.ZeroOrOne };
        var year = new Option<int?>("--year", "-y") { Description = "Of this year. Default the current one." };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("calendars", "List calendars with the last day they know; show the holidays and early closes of one.") { id, year, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var of = parsed.GetValue(year) is { } asked ? asked.ToString("0000", CultureInfo.InvariantCulture) + "-01-01" : null;
            var path = parsed.GetValue(id) is { } one ? $"/api/calendars/{Uri.EscapeDataString(one)}{UrlQuery.Of(("from", of))}" : "/api/calendars";
            var answer = await client.GetTextAsync(path, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else if (parsed.GetValue(id) is null)
                PrintAll(terminal, ServerClient.Read<ItemList<CalendarSummary>>(answer).Items);
            else
                Print(terminal, ServerClient.Read<CalendarView>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void PrintAll(Terminal terminal, IReadOnlyList<CalendarSummary> calendars)
    {
        var table = new TextTable("CALENDAR", "THROUGH", "SESSIONS", "STATE", "NAME");
        foreach (var calendar in calendars)
        {
            var state = !calendar.IsKnown ? new TextTable.Cell("broken", Ink.Bad)
                : calendar.Stale ? new("last good version", Ink.Warn)
                : calendar.EndsSoon ? new("ends soon", Ink.Warn)
                : new("ok", Ink.Good);
            var hours = calendar.Open is null ? "" : $"{calendar.Open}–{calendar.Close} {calendar.Timezone}";
            var through = calendar.IsKnown ? calendar.ValidThrough ?? "no end" : "–";
            var name = calendar.Path is { } path && path != calendar.Name ? $"{calendar.Name} ({path})" : calendar.Name;
            table.Add(new(calendar.Id, Ink.Bold), through, hours, state, name);
        }

        table.Write(terminal);
        ProblemPrinter.Write(terminal.Error, terminal.PaintError, calendars.SelectMany(calendar => calendar.Problems).Select(problem => problem.ToProblem()));
    }

    private static void Print(Terminal terminal, CalendarView view)
    {
        var calendar = view.Calendar;
        terminal.Out.WriteLine($"{terminal.Paint(calendar.Id, Ink.Bold)}  {calendar.Name}");
        terminal.Out.WriteLine($"{view.From} to {view.To} (exclusive): {Words.Count(view.BusinessDays.Count, "business day")}, {Words.Count(view.Holidays.Count, "holiday")}, {Words.Count(view.EarlyCloses.Count, "early close")}; it knows {calendar.ValidFrom ?? "every day"} through {calendar.ValidThrough ?? "no end"}");
        var table = new TextTable("DATE", "", "");
        var rows = view.Holidays.Select(holiday => (holiday.Date, What: "closed", Text: holiday.Name ?? ""))
            .Concat(view.EarlyCloses.Select(early => (early.Date, What: "half day", Text: $"{early.Open}–{early.Close}")));
        foreach (var (date, what, text) in rows.OrderBy(row => row.Date, StringComparer.Ordinal))
            table.Add(date, new(what, what == "closed" ? Ink.Plain : Ink.Warn), text);
        table.Write(terminal);
        if (view.Warning is { } warning)
            terminal.Error.WriteLine(terminal.PaintError("warning: ", Ink.Warn) + warning);
    }
}
