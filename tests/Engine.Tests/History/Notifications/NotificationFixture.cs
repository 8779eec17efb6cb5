using Carillon.Adapters.Channels;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Runs;
using Carillon.Tests.Shared;
using NodaTime;

namespace Carillon.Engine.Tests.History.Notifications;

/// <summary>An engine whose channels are real, and a real receiver. The clock stands still until the test moves it.</summary>
internal sealed class NotificationFixture : IAsyncDisposable
{
    public const string Url = "https://carillon.example/";

    /// <summary>A workflow that fails, and tells of it at once.</summary>
    public const string Failing = "notify: { channel: ops, on: [failure, recovered], group: 0s }\ntasks:\n  - { id: fails, uses: test.step }\n";

    public NotificationFixture(Func<EngineOptions, EngineOptions>? options = null)
    {
        Engine = new EngineFixture(o => (options ?? (all => all))(o with { Time = Time, Watch = false, Channels = ShippedChannels.All(reachPrivate: true, Time), PublicUrl = new Uri(Url) }));
        Engine.Step.On("fails", _ => Bad());
    }

    public static TaskResult Bad() => new TaskResult.Failed(new TaskError("SCH036", ErrorClasses.ExitCode, "the disk is full", Retryable: false));

    public ManualTime Time { get; } = new(Instant.FromUtc(2026, 3, 9, 8, 30));

    public EngineFixture Engine { get; }

    public HttpReceiver Receiver { get; } = new();

    public NotificationService Notifications => Engine.Host.Notifications;

    public async Task<NotificationFixture> StartAsync(params (string Name, string Yaml)[] files)
    {
        foreach (var (name, yaml) in files)
            Engine.File(name + ".yaml", $"id: {name}\n{yaml}");
        await Engine.StartAsync();
        return this;
    }

    public async Task ChannelAsync(string name = "ops", string? url = null) =>
        (await Notifications.SaveChannelAsync(name, new ChannelEdit(ChannelKind.Webhook, new ChannelSettings(), new ChannelSecrets { Url = url ?? Receiver.Url }), "ann", null)).IsOk.ShouldBeTrue();

    public async Task RuleAsync(string id, RuleContent content, string channel = "ops")
    {
        var saved = await Notifications.SaveRuleAsync(id, channel, content, "ann", null);
        saved.IsOk.ShouldBeTrue(string.Join("; ", saved.Problems));
    }

    public async Task<RunId> EndAsync(string workflow)
    {
        var run = await Engine.RunAsync(workflow);
        await Engine.EndAsync(run);
        return run;
    }

    /// <summary>Moves the clock, and waits until the outbox has nothing that could be sent at its time. Before as well: what is being sent would take as long as the leap.</summary>
    public async Task LeapAsync(Duration by)
    {
        await SettledAsync();
        Engine.Leap(by);
        await SettledAsync();
    }

    /// <summary>Waits until nothing is to be sent just now: what waits is held, or waits for its next attempt.</summary>
    public Task SettledAsync() => Engine.UntilAsync(
        () => Engine.Count(
            """
            select count(*) from notifications n where status = 'waiting' and not (
              exists (select 1 from notifications h where h.channel = n.channel and h.status = 'waiting' and h.next_attempt_at > $1)
              or not_before > $1 or (group_for > 0 and exists (select 1 from notifications b where b.channel = n.channel and b.event = n.event and b.begun_at + n.group_for * 1000 > $1 and b.id <> n.id))
              or exists (select 1 from notifications h where h.channel = n.channel and h.subject = n.subject and h.id < n.id and h.status = 'waiting'))
            """,
            Time.Now().ToStoredTime()) == 0,
        "the outbox to settle",
        () => string.Join("\n", Engine.Rows("select id, event, status, attempts, next_attempt_at, not_before, error from notifications")));

    public List<string> Outbox() => Engine.Rows("select channel, event, status, attempts from notifications order by id");

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Receiver.Dispose();
    }
}

internal static class StoredTimes
{
    public static long ToStoredTime(this Instant at) => Carillon.Engine.Storage.StoredTime.ToStored(at);

    public static Instant Now(this ManualTime time) => Carillon.Engine.Storage.StoredTime.Now(time);
}
