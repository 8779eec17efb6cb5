using Carillon.Core.History.Notifications;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>Sends what waits for one channel, one message after the other. Only one node at a time sends to a channel; its claim ends by itself when it dies. Thread safe for different channels.</summary>
internal sealed class ChannelSender(EngineOptions options, Database database, Vault vault, MessageMaker messages, ILogger log)
{
    private const int MostWaiting = 2000;

    /// <summary>How long an attempt to send may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // Longer than any attempt and what goes before it, so that no other node sends beside.
    private static readonly Duration Claim = Duration.FromSeconds(60);
    private static readonly TimeSpan LatestStart = TimeSpan.FromSeconds(20);
    private readonly Dictionary<ChannelKind, IChannel> _kinds = options.Channels.ToDictionary(channel => channel.Kind);

    /// <summary>Sends until nothing can be sent just now. Returns when to look again; null when nothing waits.</summary>
    /// <exception cref="StorageException">The database cannot be used at the moment.</exception>
    public async Task<Instant?> SendAllAsync(string channel, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var now = options.Time.Now();
            var (stored, step) = database.Read(sql =>
            {
                var stored = ChannelStore.Stored(sql, options.Project, channel);
                return (stored, Plan(sql, channel, stored, now));
            });
            if (step is DeliveryStep.Wait wait)
                return wait.Until;
            if (stored is not { IsEnabled: true })
            {
                var why = stored is null ? $"There is no channel '{channel}'." : $"The channel '{channel}' is switched off.";
                log.LogWarning("Messages are given up: {Reason}", why);
                var given = await database.WriteAsync(sql => OutboxStore.FailAll(sql, options.Project, channel, why, options.Time.Now()));
                options.Meter.Notified(channel, "failed", given);
                return null;
            }
            if (await StepAsync(channel, stored, step, stop) is { } later)
                return later;
        }
        return null;
    }

    /// <summary>Sends one message now, past the outbox.</summary>
    public async Task<SendResult> SendAsync(string channel, StoredChannel stored, ChannelMessage message, CancellationToken stop)
    {
        if (!_kinds.TryGetValue(stored.Kind, out var kind))
            return new SendResult.Refused($"This program has no channels of kind '{stored.Kind.ToWord()}'.");
        ChannelSecrets secrets;
        try
        {
            secrets = stored.Secret is { } kept ? NotificationJson.Secrets(vault.Open(kept, Purpose(channel))) : new ChannelSecrets();
        }
        catch (VaultException e)
        {
            return new SendResult.Later($"{e.Message} {e.Suggestion}");
        }
        using var limit = new CancellationTokenSource(Longest, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            return await kind.SendAsync(stored.Settings, secrets, message, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new SendResult.Later($"No answer within {Longest.TotalSeconds:0} seconds.");
        }
#pragma warning disable CA1031 // whatever a channel throws, the message stays and is tried again
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(e, "Channel {Channel} failed.", channel);
            return new SendResult.Later($"A fault of the program: {e.GetType().Name}.");
        }
    }

    /// <summary>What a channel's secrets are sealed for.</summary>
    public static string Purpose(string channel) => $"{SealedColumn.Channels.Purpose}/{channel}";

    private DeliveryStep Plan(Sql sql, string channel, StoredChannel? stored, Instant now)
    {
        var pace = stored is not null && _kinds.TryGetValue(stored.Kind, out var kind) ? kind.Pace : Duration.Zero;
        return DeliveryPlanner.Plan(OutboxStore.Waiting(sql, options.Project, channel, MostWaiting), OutboxStore.LastBegun(sql, options.Project, channel, now), pace, now);
    }

    /// <summary>Returns when to look again if another node has the channel; null to go on.</summary>
    private async Task<Instant?> StepAsync(string channel, StoredChannel stored, DeliveryStep step, CancellationToken stop)
    {
        var began = options.Time.GetTimestamp();
        var begun = await database.WriteAsync(sql =>
        {
            var now = options.Time.Now();
            if (!ChannelStore.Claim(sql, options.Project, channel, options.Node, now, now + Claim))
                return (Message: null, Until: ChannelStore.ClaimedUntil(sql, options.Project, channel, options.Node) ?? now);
            // Another node may have had it since it was looked at: what to do is what holds now.
            var next = Plan(sql, channel, stored, now);
            if (next is DeliveryStep.Gather gather)
                OutboxStore.Gather(sql, options.Project, channel, gather.Ids, now);
            return (Message: next is DeliveryStep.Send send ? OutboxStore.Begin(sql, send.Id, now) : null, Until: (Instant?)null);
        });
        if (begun.Until is { } until)
            return until;
        if (begun.Message is not { } message)
            return null;
        FailPoint.Hit("send");
        // This process stood still: another node may send by now. If none does, the message is begun again.
        if (options.Time.GetElapsedTime(began) > LatestStart)
            return null;
        var result = await SendAsync(channel, stored, messages.Make(channel, message), stop);
        FailPoint.Hit("sent");
        await database.WriteAsync(sql => Note(sql, channel, message, result));
        return null;
    }

    private void Note(Sql sql, string channel, OutboxMessage message, SendResult result)
    {
        var now = options.Time.Now();
        switch (result)
        {
            case SendResult.Accepted accepted:
                if (OutboxStore.Sent(sql, message, ShownText.Cut(ShownText.Line(accepted.Answer), ChannelMessage.MostFact), now))
                {
                    ChannelStore.Sent(sql, options.Project, channel, now);
                    Count(sql, channel, "sent");
                }
                break;
            case SendResult.Later later when RetryPlan.After($"{channel}/{message.Key}", message.Attempts, later.RetryAfter) is { } delay:
                if (OutboxStore.Later(sql, message, Shown(later.Error), now + delay))
                {
                    ChannelStore.Failed(sql, options.Project, channel, Shown(later.Error), now);
                    Count(sql, channel, "retried");
                    log.LogWarning("Channel {Channel} did not take a message, which is tried again at {Next}: {Reason}", channel, now + delay, Shown(later.Error));
                }
                break;
            case SendResult.Later given:
                GiveUp(sql, channel, message, $"Given up after {message.Attempts} attempts: {given.Error}", disables: false, now);
                break;
            case SendResult.Refused refused:
                GiveUp(sql, channel, message, refused.Error, refused.Disables, now);
                break;
        }
    }

    private void GiveUp(Sql sql, string channel, OutboxMessage message, string error, bool disables, Instant now)
    {
        if (!OutboxStore.Fail(sql, message, Shown(error), now))
            return;
        ChannelStore.Failed(sql, options.Project, channel, Shown(error), now);
        if (disables)
        {
            ChannelStore.Disable(sql, options.Project, channel, Shown(error), now);
            AuditStore.Append(sql, options.Project, new AuditEntry("delivery", "disabled", "channel", channel, Shown(error)), now);
        }
        Count(sql, channel, "failed");
        log.LogError("Channel {Channel} did not take a message, which is given up{Disabled}: {Reason}", channel, disables ? " with the channel" : "", Shown(error));
    }

    private void Count(Sql sql, string channel, string outcome) => sql.AfterCommit(() => options.Meter.Notified(channel, outcome, 1));

    private static string Shown(string error) => ShownText.Cut(ShownText.Line(error), ChannelMessage.MostError);
}
