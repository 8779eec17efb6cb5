using Carillon.Engine.History;
using Carillon.Server.Hosting;

namespace Carillon.Server.History;

/// <summary><c>/api/audit</c>: who changed what.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/audit", List).WithTags("system").Needs(Scope.Admin).Answers<RecordPage<AuditRecord>>(400)
        .WithSummary("Every change by people and policies, latest first: of a subject (schedule, run, …), of one thing, or by one person.");

    private static IResult List(HttpContext context, AuditReader audit, string? subject, string? id, string? actor, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var after = query.Cursor("audit", cursor);
        return query.Problems.Count > 0 ? Reply.Failed(context, query.Problems) : TypedResults.Ok(audit.List(subject, id, actor, after, count).Sealed("audit"));
    }
}
