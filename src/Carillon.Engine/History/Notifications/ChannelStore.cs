using System.Data.Common;
using Carillon.Core;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>A channel as its row has it.</summary>
internal sealed record StoredChannel(ChannelKind Kind, ChannelSettings Settings, string? Secret, bool IsEnabled, long Revision);

/// <summary>Channels as rows.</summary>
internal static class ChannelStore
{
    private const string Columns =
        """
        c.name, c.kind, c.settings, case when c.secret is null then 0 else 1 end, c.enabled, c.disabled_reason, c.revision, c.created_at, c.created_by, c.updated_at, c.updated_by, c.sent_at, c.failed_at, c.failing_since, c.last_error,
        (select count(*) from notifications n where n.project = c.project and n.channel = c.name and n.status = 'waiting'),
        (select min(n.next_attempt_at) from notifications n where n.project = c.project and n.channel = c.name and n.status = 'waiting'),
        (select count(*) from notifications n where n.project = c.project and n.channel = c.name and n.status = 'sent' and n.begun_at > $2),
        (select count(*) from notifications n where n.project = c.project and n.channel = c.name and n.status = 'failed' and n.begun_at > $2)
        """;

    private static readonly Duration Day = Duration.FromHours(24);

    public static List<ChannelRecord> List(Sql sql, string project, Instant now) =>
        sql.Query($"select {Columns} from channels c where c.project = $1 order by c.name", Read, project, (now - Day).ToStored());

    public static ChannelRecord? Find(Sql sql, string project, string name, Instant now) =>
        sql.First($"select {Columns} from channels c where c.project = $1 and c.name = $3", Read, project, (now - Day).ToStored(), name);

    public static StoredChannel? Stored(Sql sql, string project, string name) => sql.First(
        "select kind, settings, secret, enabled, revision from channels where project = $1 and name = $2",
        row => new StoredChannel(row.GetString(0).ToValue<ChannelKind>(), NotificationJson.Settings(row.GetString(1)), row.TextOrNull(2), row.GetInt64(3) != 0, row.GetInt64(4)), project, name);

    /// <summary>Makes or changes it. A change forgets what went wrong before.</summary>
    public static void Save(Sql sql, string project, string name, StoredChannel channel, string by, Instant now) => sql.Execute(
        """
        insert into channels (project, name, kind, settings, secret, enabled, created_at, created_by, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8)
        on conflict (project, name) do update set kind = excluded.kind, settings = excluded.settings, secret = excluded.secret, enabled = excluded.enabled, disabled_reason = null,
          revision = channels.revision + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by, failing_since = null
        """,
        project, name, channel.Kind.ToWord(), NotificationJson.Of(channel.Settings), channel.Secret, channel.IsEnabled, now.ToStored(), by);

    public static bool Delete(Sql sql, string project, string name) => sql.Execute("delete from channels where project = $1 and name = $2", project, name) > 0;

    /// <summary>Takes it for one sender until then. False when another has it, or it is switched off.</summary>
    public static bool Claim(Sql sql, string project, string name, string node, Instant now, Instant until) => sql.Execute(
        "update channels set sender = $3, sender_until = $5 where project = $1 and name = $2 and enabled = 1 and (sender is null or sender = $3 or sender_until <= $4)",
        project, name, node, now.ToStored(), until.ToStored()) > 0;

    /// <summary>Until when another sender has it; null when it is free.</summary>
    public static Instant? ClaimedUntil(Sql sql, string project, string name, string node) =>
        sql.Number("select sender_until from channels where project = $1 and name = $2 and sender <> $3", project, name, node)?.ToInstant();

    public static void Release(Sql sql, string node) => sql.Execute("update channels set sender = null, sender_until = null where sender = $1", node);

    public static void Sent(Sql sql, string project, string name, Instant now) => sql.Execute(
        "update channels set sent_at = $3, failing_since = null where project = $1 and name = $2", project, name, now.ToStored());

    public static void Failed(Sql sql, string project, string name, string error, Instant now) => sql.Execute(
        "update channels set failed_at = $3, failing_since = coalesce(failing_since, $3), last_error = $4 where project = $1 and name = $2", project, name, now.ToStored(), error);

    public static void Disable(Sql sql, string project, string name, string reason, Instant now) => sql.Execute(
        "update channels set enabled = 0, disabled_reason = $3, revision = revision + 1, updated_at = $4, updated_by = 'delivery' where project = $1 and name = $2 and enabled = 1", project, name, reason, now.ToStored());

    private static ChannelRecord Read(DbDataReader row)
    {
        var (enabled, failing) = (row.GetInt64(4) != 0, row.NumberOrNull(13)?.ToInstant());
        return new ChannelRecord
        {
            Name = row.GetString(0),
            Kind = row.GetString(1).ToValue<ChannelKind>(),
            Settings = NotificationJson.Settings(row.GetString(2)),
            HasSecret = row.GetInt64(3) != 0,
            Enabled = enabled,
            State = !enabled ? ChannelState.Disabled : failing is null ? ChannelState.Ok : ChannelState.Failing,
            DisabledReason = row.TextOrNull(5),
            Revision = row.GetInt64(6),
            CreatedAt = row.GetInt64(7).ToInstant(),
            CreatedBy = row.GetString(8),
            UpdatedAt = row.GetInt64(9).ToInstant(),
            UpdatedBy = row.GetString(10),
            SentAt = row.NumberOrNull(11)?.ToInstant(),
            FailedAt = row.NumberOrNull(12)?.ToInstant(),
            FailingSince = failing,
            LastError = row.TextOrNull(14),
            Waiting = row.GetInt64(15),
            NextAttemptAt = row.NumberOrNull(16)?.ToInstant(),
            SentLastDay = row.GetInt64(17),
            FailedLastDay = row.GetInt64(18),
        };
    }
}
