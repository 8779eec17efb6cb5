using Carillon.Engine.Connections;
using Carillon.Engine.Definitions;
using Carillon.Engine.Occurrences;
using Carillon.Engine.Runs;
using Carillon.Engine.Schedules;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>All that tells people: rules in memory, the outbox, its deliveries, deadlines.</summary>
internal sealed class Notifier
{
    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly RuleBook _book;
    private readonly DeliveryLoop _deliveries;
    private readonly DeadlineLoop _deadlines;

    public Notifier(EngineOptions options, Database database, Vault vault, Catalog catalog, DefinitionStore definitions, LiveSchedules live, ILogger log)
    {
        (_options, _database) = (options, database);
        var book = new RuleBook(options.Project);
        _book = book;
        var sender = new ChannelSender(options, database, vault, new MessageMaker(options, database), log);
        Keeper = new NotificationKeeper(options, catalog, definitions, book);
        _deliveries = new DeliveryLoop(options, database, sender, book, log);
        _deadlines = new DeadlineLoop(options, database, catalog, live, book, Keeper, log);
        Keeper.Waiting = _deliveries.LookAgain;
        Service = new NotificationService(options, database, vault, book, sender, _deliveries.LookAgain);
    }

    /// <summary>Writes into the outbox.</summary>
    public NotificationKeeper Keeper { get; }

    /// <summary>Channels and rules.</summary>
    public NotificationService Service { get; }

    /// <summary>Has it hear of what happens.</summary>
    public void Listen(RunKeeper runs, StreakKeeper streaks, OccurrenceKeeper occurrences, Breakers breakers)
    {
        runs.Ended = Keeper.RunEnded;
        runs.Abandoned = Keeper.RunAbandoned;
        streaks.AutoPaused = Keeper.AutoPaused;
        occurrences.Settled = Keeper.Settled;
        occurrences.OverrideEnded = _book.Changed;
        breakers.IncidentChanged = Keeper.ConnectionChanged;
    }

    /// <summary>Schedules were made, edited or taken away: what they say under <c>notify</c> is read again.</summary>
    public void SchedulesChanged() => _book.MarkStale();

    /// <summary>The loops, by name.</summary>
    public IEnumerable<(string Name, Func<CancellationToken, Task> Run)> Loops => [("deliveries", _deliveries.RunAsync), ("deadlines", _deadlines.RunAsync)];

    /// <summary>The clock was moved by hand.</summary>
    public void LookAgain() => _deliveries.LookAgain();

    /// <summary>Something may wait that nobody was told of; it is looked for then.</summary>
    public void LookAt(Instant at) => _deliveries.LookAt(at);

    /// <summary>Looks at deadlines now.</summary>
    public Task LookAtDeadlinesAsync() => _deadlines.LookAsync();

    /// <summary>A new life of a node has begun: it takes over what the one before was sending.</summary>
    /// <param name="before">The id of the life before; null for none.</param>
    public void Begin(string? before) => _deliveries.Before = before;

    /// <summary>Others may send to the channels of this node.</summary>
    public Task ReleaseAsync() => _options.IsShared ? _database.WriteAsync(sql => ChannelStore.Release(sql, _options.Node)) : Task.CompletedTask;
}
