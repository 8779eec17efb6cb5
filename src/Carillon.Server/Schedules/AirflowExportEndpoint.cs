using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Schedules;

/// <summary><c>/api/internal/schedules/export</c>: what another scheduler needs to carry the schedules out. Its ETag follows from the content, so that polling is cheap.</summary>
internal static class AirflowExportEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/internal/schedules/export", Export).WithTags("internal").Needs(Scope.ExportInternally)
        .Answers<ExportView>(400).Produces(304).WithSummary("The active schedules for Airflow, with all=true the paused and disabled ones as well; 304 when nothing has changed since If-None-Match.");

    private static IResult Export(HttpContext context, EngineOptions options, ScheduleReader schedules, LiveSchedules live, bool? all)
    {
        var items = schedules.InUse(all == true ? null : ScheduleStatus.Active).Select(record => ExportItem.From(record, live));
        return Revision.Answer(context, new ExportView(options.Project, [.. items]), AnswerJson.Context.ExportView);
    }
}

/// <summary>The schedules of a project, by id.</summary>
/// <param name="Project">The project.</param>
/// <param name="Schedules">All that were asked for.</param>
internal sealed record ExportView(string Project, IReadOnlyList<ExportItem> Schedules);

/// <summary>One schedule for another scheduler.</summary>
internal sealed record ExportItem
{
    public required ScheduleId Id { get; init; }

    public required WorkflowId WorkflowId { get; init; }

    public required ScheduleStatus Status { get; init; }

    /// <summary>True when its occurrences run.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The cron; null for other kinds, whose keys are in the definition.</summary>
    public string? Cron { get; init; }

    /// <summary>The IANA zone it is computed in; null when its definition no longer fits its workflow.</summary>
    public string? Timezone { get; init; }

    /// <summary>The next nominal time, or null.</summary>
    public Instant? NextRunAt { get; init; }

    /// <summary>The input of its runs.</summary>
    public JsonNode? Input { get; init; }

    /// <summary>All keys as they hold, with the override: recurrence, run window, policies.</summary>
    public JsonNode? Definition { get; init; }

    public static ExportItem From(ScheduleRecord record, LiveSchedules live)
    {
        var definition = live.Of(record).ValueOrDefault?.Definition;
        var content = definition?.Content ?? record.Content;
        return new ExportItem
        {
            Id = record.Id,
            WorkflowId = record.WorkflowId,
            Status = record.Status,
            Enabled = record.Status == ScheduleStatus.Active,
            Cron = content?["cron"]?.ToString(),
            Timezone = definition?.Zone.Id,
            NextRunAt = record.NextRunAt,
            Input = content?["input"]?.DeepClone(),
            Definition = content,
        };
    }
}
