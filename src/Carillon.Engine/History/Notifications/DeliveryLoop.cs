using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>
/// Empties the outbox: looks which channels something waits for, and has each served by itself, so that a slow one holds up no other. Woken by this process's own
/// commits; where nodes share the database it also looks by itself.
/// </summary>
internal sealed class DeliveryLoop(EngineOptions options, Database database, ChannelSender sender, RuleBook book, ILogger log)
{
    private static readonly Duration Look = Duration.FromSeconds(10);
    private static readonly Duration ReadAgain = Duration.FromSeconds(30);
    private static readonly Duration AfterFault = Duration.FromSeconds(5);
    private readonly Alarm _alarm = new(options.Time);
    private readonly Lock _gate = new();

    /// <summary>Channels that are being served, each with whether something may have come since.</summary>
    private readonly Dictionary<string, bool> _served = new(StringComparer.Ordinal);

    /// <summary>The node's life before, which has ended: what it was sending is sent from here.</summary>
    public string? Before { get; set; }

    /// <summary>Something may wait.</summary>
    public void LookAgain() => LookAt(options.Time.Now());

    /// <summary>Something may wait then.</summary>
    public void LookAt(Instant at) => _alarm.Set(at);

    public async Task RunAsync(CancellationToken stop)
    {
        var readAt = options.Time.Now();
        await ReleaseAsync();
        LookAgain();
        while (!stop.IsCancellationRequested)
        {
            await _alarm.WaitAsync(stop);
            if (stop.IsCancellationRequested)
                break;
            try
            {
                // Rules that another node has changed, should nothing have told of it.
                if (options.IsShared && options.Time.Now() - readAt > ReadAgain)
                {
                    readAt = options.Time.Now();
                    book.Refresh(database);
                }
                foreach (var channel in database.Read(sql => OutboxStore.WaitingChannels(sql, options.Project)))
                {
                    if (Takes(channel))
                        _ = options.Start(() => ServeAsync(channel, stop));
                }
                if (options.IsShared)
                    _alarm.Set(options.Time.Now() + Look);
            }
            catch (StorageException e)
            {
                log.LogWarning("The outbox could not be read: {Reason}", e.Message);
                _alarm.Set(options.Time.Now() + AfterFault);
            }
        }
    }

    private async Task ReleaseAsync()
    {
        if (Before is not { } before)
            return;
        Before = null;
        try
        {
            await database.WriteAsync(sql => ChannelStore.Release(sql, before));
        }
        catch (StorageException)
        {
            // Its claims end by themselves.
        }
    }

    private async Task ServeAsync(string channel, CancellationToken stop)
    {
        Instant? next;
        try
        {
            next = await sender.SendAllAsync(channel, stop);
        }
        catch (StorageException e)
        {
            // A message may have been sent and not be marked: it goes out again, under the same id.
            log.LogWarning("Channel {Channel} waits for the database: {Reason}", channel, e.Message);
            next = options.Time.Now() + AfterFault;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // a fault of one channel must not end the deliveries
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogError(e, "Channel {Channel} failed; it is tried again.", channel);
            next = options.Time.Now() + ReadAgain;
        }
        bool again;
        lock (_gate)
            _served.Remove(channel, out again);
        if (again)
            LookAgain();
        else if (next is { } at)
            _alarm.Set(at);
    }

    private bool Takes(string channel)
    {
        lock (_gate)
        {
            if (_served.TryAdd(channel, false))
                return true;
            _served[channel] = true;
            return false;
        }
    }
}
