using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Simulation.Tests.World;

/// <summary>Strikes by chance until the world is calm, and has the client ask things meanwhile.</summary>
internal static class FaultMaker
{
    public static void Plan(SimulatedWorld world, Chance chance)
    {
        // Some histories have few faults and some have many; a few have none.
        var pace = chance.Pick([3.0, 8, 20, 60, 10_000]);
        var asks = chance.Pick([2.0, 6, 15]);
        Next(world, chance, pace, Strike);
        if (chance.OneIn(3))
            Next(world, chance, 40, Outage);
        Next(world, chance, asks, static (world, chance) =>
        {
            var up = world.Nodes.Where(node => node is { IsUp: true, IsFrozen: false }).ToList();
            if (up.Count > 0)
                world.Client.Act(chance.Pick(up));
        });
    }

    private static void Next(SimulatedWorld world, Chance chance, double pace, Action<SimulatedWorld, Chance> what) => world.At(chance.Seconds(0, 2 * pace), () =>
    {
        if (world.IsCalm)
            return;
        what(world, chance);
        Next(world, chance, pace, what);
    });

    private static void Outage(SimulatedWorld world, Chance chance)
    {
        var length = chance.Seconds(2, 120);
        world.Note($"the service is down for {length}");
        world.Service.IsDown = true;
        world.At(length, () => world.Service.IsDown = false);
    }

    private static void Strike(SimulatedWorld world, Chance chance)
    {
        var node = chance.Pick(world.Nodes);
        if (!node.IsUp)
            return;
        switch (chance.Below(22))
        {
            case < 3:
                world.Crash(node, world.Downtime(), "between two steps");
                break;
            case < 6:
                node.NextFate = chance.OneIn(2) ? CommitFate.DiesBefore : CommitFate.DiesAfter;
                break;
            case < 8:
                node.NextFate = CommitFate.Refused;
                break;
            case < 9:
                node.NextFate = CommitFate.AnswerLost;
                break;
            case < 10:
                node.RefusesUntil = world.Clock.Now + chance.Seconds(0.2, 30);
                world.Note($"the store refuses {node.Name} until {node.RefusesUntil}");
                break;
            case < 12:
                Freeze(world, node, chance.Seconds(0.5, 40));
                break;
            case < 14:
                Step(world, chance, node);
                break;
            case < 15:
                world.Note($"{node.Name} looks at its clock for nothing");
                node.Host!.LookAtClock();
                break;
            case < 16:
                Restart(world, chance, node);
                break;
            case < 18:
                node.WriteFault = chance.Between(1, chance.OneIn(2) ? 8 : 60);
                world.Note($"a statement of {node.Name} will fail after {node.WriteFault}");
                break;
            case < 19:
                node.ReadFault = chance.Between(1, 12);
                world.Note($"a read of {node.Name} will fail after {node.ReadFault}");
                break;
            case < 20 when world.Shared is not null:
                node.NextFate = chance.OneIn(2) ? CommitFate.ConnectionLost : CommitFate.ConnectionLostAfter;
                break;
            default:
                Spoil(world, chance, node);
                break;
        }
    }

    private static void Freeze(SimulatedWorld world, SimulatedNode node, Duration length)
    {
        world.Note($"{node.Name} freezes for {length}");
        node.IsFrozen = true;
        var host = node.Host;
        world.At(length, () =>
        {
            if (node.Host == host)
                node.IsFrozen = false;
        });
    }

    private static void Step(SimulatedWorld world, Chance chance, SimulatedNode node)
    {
        var length = chance.OneIn(4) ? chance.Seconds(60, 3600) : chance.Seconds(0.1, 60);
        node.Ahead += chance.OneIn(2) ? length : -length;
        world.Note($"the clock of {node.Name} is {node.Ahead} ahead");
    }

    /// <summary>A call of the next batch cannot be carried out: the batch is undone as a whole, and the others are made again without it.</summary>
    private static void Spoil(SimulatedWorld world, Chance chance, SimulatedNode node)
    {
        world.Note($"a call of {node.Name} fails");
        var byDatabase = chance.OneIn(2);
        node.Do(async host =>
        {
            try
            {
                await host.Database.WriteAsync(sql => byDatabase ? sql.Execute("insert into schedules (id) values ('nothing')") : throw new InvalidOperationException("no"));
                world.Broken("a call that fails says so", "it was told that all is well");
            }
            catch (Exception e) when (e is InvalidOperationException or StorageException)
            {
                // As it should be.
            }
        });
    }

    private static void Restart(SimulatedWorld world, Chance chance, SimulatedNode node)
    {
        world.Note($"{node.Name} is told to stop");
        node.Do(async host =>
        {
            await host.StopAsync(CancellationToken.None);
            world.At(Duration.Zero, () => world.Crash(node, chance.Seconds(0.1, 5), "having stopped"));
        });
    }
}
