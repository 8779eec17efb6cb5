using System.Collections.Concurrent;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;

namespace Carillon.Server.Security;

/// <summary>
/// Puts into the audit trail whom a proxy has named who has no account here: once in a minute for each name, because a browser asks many times. Thread safe.
/// </summary>
/// <param name="signIn">Where it is told.</param>
/// <param name="time">The clock.</param>
internal sealed class ProxyRefusals(SignInService signIn, TimeProvider time)
{
    private const int MostNames = 1000;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, long> _told = new(StringComparer.Ordinal);

    /// <summary>Somebody was refused.</summary>
    /// <param name="name">The account's name, if only a possible one.</param>
    /// <param name="from">The address it came from.</param>
    public async Task TellAsync(string name, string from)
    {
        var now = time.GetTimestamp();
        if (_told.TryGetValue(name, out var before) && time.GetElapsedTime(before, now) < Silence)
            return;
        // A proxy that names ever others is told of again rather than remembered without end.
        if (_told.Count >= MostNames)
            _told.Clear();
        _told[name] = now;
        try
        {
            await signIn.RefusedAsync(name, from, "proxy");
        }
        catch (StorageException)
        {
            // It is refused all the same, and told at the next try.
            _told.TryRemove(name, out _);
        }
    }
}
