using Npgsql;

namespace Carillon.Engine.Storage;

/// <summary>What nodes tell each other through the database, by LISTEN and NOTIFY: hints that save a wait, never anything that must arrive. Two connections of its own.</summary>
internal sealed class PeerLine(DatabaseAddress address) : IAsyncDisposable
{
    private const string Channel = "carillon";

    /// <summary>The longest text that can be said, in bytes: PostgreSQL's limit is 8,000.</summary>
    public const int Longest = 7_900;

    private NpgsqlConnection? _saying;

    /// <summary>Listens until stopped or until the connection breaks.</summary>
    /// <param name="ready">Called once it listens: what was said before was not heard.</param>
    /// <param name="heard">Called with each text, also this node's own.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="NpgsqlException">The connection broke.</exception>
    public async Task ListenAsync(Action ready, Action<string> heard, CancellationToken stop)
    {
        // A connection that is silently dead is noticed by the keepalive.
        await using var connection = Connection(keepAlive: 5);
        await connection.OpenAsync(stop);
        connection.Notification += (_, said) => heard(said.Payload);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
            await listen.ExecuteNonQueryAsync(stop);
        ready();
        while (!stop.IsCancellationRequested)
            await connection.WaitAsync(stop);
    }

    /// <summary>Says something to every node.</summary>
    /// <exception cref="NpgsqlException">It could not be said; the next try connects anew.</exception>
    public async Task SayAsync(string text, CancellationToken stop)
    {
        try
        {
            if (_saying is null)
            {
                _saying = Connection(keepAlive: 0);
                await _saying.OpenAsync(stop);
            }
            await using var notify = new NpgsqlCommand($"select pg_notify('{Channel}', $1)", _saying) { Parameters = { new() { Value = text } } };
            await notify.ExecuteNonQueryAsync(stop);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private NpgsqlConnection Connection(int keepAlive) =>
        new(new NpgsqlConnectionStringBuilder(address.Value) { Pooling = false, Timeout = 5, KeepAlive = keepAlive, Enlist = false }.ConnectionString);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_saying is not { } saying)
            return;
        _saying = null;
        await saying.DisposeAsync();
    }
}
