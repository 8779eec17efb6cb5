using System.Data.Common;
using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>What a fault of the database means for the transaction that met it.</summary>
internal enum Fault
{
    /// <summary>Not the database's: the caller's own.</summary>
    None,

    /// <summary>What memory holds of the database is out of date; the batch can be made again.</summary>
    Stale,

    /// <summary>One statement is at fault: a constraint, a mistake.</summary>
    Statement,

    /// <summary>The database can write nothing at the moment: a full disk, a lock, a file that is read-only.</summary>
    Refused,

    /// <summary>The connection is gone; what was not committed is undone.</summary>
    Lost,
}

/// <summary>The writer's turn: one transaction.</summary>
/// <param name="Number">Its number; each turn of any node gets a higher one. 0 where there is one node only.</param>
/// <param name="Transaction">How the database knows the transaction, to ask about it when the connection breaks in its commit; null where that cannot happen.</param>
/// <param name="HasReady">Whether attempts wait in the queue; false where nobody else can have put them there.</param>
internal readonly record struct Turn(long Number, string? Transaction, bool HasReady);

/// <summary>How one kind of database is reached: connections, transactions, and what its faults mean. <see cref="Database"/> does the rest.</summary>
internal abstract class Link : IDisposable
{
    /// <summary>The database.</summary>
    public abstract DatabaseAddress Address { get; }

    /// <summary>The link to a database; connects when it is first used.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="clock">Told the database's time at each turn, where nodes share it.</param>
    /// <param name="node">The node that writes, by the id of its life; null for none.</param>
    public static Link To(DatabaseAddress address, DatabaseClock? clock = null, string? node = null) => address.IsShared ? new PostgresLink(address, clock, node) : new SqliteLink(address);

    /// <summary>True for what a database throws that cannot be opened.</summary>
    public static bool IsUnusable(Exception e) => e is DbException or IOException or UnauthorizedAccessException or TimeoutException;

    /// <summary>It cannot be opened: why, and what to do.</summary>
    public StorageException Unusable(Exception e) => new(
        ProblemCodes.DatabaseUnusable,
        $"The database '{Address}' cannot be used: {e.Message} " + (Address.IsShared
            ? "Check that the server runs and takes connections, and that this user may create tables in the database."
            : "Check that the folder exists, that this user may write the file and its folder, and that the disk has room."),
        e);

    /// <summary>A connection for the writer, with the schema brought up to date.</summary>
    public abstract Sql OpenWriter();

    /// <summary>A connection for one reader at a time.</summary>
    public abstract Sql OpenReader();

    /// <summary>Begins a transaction that nobody else can write beside, in the whole cluster.</summary>
    public abstract Turn Begin(Sql writer);

    /// <summary>Makes the transaction of the turn durable.</summary>
    public abstract void Commit(Sql writer, Turn turn);

    /// <summary>Undoes the transaction; never throws.</summary>
    public abstract void Rollback(Sql writer);

    /// <summary>Begins a reader's transaction: one state of the database throughout.</summary>
    public abstract void BeginRead(Sql reader);

    /// <summary>Whether the turn was committed, when the connection broke in its commit. Connects anew.</summary>
    /// <param name="turn">The turn.</param>
    public abstract bool WasCommitted(Turn turn);

    /// <summary>What the exception means.</summary>
    public abstract Fault FaultOf(Exception e);

    /// <summary>The exception in our words.</summary>
    public abstract StorageException Told(Exception e);

    /// <summary>In trouble: writes something that wants room on the disk, within the turn, to find out when writing works again.</summary>
    public abstract void Probe(Sql writer);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
