using System.Globalization;
using System.Text;
using System.Text.Json;
using Carillon.Core;
using Carillon.Core.History;
using Carillon.Engine.History;
using Carillon.Server.Hosting;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.History;

/// <summary>The forms of the audit trail as a file.</summary>
internal enum AuditFormat
{
    /// <summary>A table, one row for each change.</summary>
    Csv,

    /// <summary>One JSON object on each line, as the list has them.</summary>
    Ndjson,
}

/// <summary><c>/api/audit/export</c>: the audit trail of a time as a file, however long, without being held in memory.</summary>
internal static class AuditExportEndpoint
{
    private const int Flush = 32 * 1024;
    private static readonly string[] Header = ["id", "at", "actor", "action", "subject", "subject_id", "reason", "detail"];

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/audit/export", Export).WithTags("system").Needs(Scope.Admin)
        .Produces(200, contentType: "text/csv", additionalContentTypes: ["application/x-ndjson"])
        .Produces<ApiProblem>(400, Reply.ProblemType)
        .WithSummary("The changes of a time as a file, earliest first: from= and to= as dates or times (UTC), format=csv or ndjson.");

    private static IResult Export(HttpContext context, AuditReader audit, string? from, string? to, string? format)
    {
        var query = new Query();
        var form = query.Word<AuditFormat>("format", format) ?? AuditFormat.Csv;
        var (begin, end) = (AskedPeriod.Time(query, "from", from, DateTimeZone.Utc), AskedPeriod.Time(query, "to", to, DateTimeZone.Utc));
        AskedPeriod.RefuseReversed(query, begin, end);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        context.Response.Headers.CacheControl = "no-store";
        var (line, type) = form == AuditFormat.Csv ? ((Func<AuditRecord, string>)Row, "text/csv") : (Line, "application/x-ndjson");
        return TypedResults.Stream(
            output => WriteAsync(output, form == AuditFormat.Csv ? CsvCells.Row(Header) : "", audit.Walk(begin, end).Select(line), context.RequestAborted),
            type, $"audit.{form.ToString().ToLowerInvariant()}");
    }

    private static async Task WriteAsync(Stream output, string header, IEnumerable<string> lines, CancellationToken stop)
    {
        var text = new StringBuilder(header);
        foreach (var line in lines)
        {
            text.Append(line);
            if (text.Length < Flush)
                continue;
            await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), stop);
            text.Clear();
        }
        await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), stop);
    }

    private static string Row(AuditRecord record) => CsvCells.Row(
    [
        record.Id.ToString(CultureInfo.InvariantCulture), InstantPattern.ExtendedIso.Format(record.At), record.Actor, record.Action, record.Subject, record.SubjectId, record.Reason, record.Detail?.ToJsonString(),
    ]);

    private static string Line(AuditRecord record) => JsonSerializer.Serialize(record, AnswerJson.Context.AuditRecord) + "\n";
}
