using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Core.Schedules;
using Carillon.Engine.Storage;

namespace Carillon.Engine.History.Notifications;

/// <summary>What a schedule says that is told without its definition at hand.</summary>
/// <param name="Notify">Who is told.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Tags">Its labels.</param>
internal sealed record ScheduleNotice(IReadOnlyList<NotifyEntry> Notify, string? Owner, IReadOnlyList<string> Tags);

/// <summary>
/// Rules, and what schedules say under <c>notify</c>, in memory: what nobody wants to hear of costs no statement. On the writer's thread it is read anew, within the
/// transaction, once it was told of a change; who looks from elsewhere sees the last state.
/// </summary>
internal sealed class RuleBook
{
    private readonly string _project;
    private readonly Lock _gate = new();
    private volatile State _state = new([], new Dictionary<ScheduleId, ScheduleNotice>());
    private bool _isStale = true;
    private long _marks;

    public RuleBook(string project) => _project = project;

    /// <summary>The rules that hold.</summary>
    public IReadOnlyList<NotificationRule> Rules => _state.Rules;

    /// <summary>The schedules that say something of their own.</summary>
    public IReadOnlyDictionary<ScheduleId, ScheduleNotice> Schedules => _state.Schedules;

    /// <summary>It is read again before it is next used by the writer.</summary>
    public void MarkStale()
    {
        lock (_gate)
        {
            _isStale = true;
            _marks++;
        }
    }

    /// <summary>What this transaction has changed counts at once, and not if it is undone.</summary>
    public void Changed(Sql sql)
    {
        MarkStale();
        sql.OnRollback(MarkStale);
        sql.AfterCommit(MarkStale);
    }

    /// <summary>For the writer: the state as it is now.</summary>
    public RuleBook Current(Sql sql)
    {
        if (Volatile.Read(ref _isStale))
        {
            var marks = Marks;
            Take(Read(sql), marks, isCurrent: true);
        }
        return this;
    }

    /// <summary>As <see cref="Refresh"/>, when it was told of a change.</summary>
    public void RefreshIfStale(Database database)
    {
        if (Volatile.Read(ref _isStale))
            Refresh(database);
    }

    /// <summary>Reads anew beside the writer, unless somebody changes something meanwhile.</summary>
    public void Refresh(Database database)
    {
        var marks = Marks;
        Take(database.Read(Read), marks, isCurrent: false);
    }

    private long Marks
    {
        get
        {
            lock (_gate)
                return _marks;
        }
    }

    // What was read beside the writer, while something changed, may be older than what is held.
    private void Take(State state, long marks, bool isCurrent)
    {
        lock (_gate)
        {
            if (isCurrent || marks == _marks)
                _state = state;
            _isStale &= marks != _marks;
        }
    }

    private State Read(Sql sql)
    {
        var rules = RuleStore.List(sql, _project).Select(rule => rule.Content.Read(rule.Id, rule.Channel).ValueOrDefault).OfType<NotificationRule>().Where(rule => rule.Enabled).ToList();
        // Owners and labels of all schedules matter only to rules that ask for them.
        var labels = rules.Exists(rule => rule.Owner is not null || rule.Tag is not null) ? "or owner is not null or tags <> '[]'" : "";
        var schedules = sql.Query(
            $"""
            select id, content, override, owner, tags from schedules
            where project = $1 and archived_at is null and (content like '%"notify"%' or override like '%"notify"%' {labels})
            """,
            row => (Id: new ScheduleId(row.GetString(0)), Notice: new ScheduleNotice(NotifyOf(row.GetString(1), row.TextOrNull(2)), row.TextOrNull(3), [.. Texts(row.GetString(4))])), _project);
        return new State(rules, schedules.ToDictionary(schedule => schedule.Id, schedule => schedule.Notice));
    }

    private static IReadOnlyList<NotifyEntry> NotifyOf(string content, string? change)
    {
        var declared = (JsonObject)JsonNode.Parse(content)!;
        var holds = change is null ? declared : ScheduleContent.Lay((JsonObject)JsonNode.Parse(change)!, declared);
        return NotifyEntry.From(holds["notify"]);
    }

    private static IEnumerable<string> Texts(string list) => (JsonNode.Parse(list) as JsonArray ?? []).Select(item => item?.ToString() ?? "");

    private sealed record State(IReadOnlyList<NotificationRule> Rules, IReadOnlyDictionary<ScheduleId, ScheduleNotice> Schedules);
}
