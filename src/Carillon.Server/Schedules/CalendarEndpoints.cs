using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Engine.Definitions;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;

namespace Carillon.Server.Schedules;

/// <summary><c>/api/calendars</c>: which days are business days.</summary>
internal static class CalendarEndpoints
{
    private const int MostDays = 3660;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/calendars").WithTags("calendars").Needs(Scope.ReadSchedules);
        group.MapGet("/", List).Answers<ItemList<CalendarSummary>>().WithSummary("Every calendar: those that ship with the program and those of the files, with their problems.");
        group.MapGet("/{id}", Find).Answers<CalendarView>(400, 404).WithSummary("The days of a calendar in [from, to); this year when left out.");
    }

    private static IResult List(Catalog catalog, TimeProvider time) => TypedResults.Ok(new ItemList<CalendarSummary>([.. CalendarSummary.All(catalog, time.Now())]));

    private static IResult Find(HttpContext context, Catalog catalog, TimeProvider time, string id, string? from, string? to)
    {
        var query = new Query();
        var year = time.Now().InUtc().Year;
        var first = query.Date("from", from) ?? new NodaTime.LocalDate(year, 1, 1);
        var end = query.Date("to", to) ?? new NodaTime.LocalDate(first.Year, 1, 1).PlusYears(1);
        query.Order("from", first, "to", end, MostDays);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        if (!catalog.Context.Calendars.TryGetValue(id, out var calendar))
            return Reply.Failed(context, StatusCodes.Status404NotFound, Reply.Missing(ProblemCodes.UnknownCalendar, "calendar", id) with { Suggestion = Nearest.Suggest(id, catalog.Context.Calendars.Keys) });
        var summary = CalendarSummary.All(catalog, time.Now()).First(c => c.IsKnown && string.Equals(c.Id, calendar.Name, StringComparison.Ordinal));
        return TypedResults.Ok(CalendarView.Of(summary, calendar, first, end));
    }
}
