using System.Collections.Concurrent;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Connections;

/// <summary>Whether an attempt may use its connection.</summary>
/// <param name="MayBegin">True when it may.</param>
/// <param name="IsProbe">True when it is the one that tries whether the connection is back.</param>
/// <param name="Until">When it is looked at again otherwise.</param>
/// <param name="Reason">What it waits for, in words.</param>
internal readonly record struct ConnectionPass(bool MayBegin, bool IsProbe = false, Instant Until = default, string Reason = "");

/// <summary>
/// The breakers of all connections: what this node knows of them, and what becomes of each result. They are stored, so that all nodes have the same; one that nothing has happened to has no row,
/// and a result that changes nothing costs no statement. Thread safe.
/// </summary>
internal sealed class Breakers(EngineOptions options, Database database)
{
    private const int LongestFailure = 500;
    private static readonly Duration Fallback = Duration.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Breaker> _known = new(StringComparer.Ordinal);

    /// <summary>Told, within the transaction, when a connection goes down and when it is back: once each.</summary>
    public Action<Sql, ConnectionIncident>? IncidentChanged { get; set; }

    /// <summary>Told, after commit, that something has to be done before long.</summary>
    public Action? LookAgain { get; set; }

    /// <summary>True once a connection was used here.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Those that this node knows to be down.</summary>
    public bool AnyDown => _known.Values.Any(breaker => breaker.State != BreakerState.Closed);

    /// <summary>What is known of a connection.</summary>
    public Breaker Of(string name) => _known.GetValueOrDefault(name, Breaker.New);

    /// <summary>Reads what other nodes have stored.</summary>
    public void Load()
    {
        var stored = database.Read(sql => BreakerStore.All(sql, options.Project));
        foreach (var name in _known.Keys.Where(name => !stored.ContainsKey(name)))
            _known.TryRemove(name, out _);
        foreach (var (name, breaker) in stored)
            _known[name] = breaker;
    }

    /// <summary>Whether an attempt may begin now.</summary>
    /// <exception cref="StorageException">The database refuses at the moment.</exception>
    public async Task<ConnectionPass> PassAsync(string name, AttemptRow attempt)
    {
        if (!IsUsed)
        {
            // What other nodes have found out matters from now on, and nobody has listened since the start.
            Load();
            IsUsed = true;
            LookAgain?.Invoke();
        }
        if (BreakerPolicy.MayBegin(Of(name)))
            return new ConnectionPass(MayBegin: true);
        if (BreakerPolicy.MayProbe(Of(name), options.Time.Now()))
        {
            var pass = await database.WriteAsync(sql => Probe(sql, name, attempt.Id));
            if (pass.MayBegin)
                return pass;
        }
        var (breaker, now) = (Of(name), options.Time.Now());
        return new ConnectionPass(MayBegin: false, Until: Instant.Max(breaker.ProbeAt ?? now, now) + Fallback, Reason: $"connection {name}, down since {Core.TimeText.Of(breaker.OpenedAt ?? now)}: {breaker.Failure}");
    }

    private ConnectionPass Probe(Sql sql, string name, long attempt)
    {
        var (stored, now) = (BreakerStore.Find(sql, options.Project, name), options.Time.Now());
        if (!BreakerPolicy.MayProbe(stored, now))
        {
            Learn(sql, name, stored);
            return new ConnectionPass(BreakerPolicy.MayBegin(stored));
        }
        var probing = BreakerPolicy.Probing(stored, now);
        BreakerStore.Save(sql, options.Project, name, probing, attempt);
        Learn(sql, name, probing);
        return new ConnectionPass(MayBegin: true, IsProbe: true);
    }

    /// <summary>An attempt has used its connection. Within the transaction of its report.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="name">The connection.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="isProbe">Whether it was the one that tries.</param>
    /// <param name="outcome">True when it came through, false when the connection failed, null when neither is known.</param>
    /// <param name="failure">What failed, in words.</param>
    public void Ended(Sql sql, string name, AttemptRow attempt, bool isProbe, bool? outcome, string failure)
    {
        failure = failure.Length > LongestFailure ? failure[..LongestFailure] : failure;
        if (!isProbe && (outcome is null || (outcome == true && Of(name) == Breaker.New)))
            return;
        var (stored, now) = (BreakerStore.Find(sql, options.Project, name), options.Time.Now());
        // Its time may have been over, and another one's turn.
        isProbe &= BreakerStore.IsProbe(sql, options.Project, name, attempt.Id);
        var next = outcome switch
        {
            true => BreakerPolicy.Succeeded(stored, isProbe),
            false => BreakerPolicy.Failed(stored, failure, isProbe, now),
            null => isProbe ? BreakerPolicy.Abandoned(stored, now) : stored,
        };
        if (next == stored)
            return;
        BreakerStore.Save(sql, options.Project, name, next);
        // Whoever may be told: the incident is kept.
        var incident = (stored.State, next.State) switch
        {
            (BreakerState.Closed, BreakerState.Open) => BreakerStore.Open(sql, options.Project, name, failure, now),
            (not BreakerState.Closed, BreakerState.Closed) => BreakerStore.Close(sql, options.Project, name, now),
            _ => null,
        };
        if (incident is not null)
            IncidentChanged?.Invoke(sql, incident);
        Learn(sql, name, next);
    }

    /// <summary>An attempt was not begun: it waits.</summary>
    public void Wait(Sql sql, string name, AttemptRow attempt)
    {
        BreakerStore.Wait(sql, options.Project, name, attempt.Run, attempt.Key, options.Time.Now());
        sql.AfterCommit(() => LookAgain?.Invoke());
    }

    private void Learn(Sql sql, string name, Breaker breaker) => sql.AfterCommit(() =>
    {
        if (breaker == Breaker.New)
            _known.TryRemove(name, out _);
        else
            _known[name] = breaker;
        LookAgain?.Invoke();
    });
}
