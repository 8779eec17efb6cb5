using System.ComponentModel.DataAnnotations;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.History.Notifications;
using Carillon.Core.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Engine.History.Notifications;

/// <summary>Quiet hours as a rule's document says them.</summary>
public sealed record QuietContent
{
    /// <summary>When they begin, <c>HH:mm</c>.</summary>
    public string? From { get; init; }

    /// <summary>When they end, <c>HH:mm</c>.</summary>
    public string? To { get; init; }

    /// <summary>The days on which they begin, <c>mon</c> … <c>sun</c> or ranges; left out, every day.</summary>
    public IReadOnlyList<string>? Days { get; init; }

    /// <summary>The IANA zone of these times.</summary>
    public string? Timezone { get; init; }
}

/// <summary>A rule's document.</summary>
public record RuleContent
{
    /// <summary>The events, at least one.</summary>
    [Required]
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Only this workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary>Only this schedule, by its id.</summary>
    public string? Schedule { get; init; }

    /// <summary>Only what has this label.</summary>
    public string? Tag { get; init; }

    /// <summary>Only what belongs to them.</summary>
    public string? Owner { get; init; }

    /// <summary>When messages wait.</summary>
    public QuietContent? Quiet { get; init; }

    /// <summary>Events that do not wait for the end of quiet hours.</summary>
    public IReadOnlyList<string>? Urgent { get; init; }

    /// <summary>How long further messages are gathered after one, as <c>1m</c>; a minute when left out, <c>0s</c> for each by itself.</summary>
    public string? Group { get; init; }

    /// <summary>False: it is as if it were not there.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The rule, or every problem (SCH082).</summary>
    public Checked<NotificationRule> Read(string id, string channel)
    {
        var problems = new List<Problem>();
        var rule = new NotificationRule(id, channel, Words(Events, "events", problems))
        {
            Workflow = Name(Workflow, "workflow", problems) is { } workflow ? new WorkflowId(workflow) : null,
            Schedule = Name(Schedule, "schedule", problems) is { } schedule ? new ScheduleId(schedule) : null,
            Tag = Name(Tag, "tag", problems),
            Owner = Name(Owner, "owner", problems),
            Quiet = Hours(problems),
            Urgent = Words(Urgent, "urgent", problems),
            Group = Length(problems),
            Enabled = Enabled ?? true,
        };
        if (Events is not { Count: > 0 })
            problems.Add(Bad("events", $"'events' must be a list of one or more of: {string.Join(", ", EventWords.OfRules)}."));
        return problems.Count > 0 ? Checked<NotificationRule>.Bad(problems) : Checked<NotificationRule>.Ok(rule);
    }

    private static List<NotificationEvent> Words(IReadOnlyList<string>? words, string field, List<Problem> problems)
    {
        var events = new List<NotificationEvent>();
        foreach (var word in words ?? [])
        {
            if (word is not null && EventWords.OfRules.Contains(word))
                events.Add(EventWords.Parse(word));
            else
                problems.Add(Bad(field, $"'{word}' is no event. There are: {string.Join(", ", EventWords.OfRules)}."));
        }
        return [.. events.Distinct()];
    }

    private static string? Name(string? text, string field, List<Problem> problems)
    {
        if (text is null)
            return null;
        if (text.Length is >= 1 and <= 500 && !text.Any(char.IsControl))
            return text;
        problems.Add(Bad(field, $"'{field}' must have 1 to 500 characters on one line."));
        return null;
    }

    private QuietHours? Hours(List<Problem> problems)
    {
        if (Quiet is null)
            return null;
        var (from, to) = (Time(Quiet.From, "quiet.from", problems), Time(Quiet.To, "quiet.to", problems));
        var zone = Quiet.Timezone is null ? DateTimeZone.Utc : ZoneDatabase.Zones.GetZoneOrNull(Quiet.Timezone);
        if (zone is null)
            problems.Add(Bad("quiet.timezone", $"'{Quiet.Timezone}' is no IANA time zone, as Europe/Berlin is."));
        var days = new List<IsoDayOfWeek>();
        foreach (var text in Quiet.Days ?? [])
        {
            if (text is not null && QuietHours.Weekdays(text) is { } range)
                days.AddRange(range);
            else
                problems.Add(Bad("quiet.days", $"'{text}' is no weekday: mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri."));
        }
        if (from == to && from is not null)
            problems.Add(Bad("quiet", "The quiet hours are empty: 'from' and 'to' are the same time."));
        return from is { } begin && to is { } end && zone is not null ? new QuietHours(begin, end, days, zone) : null;
    }

    private static LocalTime? Time(string? text, string field, List<Problem> problems)
    {
        if (text is not null && LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text) is { Success: true, Value: var time })
            return time;
        problems.Add(Bad(field, $"'{field}' must be a time of day as \"22:00\"."));
        return null;
    }

    private Duration Length(List<Problem> problems)
    {
        if (Group is null)
            return NotifyEntry.DefaultGroup;
        if (DurationText.TryParse(Group, out var length) && length <= NotifyEntry.LongestGroup)
            return length;
        problems.Add(Bad("group", $"'{Group}' is no duration of at most a day, as 30s, 5m or 0s."));
        return default;
    }

    private static Problem Bad(string field, string message) => new(ProblemCodes.ChannelUnusable, message) { Field = field };
}

/// <summary>A rule as everybody may see it. Immutable.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Content">What it says.</param>
/// <param name="Revision">Grows with every change.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="UpdatedBy">By whom.</param>
public sealed record RuleRecord(string Id, string Channel, RuleContent Content, long Revision, Instant UpdatedAt, string UpdatedBy);
