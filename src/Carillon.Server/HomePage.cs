using Carillon.Server.Hosting;
using System.Text;
using System.Text.Encodings.Web;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Server.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Server;

/// <summary>The page at <c>/</c>: workflows, schedules and runs at a glance, made on the server, without scripts.</summary>
internal static class HomePage
{
    private const int Rows = 50;

    private const string Style =
        """
        :root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent)}
        body{font:15px/1.45 system-ui,sans-serif;margin:0 auto;max-width:72rem;padding:1.5rem}
        h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
        th{font-weight:600}.dim{opacity:.7}.completed,.active{color:#187a3c}.failed,.error{color:#c02626}.running,.canceling,.pending{color:#1f5fbf}.paused,.canceled,.disabled{color:#946200}
        @media(prefers-color-scheme:dark){.completed,.active{color:#5cc98a}.failed,.error{color:#ff8080}.running,.canceling,.pending{color:#7fb2ff}.paused,.canceled,.disabled{color:#e0b04a}}
        nav a{margin-right:1rem}
        """;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", Show).Needs(Scope.Public).ExcludeFromDescription();

    private static IResult Show(HttpContext context, EngineOptions options, Catalog catalog, Engine.Schedules.LiveSchedules live, ScheduleReader schedules, RunReader runs)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers.CacheControl = "no-store";
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Carillon</title><style>")
            .Append(Style).Append("</style></head><body><h1>Carillon</h1><p class=\"dim\">Project ").Append(Html(options.Project))
            .Append("</p><nav><a href=\"/openapi.json\">API</a><a href=\"/api/workflows\">workflows</a><a href=\"/api/schedules\">schedules</a><a href=\"/api/runs\">runs</a><a href=\"/api/task-types\">task types</a><a href=\"/readyz\">readiness</a></nav>");
        Runs(page, runs.List(RunFilter.All, null, Rows).Items);
        Schedules(page, schedules.List(new ScheduleFilter(), null, Rows).Items.Select(record => ScheduleView.From(record, live)));
        Workflows(page, catalog.Entries.Take(Rows));
        page.Append("</body></html>");
        return Results.Content(page.ToString(), "text/html; charset=utf-8");
    }

    private static void Runs(StringBuilder page, IReadOnlyList<RunRecord> runs)
    {
        Open(page, "Latest runs", "Workflow", "Status", "Trigger", "Started", "Took", "Tasks", "");
        foreach (var run in runs)
        {
            var url = "/api/runs/" + Uri.EscapeDataString(run.Id.Value);
            Row(
                page,
                Html(run.WorkflowId.Value) + (run.RunNumber is { } number ? " #" + number.ToString(System.Globalization.CultureInfo.InvariantCulture) : ""),
                Status(run.Status.ToString()) + (run.Error is null ? "" : "<br>" + Html(run.Error.Message)),
                Html(run.Trigger.ToString().ToLowerInvariant()),
                Time(run.StartedAt),
                run.DurationMs is { } ms ? Html(Words.Duration(ms)) : "",
                $"{run.TasksSucceeded}/{run.TasksTotal}",
                $"<a href=\"{url}\">run</a> <a href=\"{url}/tasks\">tasks</a> <a href=\"{url}/logs\">log</a> <a href=\"{url}/artifacts\">files</a>");
        }

        Close(page, runs.Count, "No run yet.");
    }

    private static void Schedules(StringBuilder page, IEnumerable<ScheduleView> schedules)
    {
        Open(page, "Schedules", "Schedule", "When", "Status", "Next", "Last run");
        var count = 0;
        foreach (var schedule in schedules)
        {
            count++;
            var url = "/api/schedules/" + Uri.EscapeDataString(schedule.Id.Value);
            Row(
                page,
                $"<a href=\"{url}\">{Html(schedule.Id.Value)}</a>",
                Html(schedule.Words ?? "") + "<br><span class=\"dim\">" + Html(schedule.Timezone ?? "") + "</span>",
                Status(schedule.Status.ToString()) + (schedule.PausedBy is null ? "" : "<br>by " + Html(schedule.PausedBy)),
                $"<a href=\"{url}/next-runs\">{(schedule.NextRunLocal is null ? "none" : Html(schedule.NextRunLocal))}</a>",
                schedule.LastRun is { } run ? Status(run.Status.ToString()) + " " + Time(run.NominalAt) : "");
        }

        Close(page, count, "No schedule.");
    }

    private static void Workflows(StringBuilder page, IEnumerable<CatalogEntry> entries)
    {
        Open(page, "Workflows", "Workflow", "File", "Tasks", "Problems");
        var count = 0;
        foreach (var entry in entries)
        {
            count++;
            Row(
                page,
                entry.Live is { } live ? $"<a href=\"/api/workflows/{Uri.EscapeDataString(live.Id.Value)}\">{Html(live.Name)}</a>" : "",
                Html(entry.Path),
                entry.Live is null ? "" : entry.Live.Tasks.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                string.Join("<br>", entry.Problems.Select(problem => $"<span class=\"{(problem.Severity == Core.ProblemSeverity.Error ? "error" : "dim")}\">{Html(problem.ToString())}</span>")));
        }

        Close(page, count, "No workflow file.");
    }

    private static void Open(StringBuilder page, string title, params string[] columns)
    {
        page.Append("<h2>").Append(Html(title)).Append("</h2><table><thead><tr>");
        foreach (var column in columns)
            page.Append("<th scope=\"col\">").Append(Html(column)).Append("</th>");
        page.Append("</tr></thead><tbody>");
    }

    private static void Row(StringBuilder page, params string[] cells)
    {
        page.Append("<tr>");
        foreach (var cell in cells)
            page.Append("<td>").Append(cell).Append("</td>");
        page.Append("</tr>");
    }

    private static void Close(StringBuilder page, int count, string none)
    {
        page.Append("</tbody></table>");
        if (count == 0)
            page.Append("<p class=\"dim\">").Append(Html(none)).Append("</p>");
    }

    private static string Status(string status) => $"<span class=\"{Html(status.ToLowerInvariant())}\">{Html(status.ToLowerInvariant())}</span>";

    private static string Time(Instant? at) => at is { } instant ? Html(InstantPattern.General.Format(instant)) : "";

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
