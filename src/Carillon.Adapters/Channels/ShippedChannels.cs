using Carillon.Adapters.Guard;
using Carillon.Engine.History.Notifications;

namespace Carillon.Adapters.Channels;

/// <summary>The one list of kinds of channel.</summary>
public static class ShippedChannels
{
    /// <summary>All of them. They hold a connection pool for the life of the process.</summary>
    /// <param name="reachPrivate">Whether they may connect to loopback and private networks. Link-local and metadata addresses are refused always.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<IChannel> All(bool reachPrivate, TimeProvider time)
    {
        var guard = new NetworkGuard(reachPrivate);
        var posting = new Posting(guard);
        return [new EmailChannel(guard, time), new SlackChannel(posting), new TeamsChannel(posting), new WebhookChannel(posting, time)];
    }
}
