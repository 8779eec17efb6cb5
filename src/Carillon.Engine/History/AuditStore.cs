using System.Text.Json.Nodes;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>A change for the audit trail.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Action">What, one word such as <c>paused</c>.</param>
/// <param name="Subject">The kind of thing: <c>schedule</c>, <c>run</c>, …</param>
/// <param name="SubjectId">Which one.</param>
/// <param name="Reason">Why, in the actor's words; null when none was given.</param>
/// <param name="Detail">What exactly changed, or null.</param>
internal sealed record AuditEntry(string Actor, string Action, string Subject, string SubjectId, string? Reason = null, JsonNode? Detail = null);

/// <summary>Appends to the audit trail, in the transaction of the change itself.</summary>
internal static class AuditStore
{
    private static readonly RowWrite Insertion = RowWrite.Insert(70, "audit", "at, project', actor', action', subject', subject_id', reason', detail'");

    public static void Append(Sql sql, string project, AuditEntry entry, Instant now) => sql.Rows.Add(
        Insertion,
        now.ToStored(), project, entry.Actor, entry.Action, entry.Subject, entry.SubjectId, string.IsNullOrEmpty(entry.Reason) ? null : entry.Reason, entry.Detail?.ToJsonString());
}
