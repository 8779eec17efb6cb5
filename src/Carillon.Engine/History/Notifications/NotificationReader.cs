using System.Data.Common;
using System.Globalization;
using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>Which notifications are read. A null value does not filter.</summary>
public sealed record NotificationFilter
{
    /// <summary>Only of this channel.</summary>
    public string? Channel { get; init; }

    /// <summary>Only about this.</summary>
    public NotificationEvent? Event { get; init; }

    /// <summary>Only these; empty for all.</summary>
    public IReadOnlyList<NotificationStatus> Statuses { get; init; } = [];

    /// <summary>Only of this run.</summary>
    public RunId? Run { get; init; }

    /// <summary>Only of this schedule.</summary>
    public ScheduleId? Schedule { get; init; }

    /// <summary>Only of this workflow.</summary>
    public WorkflowId? Workflow { get; init; }
}

/// <summary>How the outbox stands.</summary>
/// <param name="Waiting">Messages that wait.</param>
/// <param name="OldestDueAt">Since when the oldest of them could have been sent; null when none could.</param>
/// <param name="FailingChannels">Channels whose last message was not accepted.</param>
/// <param name="DisabledChannels">Channels that switched themselves off.</param>
public sealed record OutboxRecord(long Waiting, Instant? OldestDueAt, long FailingChannels, long DisabledChannels);

/// <summary>Reads the outbox. Thread safe.</summary>
/// <param name="database">Where it is.</param>
/// <param name="project">Whose.</param>
public sealed class NotificationReader(Database database, string project)
{
    private const string Columns =
        "id, channel, event, status, content, rule, workflow_id, schedule_id, run_id, count, gathered_in, created_at, not_before, attempts, next_attempt_at, ended_at, error, answer";

    /// <summary>Those that fit, latest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">From the page before, or null.</param>
    /// <param name="limit">At most so many.</param>
    public RecordPage<NotificationRecord> List(NotificationFilter filter, string? cursor, int limit)
    {
        var where = new Where().And("project = ?", project)
            .AndIf("channel = ?", filter.Channel)
            .AndIf("event = ?", filter.Event is { } about ? EventWords.Of(about) : null)
            .AndIf("status in (select value from json_each(?))", filter.Statuses.Count == 0 ? null : RunReader.JsonList(filter.Statuses.Select(status => status.ToWord())))
            .AndIf("run_id = ?", filter.Run?.Value)
            .AndIf("schedule_id = ?", filter.Schedule?.Value)
            .AndIf("workflow_id = ?", filter.Workflow?.Value)
            .AndIf("id < ?", long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null);
        var text = $"select {Columns} from notifications {where} order by id desc limit {where.Next(limit + 1)}";
        return database.Read(sql => RunReader.Page(sql.Query(text, Read, where.Values), limit, record => record.Id.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The notification of that number, or null.</summary>
    public NotificationRecord? Find(long id) => database.Read(sql => sql.First($"select {Columns} from notifications where id = $1 and project = $2", Read, id, project));

    /// <summary>How everything stands.</summary>
    public OutboxRecord Stands() => database.Read(sql => sql.First(
        """
        select (select count(*) from notifications where project = $1 and status = 'waiting'),
          (select min(not_before) from notifications where project = $1 and status = 'waiting'),
          (select count(*) from channels where project = $1 and enabled = 1 and failing_since is not null),
          (select count(*) from channels where project = $1 and enabled = 0 and disabled_reason is not null)
        """,
        row => new OutboxRecord(row.GetInt64(0), row.NumberOrNull(1)?.ToInstant(), row.GetInt64(2), row.GetInt64(3)), project)!);

    private static NotificationRecord Read(DbDataReader row)
    {
        var occasion = NotificationJson.Occasion(row.GetString(4));
        var count = row.GetInt64(9);
        return new NotificationRecord
        {
            Id = row.GetInt64(0),
            Channel = row.GetString(1),
            Event = row.GetString(2),
            Status = row.GetString(3).ToValue<NotificationStatus>(),
            Title = MessageText.Title(occasion, count),
            Rule = row.GetString(5),
            WorkflowId = row.TextOrNull(6) is { } workflow ? new WorkflowId(workflow) : null,
            ScheduleId = row.TextOrNull(7) is { } schedule ? new ScheduleId(schedule) : null,
            RunId = row.TextOrNull(8) is { } run ? new RunId(run) : null,
            Task = count > 1 ? null : occasion.Task,
            Problem = count > 1 ? null : occasion.Error,
            Count = count,
            GatheredIn = row.NumberOrNull(10),
            CreatedAt = row.GetInt64(11).ToInstant(),
            NotBefore = row.GetInt64(12).ToInstant(),
            Attempts = row.GetInt32(13),
            NextAttemptAt = row.NumberOrNull(14)?.ToInstant(),
            EndedAt = row.NumberOrNull(15)?.ToInstant(),
            Error = row.TextOrNull(16),
            Answer = row.TextOrNull(17),
        };
    }
}
