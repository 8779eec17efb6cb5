using Carillon.Core;
using Carillon.Engine;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Carillon.Simulation.Tests.World;

/// <summary>One node: a process that lives, dies and is started again, always on the same database.</summary>
internal sealed class SimulatedNode(SimulatedWorld world, string name)
{
    public string Name => name;

    /// <summary>Null while the process is down.</summary>
    public EngineHost? Host { get; private set; }

    public NodeSteps Steps { get; private set; } = new() { IsDead = true };

    public NodeClock? Clock { get; private set; }

    /// <summary>Nothing of it runs, and time goes on.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>The store refuses every commit until then.</summary>
    public Instant? RefusesUntil { get; set; }

    /// <summary>What becomes of the next batch.</summary>
    public CommitFate NextFate { get; set; }

    /// <summary>So many steps of the library's machine into the next batch, its statement fails; null for no fault.</summary>
    public int? WriteFault { get; set; }

    /// <summary>The same for the next read.</summary>
    public int? ReadFault { get; set; }

    /// <summary>The last time at which it could have done something and time went on considerably: it knows late of what happened since.</summary>
    public Instant BehindAt { get; set; } = Instant.MinValue;

    /// <summary>What it takes for the time now.</summary>
    public Instant Now => Host!.Options.Time.Now();

    /// <summary>How far its wall clock is ahead; it stays so across restarts.</summary>
    public Duration Ahead
    {
        get;
        set
        {
            field = value;
            if (Clock is not null)
                Clock.Ahead = value;
        }
    }

    public bool IsUp => Host is not null;

    /// <summary>Steps that can be taken now; the last is a batch of the writer, when calls wait for one.</summary>
    public int Choices => !IsUp || IsFrozen ? 0 : Steps.Count + (HasTurn ? 1 : 0);

    private bool HasTurn => Host!.Database.Waiting > 0;

    public void Start()
    {
        Steps = new NodeSteps { Breach = world.Breach };
        Clock = new NodeClock(world.Clock, Steps) { Ahead = Ahead };
        Host = new EngineHost(world.OptionsOf(this), [world.HandlerOf(this)], world.Log);
        Hook(Host.Database);
        world.Bug.Node(this);
        var host = Host;
        _ = new TaskFactory(Steps).StartNew(async () =>
        {
            try
            {
                await host.StartAsync(CancellationToken.None);
            }
            catch (StorageException e)
            {
                // Whatever watches over the process starts it again.
                world.At(Duration.Zero, () => world.Crash(this, Duration.FromSeconds(5), "it could not start: " + e.Message));
            }
        });
    }

    /// <summary>Does something in the process, as a request that comes in.</summary>
    public void Do(Func<EngineHost, Task> work)
    {
        var host = Host!;
        _ = new TaskFactory(Steps).StartNew(() => work(host));
    }

    /// <summary>Takes one of the <see cref="Choices"/>. True when a batch was written.</summary>
    public bool Take(int place, Chance chance)
    {
        if (place < Steps.Count)
        {
            Steps.Take(place);
            return false;
        }
        Turn(chance);
        return true;
    }

    public void Turn(Chance chance)
    {
        var waiting = Host!.Database.Waiting;
        Host.Database.WriteBatch(chance.OneIn(3) ? chance.Between(1, Math.Max(1, waiting)) : 512);
        var fate = NextFate;
        NextFate = CommitFate.Kept;
        if (fate is CommitFate.DiesBefore or CommitFate.DiesAfter)
            world.Crash(this, world.Downtime(), fate == CommitFate.DiesBefore ? "before a commit" : "after a commit");
    }

    /// <summary>The process dies: nothing is put in order.</summary>
    public void Die()
    {
        Steps.Die();
        IsFrozen = false;
        RefusesUntil = null;
        NextFate = CommitFate.Kept;
        (WriteFault, ReadFault) = (null, null);
        world.Attempts.Forget(Host!.Options.Time);
        Host.Dispose();
        (Host, Clock) = (null, null);
    }

    public int? TakeWriteFault()
    {
        var fault = WriteFault;
        WriteFault = null;
        return fault;
    }

    /// <summary>What the invariants read does not fail.</summary>
    public int? TakeReadFault()
    {
        var fault = world.IsWatching ? null : ReadFault;
        ReadFault = world.IsWatching ? ReadFault : null;
        return fault;
    }

    private void Hook(Database database)
    {
        var flush = database.BeforeCommit!;
        database.BeforeCommit = sql =>
        {
            flush(sql);
            if (NextFate is CommitFate.DiesBefore or CommitFate.DiesAfter)
                Steps.Die();
            if (NextFate != CommitFate.AnswerLost)
                return;
            sql.Execute("commit");
            throw new StorageException(ProblemCodes.StorageUnavailable, "The answer to the commit was lost.");
        };
        database.RefuseCommit = () => NextFate is CommitFate.Refused or CommitFate.DiesBefore || RefusesUntil > world.Clock.Now;
    }
}
