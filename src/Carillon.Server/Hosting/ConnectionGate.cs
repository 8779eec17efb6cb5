using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Carillon.Server.Hosting;

/// <summary>
/// Lets no more connections in than <paramref name="most"/>, on all addresses together. One too many is closed before the next is accepted: Kestrel's own limit closes
/// them later, on the thread pool, and a flood takes the last file handle meanwhile.
/// </summary>
/// <param name="sockets">How they are accepted.</param>
/// <param name="most">How many may be open at once.</param>
/// <param name="log">Told at most once a minute that some were turned away.</param>
/// <param name="time">The clock of that minute.</param>
internal sealed class ConnectionGate(SocketTransportFactory sockets, long most, ILogger log, TimeProvider time) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private long _open;
    private long? _saidAt;

    /// <summary>As the server uses it.</summary>
    public static ConnectionGate Of(IServiceProvider services) => new(
        new SocketTransportFactory(services.GetRequiredService<IOptions<SocketTransportOptions>>(), services.GetRequiredService<ILoggerFactory>()),
        ConnectionLimit.Connections, services.GetRequiredService<ILogger<ConnectionGate>>(), services.GetRequiredService<TimeProvider>());

    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(this, await sockets.BindAsync(endpoint, cancellationToken));

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= most)
            return true;
        Leave();
        lock (_gate)
        {
            if (_saidAt is { } at && time.GetElapsedTime(at) < Quiet)
                return false;
            _saidAt = time.GetTimestamp();
        }
        log.LogWarning("Clients hold {Most} connections, as many as this process may have beside its own files: others are turned away until some are closed.", most);
        return false;
    }

    private void Leave() => Interlocked.Decrement(ref _open);

    private sealed class Listener(ConnectionGate gate, IConnectionListener inner) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await inner.AcceptAsync(cancellationToken) is { } connection)
            {
                if (gate.TryEnter())
                    return new CountedConnection(connection, gate.Leave);
                connection.Abort();
                await connection.DisposeAsync();
            }
            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
