using System.CommandLine;
using System.Globalization;
using Carillon.Server.History;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary><c>carillon costs</c>: what this month costs, and those to come.</summary>
internal static class CostsVerb
{
    private const int BarWidth = 20;

    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string?>("schedule") { Description = "One schedule in place of all.", HelpName = "SCHEDULE", Arity = ArgumentArity.ZeroOrOne };
        var top = new Option<int?>("--top") { Description = "The so many most expensive schedules. Default 20.", HelpName = "N" };
        var days = new Option<int?>("--days") { Description = "The trend of the last so many days. Default 30.", HelpName = "N" };
        var forecast = new Option<int?>("--forecast") { Description = "What this month and those after it are expected to cost, so many in all.", HelpName = "MONTHS" };
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var command = new Command("costs", "Show what this month costs: spent, reserved, projected, budgets, the most expensive schedules.") { id, top, days, forecast, server, json };
        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var path = (parsed.GetValue(id), parsed.GetValue(forecast)) switch
            {
                ({ } schedule, _) => $"/api/schedules/{Uri.EscapeDataString(schedule)}/cost",
                (_, { } months) => "/api/costs/forecast" + UrlQuery.Of(("months", UrlQuery.Number(months))),
                _ => "/api/costs" + UrlQuery.Of(("top", UrlQuery.Number(parsed.GetValue(top))), ("days", UrlQuery.Number(parsed.GetValue(days)))),
            };
            var answer = await client.GetTextAsync(path, stop);
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(answer);
            else if (parsed.GetValue(id) is not null)
                Print(terminal, ServerClient.Read<ScheduleCostView>(answer));
            else if (parsed.GetValue(forecast) is not null)
                Print(terminal, ServerClient.Read<ItemList<ForecastMonthView>>(answer).Items);
            else
                Print(terminal, ServerClient.Read<CostOverviewView>(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Print(Terminal terminal, CostOverviewView view)
    {
        var total = view.Total;
        terminal.Out.WriteLine(terminal.Paint($"{view.Month}: spent {Text(total.Spent)}, reserved {Text(total.Reserved)}, projected {Text(total.Projected)}", Ink.Bold));
        if (view.Schedules.Count > 0)
        {
            terminal.Out.WriteLine();
            var table = new TextTable("SCHEDULE", "SPENT", "RESERVED", "PROJECTED", "BUDGET", "USED", "");
            foreach (var schedule in view.Schedules)
                table.Add(new(schedule.ScheduleId.Value, Ink.Bold), Text(schedule.Spent), Text(schedule.Reserved), Projected(schedule.Projected, schedule.Budget), Text(schedule.Budget), Percent(schedule.UtilizationPercent), Bar(schedule.UtilizationPercent));
            table.Write(terminal);
            if (view.SchedulesTotal > view.Schedules.Count)
                terminal.Out.WriteLine(terminal.Paint($"… and {view.SchedulesTotal - view.Schedules.Count} more; --top shows them", Ink.Dim));
        }

        if (view.Owners.Count > 0)
        {
            terminal.Out.WriteLine();
            var table = new TextTable("OWNER", "SPENT", "RESERVED", "PROJECTED", "BUDGET", "USED", "");
            foreach (var owner in view.Owners)
                table.Add(new(owner.Name, Ink.Bold), Text(owner.Spent), Text(owner.Reserved), Projected(owner.Projected, owner.Budget), Text(owner.Budget), Percent(owner.UtilizationPercent), Bar(owner.UtilizationPercent));
            table.Write(terminal);
        }

        if (view.CostTrend.Count == 0)
            return;
        terminal.Out.WriteLine();
        var most = view.CostTrend.Max(point => point.Spent);
        var trend = new TextTable("DAY", "SPENT", "");
        foreach (var point in view.CostTrend)
            trend.Add(point.At, Text(point.Spent), new(Blocks(most == 0 ? 0 : point.Spent / most), Ink.Good));
        trend.Write(terminal);
    }

    private static void Print(Terminal terminal, ScheduleCostView view)
    {
        terminal.Out.WriteLine($"{terminal.Paint(view.ScheduleId.Value, Ink.Bold)}  {view.Month} ({view.Timezone})");
        terminal.Out.WriteLine($"  a run      {Text(view.CostPerRun)}{(view.CostLimit is { } limit ? $", limit {Text(limit)}" : "")}");
        terminal.Out.WriteLine($"  the month  {Text(view.Estimate)} for {view.Occurrences.ToString("N0", CultureInfo.InvariantCulture)} occurrences");
        terminal.Out.WriteLine($"  so far     spent {Text(view.Spent)}, reserved {Text(view.Reserved)}");
        terminal.Out.WriteLine($"  projected  {Text(view.Projected)}, with {view.Remaining.ToString("N0", CultureInfo.InvariantCulture)} runs to come");
        if (view.Budget is not { } budget)
            return;
        terminal.Out.WriteLine($"  budget     {Text(budget)} ({(view.BudgetFrom == "api" ? "set by hand" : "of the definition")}), {Percent(view.UtilizationPercent)} used");
        terminal.Out.WriteLine(view.ExceededLocal is { } at ? terminal.Paint($"  exceeded   {at}", Ink.Warn) : "  exceeded   not in this month");
    }

    private static void Print(Terminal terminal, IReadOnlyList<ForecastMonthView> months)
    {
        var most = months.Count == 0 ? 0 : months.Max(month => month.Projected);
        var table = new TextTable("MONTH", "RUNS", "PROJECTED", "", "OVER BUDGET");
        foreach (var month in months)
            table.Add(new(month.Month, Ink.Bold), month.Runs.ToString("N0", CultureInfo.InvariantCulture), Text(month.Projected), new(Blocks(most == 0 ? 0 : month.Projected / most), Ink.Good), new(string.Join(", ", month.OverBudget), Ink.Warn));
        table.Write(terminal);
    }

    private static TextTable.Cell Projected(decimal projected, decimal? budget) => new(Text(projected), projected > budget ? Ink.Warn : Ink.Plain);

    private static TextTable.Cell Bar(decimal? percent) => percent is { } used ? new TextTable.Cell(Blocks(used / 100), used >= 100 ? Ink.Bad : used >= 80 ? Ink.Warn : Ink.Good) : "";

    private static string Blocks(decimal part) => new('█', (int)Math.Round(Math.Clamp(part, 0, 1) * BarWidth));

    private static string Percent(decimal? percent) => percent is { } used ? used.ToString("0.#", CultureInfo.InvariantCulture) + " %" : "";

    private static string Text(decimal? amount) => amount?.ToString("#,0.00####", CultureInfo.InvariantCulture) ?? "";
}
