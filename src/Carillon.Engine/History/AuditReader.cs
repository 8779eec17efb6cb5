using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>One change, as the audit trail has it. Immutable.</summary>
/// <param name="Id">Its number; later changes have larger ones.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What, one word such as <c>paused</c>.</param>
/// <param name="Subject">The kind of thing: <c>schedule</c>, <c>workflow</c>, <c>run</c>, <c>strategy</c>, <c>backfill</c>, <c>budget</c>, <c>project</c>.</param>
/// <param name="SubjectId">Which one.</param>
/// <param name="Reason">Why, in the actor's words, or null.</param>
/// <param name="Detail">What exactly changed, or null.</param>
public sealed record AuditRecord(long Id, Instant At, string Actor, string Action, string Subject, string SubjectId, string? Reason, JsonNode? Detail);

/// <summary>Reads the audit trail. Thread safe.</summary>
/// <param name="database">Where it is.</param>
/// <param name="project">Whose it is.</param>
public sealed class AuditReader(Database database, string project)
{
    private const int Piece = 500;

    /// <summary>Changes, latest first.</summary>
    /// <param name="subject">Only of this kind of thing, or null.</param>
    /// <param name="subjectId">Only of this one, or null.</param>
    /// <param name="actor">Only by this person, or null.</param>
    /// <param name="cursor">From the page before, or null. Text that is no cursor begins at the start.</param>
    /// <param name="limit">At most so many.</param>
    public RecordPage<AuditRecord> List(string? subject, string? subjectId, string? actor, string? cursor, int limit)
    {
        var where = new Where().And("project = ?", project)
            .AndIf("subject = ?", subject)
            .AndIf("subject_id = ?", subjectId)
            .AndIf("actor = ?", actor)
            .AndIf("id < ?", long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null);
        var text = $"select id, at, actor, action, subject, subject_id, reason, detail from audit {where} order by id desc limit {where.Next(limit + 1)}";
        return database.Read(sql => RunReader.Page(sql.Query(text, Read, where.Values), limit, record => record.Id.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Every change within a time, earliest first, as far as it was there when it was asked for; read in pieces, so that any number needs little memory.</summary>
    /// <param name="from">From then on; null from the beginning.</param>
    /// <param name="to">Before then; null to the end.</param>
    public IEnumerable<AuditRecord> Walk(Instant? from, Instant? to)
    {
        var last = database.Read(sql => sql.Number("select max(id) from audit")) ?? 0;
        for (var (before, piece) = (0L, new List<AuditRecord>()); ; before = piece[^1].Id)
        {
            var where = new Where().And("project = ?", project).And("id > ?", before).And("id <= ?", last).AndIf("at >= ?", from?.ToStored()).AndIf("at < ?", to?.ToStored());
            var text = $"select id, at, actor, action, subject, subject_id, reason, detail from audit {where} order by id limit {where.Next(Piece)}";
            piece = database.Read(sql => sql.Query(text, Read, where.Values));
            foreach (var record in piece)
                yield return record;
            if (piece.Count < Piece)
                yield break;
        }
    }

    private static AuditRecord Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1).ToInstant(), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.TextOrNull(6), row.TextOrNull(7).ToJson());
}
