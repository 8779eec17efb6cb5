using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.History.Notifications;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.History;

/// <summary>Examples of channels, rules and messages. Their secrets are none.</summary>
internal static class NotificationExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 9, 20, 30);

    private static readonly ChannelRecord Channel = new()
    {
        Name = "ops-slack",
        Kind = ChannelKind.Slack,
        State = ChannelState.Ok,
        Settings = new ChannelSettings { Address = "https://hooks.slack.com/…" },
        HasSecret = true,
        Enabled = true,
        Revision = 2,
        CreatedAt = At - Duration.FromDays(30),
        CreatedBy = "ann",
        UpdatedAt = At - Duration.FromDays(2),
        UpdatedBy = "ann",
        SentAt = At,
        SentLastDay = 4,
    };

    private static readonly RuleContent Content = new()
    {
        Events = ["failure", "recovered", "missed"],
        Tag = "trading",
        Quiet = new QuietContent { From = "22:00", To = "07:00", Timezone = "Europe/Berlin" },
        Urgent = ["missed"],
        Group = "5m",
    };

    private static readonly RuleRecord Rule = new("trading", "ops-slack", Content, 1, At, "ann");

    private static readonly NotificationRecord Message = new()
    {
        Id = 412,
        Channel = "ops-slack",
        Event = "failure",
        Status = NotificationStatus.Sent,
        Title = "Failed: Apple, after the close",
        Rule = "rule/trading",
        WorkflowId = new WorkflowId("aapl-daily"),
        ScheduleId = new ScheduleId("schedule-default-aapl-daily"),
        RunId = new RunId("019cd3b1-7d80-7c11-9d4e-2f5f3c1b7a10"),
        Task = "bars",
        Problem = "The file has no rows.",
        Count = 1,
        CreatedAt = At,
        NotBefore = At,
        Attempts = 1,
        EndedAt = At + Duration.FromMilliseconds(310),
        Answer = "HTTP 200: ok",
    };

    /// <summary>By type.</summary>
    public static IEnumerable<KeyValuePair<Type, object>> All() => new object[]
    {
        new ItemList<ChannelRecord>([Channel]),
        Channel,
        new ChannelRequest { Kind = ChannelKind.Slack, Url = "https://hooks.slack.com/services/…", Reason = "alerts of the desk" },
        new ChannelAnswer(Channel, null),
        new ChannelTest(true, "HTTP 200: ok", 310),
        new ItemList<RuleRecord>([Rule]),
        Rule,
        new RuleRequest { Channel = Rule.Channel, Events = Content.Events, Tag = Content.Tag, Quiet = Content.Quiet, Urgent = Content.Urgent, Group = Content.Group },
        new RecordPage<NotificationRecord>([Message], null),
        Message,
    }.Select(example => KeyValuePair.Create(example.GetType(), example));
}
