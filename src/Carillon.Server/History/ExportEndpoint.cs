using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Schedules;
using Carillon.Engine.History.Export;
using Carillon.Server.Hosting;
using Carillon.Server.Schedules;

namespace Carillon.Server.History;

/// <summary>The forms of an export.</summary>
internal enum ExportFormat
{
    /// <summary>Everything in one archive.</summary>
    Zip,

    /// <summary>One table.</summary>
    Csv,
}

/// <summary>What a table of an export holds.</summary>
internal enum ExportContent
{
    /// <summary>One row for each run.</summary>
    Runs,

    /// <summary>The rows of every CSV artifact of a name.</summary>
    Artifacts,
}

/// <summary><c>/api/schedules/{id}/export</c>.</summary>
internal static class ExportEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/schedules/{id}/export", ExportAsync)
        .Needs(Scope.ReadSchedules)
        .WithTags("history")
        .Produces(200, contentType: "application/zip", additionalContentTypes: ["text/csv"])
        .Produces<ApiProblem>(400, Reply.ProblemType)
        .Produces<ApiProblem>(404, Reply.ProblemType)
        .Produces<ApiProblem>(409, Reply.ProblemType)
        .WithSummary("Its ended runs: format=zip with every artifact and a manifest; format=csv with one row a run, or with of=artifacts and name=*.csv the CSV artifacts of that name as one table.");

    private static async Task<IResult> ExportAsync(
        HttpContext context, ScheduleReader schedules, ExportService exports, LiveSchedules live, string id, string? format, string? of, string? name, string? from, string? to)
    {
        if (schedules.Find(new ScheduleId(id)) is not { } schedule)
            return Reply.Failed(context, ScheduleEndpoints.Missing(id));
        var query = new Query();
        var isCsv = (query.Word<ExportFormat>("format", format) ?? ExportFormat.Zip) == ExportFormat.Csv;
        var isJoined = query.Word<ExportContent>("of", of) == ExportContent.Artifacts;
        var zone = AskedPeriod.ZoneOf(schedule, live);
        var scope = new ExportScope(schedule, AskedPeriod.Time(query, "from", from, zone), AskedPeriod.Time(query, "to", to, zone));
        AskedPeriod.RefuseReversed(query, scope.From, scope.To);
        if (isJoined && (!isCsv || string.IsNullOrEmpty(name)))
            query.Add("'of=artifacts' needs 'format=csv' and a 'name', such as report.csv or *.csv.");
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var stop = context.RequestAborted;
        context.Response.Headers.CacheControl = "no-store";
        if (!isCsv)
            return TypedResults.Stream(output => exports.WriteZipAsync(scope, output, stop), "application/zip", id + ".zip");
        if (!isJoined)
            return TypedResults.Stream(output => exports.WriteRunsAsync(scope, output, stop), "text/csv", id + ".csv");
        var header = await exports.HeaderAsync(scope, name!, stop);
        return header.IsOk
            ? TypedResults.Stream(output => exports.WriteJoinedAsync(scope, name!, header.Value, output, stop), "text/csv", id + "-artifacts.csv")
            : Reply.Failed(context, header.Problems);
    }
}
