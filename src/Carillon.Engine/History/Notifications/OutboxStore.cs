using Carillon.Core.History.Notifications;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>A message that is about to be sent.</summary>
internal sealed record OutboxMessage(long Id, string Key, Occasion Occasion, int Attempts, long Count);

/// <summary>The outbox as rows.</summary>
internal static class OutboxStore
{
    private static readonly RowWrite Insertion = RowWrite.Insert(
        72, "notifications", "project', channel', key', rule', event', subject', workflow_id', schedule_id', run_id', content', status', group_for, created_at, not_before", keeps: true);

    private static readonly RowWrite Trouble = RowWrite.Insert(73, "notification_incidents", "project', channel', subject', key', since", keeps: true);

    /// <summary>Writes it down, with the other rows of the batch. One that is there already stays.</summary>
    public static void Add(Sql sql, string project, Recipient to, Instant now) => sql.Rows.Add(
        Insertion,
        project, to.Channel, to.Occasion.Key, to.Rule, EventWords.Of(to.Occasion.Event), to.Occasion.Subject, to.Occasion.Workflow?.Value, to.Occasion.Schedule?.Value, to.Occasion.Run?.Value,
        NotificationJson.Of(to.Occasion), "waiting", (long)to.Group.TotalMilliseconds, now.ToStored(), to.NotBefore.ToStored());

    /// <summary>From now on the channel knows of trouble with the subject.</summary>
    public static void AddIncident(Sql sql, string project, Recipient to, Instant now) =>
        sql.Rows.Add(Trouble, project, to.Channel, to.Occasion.Subject, to.Occasion.Key, now.ToStored());

    /// <summary>The trouble is over.</summary>
    public static void EndIncident(Sql sql, string project, string channel, string subject) =>
        sql.Execute("delete from notification_incidents where project = $1 and channel = $2 and subject = $3", project, channel, subject);

    /// <summary>All trouble that channels know of.</summary>
    public static List<(string Channel, string Subject, string Key)> Incidents(Sql sql, string project) =>
        sql.Query("select channel, subject, key from notification_incidents where project = $1", row => (row.GetString(0), row.GetString(1), row.GetString(2)), project);

    /// <summary>The channels for which something waits.</summary>
    public static List<string> WaitingChannels(Sql sql, string project) =>
        sql.Query("select distinct channel from notifications where project = $1 and status = 'waiting'", row => row.GetString(0), project);

    /// <summary>What waits for a channel, in order; so many at most.</summary>
    public static List<WaitingMessage> Waiting(Sql sql, string project, string channel, int most) => sql.Query(
        """
        select id, event, subject, created_at, not_before, group_for, attempts, next_attempt_at from notifications
        where project = $1 and channel = $2 and status = 'waiting' order by coalesce(place, id), id limit $3
        """,
        row => new WaitingMessage(
            row.GetInt64(0), EventWords.Parse(row.GetString(1)), row.GetString(2), row.GetInt64(3).ToInstant(), row.GetInt64(4).ToInstant(), Duration.FromMilliseconds(row.GetInt64(5)), row.GetInt32(6), row.NumberOrNull(7)?.ToInstant()),
        project, channel, most);

    /// <summary>When a message of each event was last begun, within the longest time that messages are gathered.</summary>
    public static Dictionary<NotificationEvent, Instant> LastBegun(Sql sql, string project, string channel, Instant now) => sql.Query(
        "select event, max(begun_at) from notifications where project = $1 and channel = $2 and begun_at > $3 group by event",
        row => (EventWords.Parse(row.GetString(0)), row.GetInt64(1).ToInstant()), project, channel, (now - NotifyEntry.LongestGroup).ToStored()).ToDictionary();

    /// <summary>An attempt begins. Null when it is not to be sent any more.</summary>
    public static OutboxMessage? Begin(Sql sql, long id, Instant now) => sql.First(
        "update notifications set attempts = attempts + 1, begun_at = coalesce(begun_at, $2), next_attempt_at = null where id = $1 and status = 'waiting' returning id, key, content, attempts, count",
        row => new OutboxMessage(row.GetInt64(0), row.GetString(1), NotificationJson.Occasion(row.GetString(2)), row.GetInt32(3), row.GetInt64(4)), id, now.ToStored());

    /// <summary>What was gathered in a message, in order.</summary>
    public static List<Occasion> GatheredIn(Sql sql, long id) =>
        sql.Query("select content from notifications where gathered_in = $1 order by id", row => NotificationJson.Occasion(row.GetString(0)), id);

    /// <summary>One message in place of several.</summary>
    public static void Gather(Sql sql, string project, string channel, IReadOnlyList<long> ids, Instant now)
    {
        var list = RunReader.JsonList(ids.Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var made = sql.Number(
            """
            insert into notifications (project, channel, key, rule, event, subject, workflow_id, content, status, count, place, group_for, created_at, not_before)
            select project, channel, $3, rule, event, $3, null, content, 'waiting', $4, $2, group_for, $5, $5 from notifications
            where id = $2 and status = 'waiting' and project = $1
            on conflict do nothing returning id
            """,
            project, ids[0], $"gathered/{channel}/{ids[0]}", ids.Count, now.ToStored());
        if (made is null)
            return;
        var gathered = sql.Execute(
            "update notifications set status = 'gathered', gathered_in = $2, ended_at = $3 where status = 'waiting' and id in (select cast(value as bigint) from json_each($1))", list, made, now.ToStored());
        if (gathered != ids.Count)
            sql.Execute("update notifications set count = $2 where id = $1", made, gathered);
    }

    /// <summary>The attempt ended well. False when another sender has had the last word.</summary>
    public static bool Sent(Sql sql, OutboxMessage message, string answer, Instant now) => sql.Execute(
        "update notifications set status = 'sent', ended_at = $3, answer = $4, error = null where id = $1 and attempts = $2 and status = 'waiting'", message.Id, message.Attempts, now.ToStored(), answer) > 0;

    /// <summary>The attempt failed, and there is another one.</summary>
    public static bool Later(Sql sql, OutboxMessage message, string error, Instant next) => sql.Execute(
        "update notifications set next_attempt_at = $3, error = $4 where id = $1 and attempts = $2 and status = 'waiting'", message.Id, message.Attempts, next.ToStored(), error) > 0;

    /// <summary>It is given up.</summary>
    public static bool Fail(Sql sql, OutboxMessage message, string error, Instant now) => sql.Execute(
        "update notifications set status = 'failed', ended_at = $3, error = $4 where id = $1 and attempts = $2 and status = 'waiting'", message.Id, message.Attempts, now.ToStored(), error) > 0;

    /// <summary>Everything that waits for the channel is given up. Returns how many.</summary>
    public static int FailAll(Sql sql, string project, string channel, string error, Instant now) => sql.Execute(
        "update notifications set status = 'failed', ended_at = $3, error = $4, next_attempt_at = null where project = $1 and channel = $2 and status = 'waiting'", project, channel, now.ToStored(), error);

    /// <summary>What waits for its next attempt is tried now: the channel was mended.</summary>
    public static void TryNow(Sql sql, string project, string channel) => sql.Execute(
        "update notifications set next_attempt_at = null where project = $1 and channel = $2 and status = 'waiting' and next_attempt_at is not null", project, channel);

    /// <summary>Removes some that ended before that time. Returns how many.</summary>
    public static int Prune(Sql sql, Instant before, int most) => sql.Execute(
        "delete from notifications where id in (select id from notifications where ended_at < $1 order by ended_at limit $2)", before.ToStored(), most);
}
