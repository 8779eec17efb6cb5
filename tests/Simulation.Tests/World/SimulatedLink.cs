using System.Globalization;
using Carillon.Core;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace Carillon.Simulation.Tests.World;

/// <summary>
/// The SQLite file of a history as one life of a node reaches it, with the faults that the world wants. Where nodes share it, turns, the database's time and sequences
/// are as a server gives them.
/// </summary>
internal sealed class SimulatedLink(SimulatedWorld world, SimulatedNode node, DatabaseAddress address, DatabaseClock? clock) : SqliteLink(address)
{
    private StatementFault? _ofWriter;
    private StatementFault? _ofReader;
    private string _turn = "";
    private bool _isBroken;
    private long _own;

    public override Sql OpenWriter()
    {
        var writer = base.OpenWriter();
        _isBroken = false;
        if (world.Shared is { } shared)
            ((SqliteConnection)writer.Connection).CreateFunction("nextval", (string sequence) => shared.Next(sequence));
        return writer;
    }

    public override Turn Begin(Sql writer)
    {
        if (_isBroken)
            throw new ConnectionLostException();
        _ofWriter?.Disarm();
        var turn = base.Begin(writer);
        _ofWriter = node.TakeWriteFault() is { } steps ? StatementFault.Arm(writer, steps) : null;
        if (world.Shared is not { } shared)
            return turn;
        clock!.Observe(world.Clock.Now);
        var number = shared.Next("turns");
        _turn = number.ToString(CultureInfo.InvariantCulture);
        return new Turn(shared.HidesTurns ? ++_own : number, _turn, AttemptStore.HasReady(writer));
    }

    public override void Commit(Sql writer, Turn turn)
    {
        var fate = node.NextFate;
        _isBroken = fate is CommitFate.ConnectionLost or CommitFate.ConnectionLostAfter;
        if (_isBroken)
        {
            world.Note($"the connection of {node.Name} breaks {(fate == CommitFate.ConnectionLost ? "before" : "after")} a commit");
            node.NextFate = CommitFate.Kept;
        }
        if (fate == CommitFate.ConnectionLost)
            throw new ConnectionLostException();
        base.Commit(writer, turn);
        world.Shared?.Committed(_turn);
        if (_isBroken)
            throw new ConnectionLostException();
    }

    public override bool WasCommitted(Turn turn) => world.Shared!.IsCommitted(turn.Transaction!);

    public override void BeginRead(Sql reader)
    {
        _ofReader?.Disarm();
        base.BeginRead(reader);
        _ofReader = node.TakeReadFault() is { } steps ? StatementFault.Arm(reader, steps) : null;
    }

    public override Fault FaultOf(Exception e) => e is ConnectionLostException ? Fault.Lost : base.FaultOf(e);

    public override StorageException Told(Exception e) =>
        e is ConnectionLostException ? new StorageException(ProblemCodes.StorageUnavailable, e.Message, e) : base.Told(e);

    private sealed class ConnectionLostException() : Exception("The connection to the database was lost.");
}
