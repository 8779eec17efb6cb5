using System.Collections.Concurrent;
using System.Data.Common;
using Carillon.Core;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Carillon.Engine.Storage;

/// <summary>
/// The database. Every write goes through one writer that commits for many callers at once: a call's changes are durable when its task
/// completes, and are undone when it throws. Where several nodes share the database, their writers take turns. Reads use connections of their own and see the last commit. Thread safe.
/// </summary>
public sealed class Database : IDisposable
{
    private const int MaxBatch = 512;
    internal const string Closed = "The database is closed.";

    /// <summary>After so many calls of a batch, what they have written is sent beside the next ones.</summary>
    private const int Portion = 64;

    /// <summary>How often a batch is made again when the connection was lost, and how long it waits before each, until its callers are told: about five seconds in all.</summary>
    private const int MostReconnects = 25;
    private const int MostStale = 3;
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ProbePace = TimeSpan.FromSeconds(1);

    private readonly Link _link;
    private readonly bool _ownThread;
    private readonly Readers _readers;
    private readonly BlockingCollection<Call> _calls = [];
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _closing = new();
    private Sql? _writer;
    private volatile string? _trouble;

    /// <summary>Opens the writer's connection, migrates, and starts the writer.</summary>
    /// <param name="link">How the database is reached; disposed of with this.</param>
    /// <param name="ownThread">False: somebody else calls <see cref="WriteBatch(int, TimeSpan)"/>, one at a time, and nothing is written beside.</param>
    internal Database(Link link, bool ownThread = true)
    {
        _link = link;
        _ownThread = ownThread;
        _readers = new Readers(link);
        _writer = link.OpenWriter();
        _thread = new Thread(WriteLoop) { IsBackground = true, Name = "carillon-writer" };
        if (ownThread)
            _thread.Start();
    }

    /// <summary>True once disposed of.</summary>
    public bool IsClosed => _calls.IsAddingCompleted;

    /// <summary>Where it is.</summary>
    public DatabaseAddress Address => _link.Address;

    /// <summary>What the last write ran into, or null when it went well.</summary>
    public string? Trouble => _trouble;

    /// <summary>Runs at the begin of every batch, within its transaction, with the runs that its calls are about. Set before the first write.</summary>
    internal Action<Sql, Turn, IReadOnlyList<RunId>>? AfterBegin { get; set; }

    /// <summary>Runs at the end of every batch, within its transaction. Set before the first write.</summary>
    internal Action<Sql>? BeforeCommit { get; set; }

    /// <summary>Asked, before any statement of the writer, for what memory holds. Set before the first write.</summary>
    internal Action<Sql>? Unwritten
    {
        get;
        set => _writer!.Unwritten = field = value;
    }

    /// <summary>Runs within a long batch when a portion of it is done; see <see cref="Sql.Pause"/>. Set before the first write.</summary>
    internal Action<Sql>? Pause
    {
        get;
        set => _writer!.AtPause = field = _ownThread ? value : null;
    }

    /// <summary>Asked before each commit, on the writer's thread; true refuses the batch, as a full disk would. For tests.</summary>
    internal Func<bool>? RefuseCommit { get; set; }

    /// <summary>Told what an action after a commit threw.</summary>
    internal Action<Exception>? FollowUpFailed { get; set; }

    /// <summary>Runs when a whole batch was undone: forget what memory holds of the database.</summary>
    internal Action? AfterLoss { get; set; }

    /// <summary>Opens a SQLite file; see <see cref="Open(DatabaseAddress, bool, Link)"/>.</summary>
    /// <exception cref="StorageException">It cannot be opened, is not a database, or is newer than this program; says what to do.</exception>
    public static Database Open(string path) => Open(DatabaseAddress.File(path));

    /// <summary>Opens the database, creates or migrates its schema, and starts the writer.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="hasWriterThread">False: batches are written by <see cref="WriteBatch(int, TimeSpan)"/> alone.</param>
    /// <param name="link">How it is reached; null for what the address says.</param>
    /// <exception cref="StorageException">It cannot be opened, is not a database, or is newer than this program; says what to do.</exception>
    internal static Database Open(DatabaseAddress address, bool hasWriterThread = true, Link? link = null)
    {
        link ??= Link.To(address);
        try
        {
            return new Database(link, hasWriterThread);
        }
        catch (Exception e) when (Link.IsUnusable(e))
        {
            link.Dispose();
            throw link.Unusable(e);
        }
    }

    /// <summary>A closed connection of its own to the database, for packs that keep their own tables in it. Their writes wait for the writer's batches, and it for theirs: keep them short.</summary>
    public static DbConnection Connection(DatabaseAddress address) =>
        address.IsShared ? new NpgsqlConnection(address.Value) : SqliteLibrary.Connection(SqliteLink.ConnectionString(address.Value));

    /// <summary>Runs <paramref name="work"/> within the next batch's transaction; the task completes when it is durable. It may be run again when its batch was undone for another's fault.</summary>
    /// <param name="work">What to do. It must not wait for anything.</param>
    /// <param name="about">The run it is about, so that it can be read together with those of the other calls; null for none.</param>
    /// <exception cref="StorageException">The batch could not be committed; nothing of it was kept.</exception>
    public Task<T> WriteAsync<T>(Func<Sql, T> work, RunId? about = null)
    {
        var call = new Call<T>(work, about);
        try
        {
            _calls.Add(call);
        }
        catch (InvalidOperationException)
        {
            throw new StorageException(ProblemCodes.StorageUnavailable, Closed);
        }
        return call.Task;
    }

    /// <summary>As <see cref="WriteAsync{T}"/>, without a result.</summary>
    public Task WriteAsync(Action<Sql> work, RunId? about = null) => WriteAsync<bool>(
        sql =>
        {
            work(sql);
            return true;
        },
        about);

    /// <summary>Reads on a connection of its own, seeing one state of the database throughout. May be run again when its connection was lost.</summary>
    /// <exception cref="StorageException">The database cannot be read at the moment.</exception>
    public T Read<T>(Func<Sql, T> work) => _readers.Read(work);

    private void WriteLoop()
    {
        while (!_calls.IsCompleted)
            WriteBatch(MaxBatch, _trouble is null ? Timeout.InfiniteTimeSpan : ProbePace);
    }

    /// <summary>How many calls wait for a batch.</summary>
    internal int Waiting => _calls.Count;

    /// <summary>How many of them are about that run.</summary>
    internal int WaitingAbout(RunId run) => _calls.Count(call => call.About == run);

    /// <summary>Writes one batch of the calls that wait, or, where none does and there is trouble, finds out whether writing works again.</summary>
    /// <param name="most">How many calls it takes at most.</param>
    /// <param name="patience">How long it waits for the first.</param>
    internal void WriteBatch(int most, TimeSpan patience = default)
    {
        if (!_calls.TryTake(out var first, patience))
        {
            if (_trouble is not null && !_calls.IsAddingCompleted)
                Write([]);
            return;
        }
        List<Call> batch = [first];
        while (batch.Count < most && _calls.TryTake(out var next))
            batch.Add(next);
        Write(batch);
    }

    /// <summary>One batch, made again when the connection was lost; without a call it only finds out whether writing works. When a call of it is at fault, each is made alone, so that only that one fails.</summary>
    private void Write(List<Call> batch)
    {
        for (var (reconnects, stale) = (0, 0); ; reconnects++)
        {
            if (TryWrite(batch) is not { } failed)
                return;
            if (failed.Fault == Fault.Stale && ++stale < MostStale)
                continue;
            if (failed.Fault == Fault.Lost && _trouble is null && reconnects < MostReconnects && !_closing.Wait(reconnects == 0 ? TimeSpan.Zero : ReconnectPause))
                continue;
            if (failed.Fault is Fault.Lost or Fault.Refused)
                Lose(batch, _link.Told(failed.Error));
            else if (batch.Count > 1)
                batch.ForEach(call => Write([call]));
            else if (failed.InCall)
                batch[0].Fail(Told(failed));
            else
                Lose(batch, Told(failed));
            return;
        }
    }

    /// <summary>Null when the batch is durable and its callers know; else it is undone.</summary>
    private Failure? TryWrite(List<Call> batch)
    {
        var turn = default(Turn);
        var (inCall, isCommitting) = (false, false);
        try
        {
            if (_writer is null)
                Open();
            turn = _link.Begin(_writer!);
            AfterBegin?.Invoke(_writer!, turn, [.. batch.Where(call => call.About is not null).Select(call => call.About!.Value)]);
            inCall = true;
            for (var i = 0; i < batch.Count; i++)
            {
                FailPoint.Hit("call");
                batch[i].Run(_writer!);
                if (i % Portion == Portion - 1)
                    _writer!.Pause();
            }
            inCall = false;
            BeforeCommit?.Invoke(_writer!);
            _writer!.Flush();
            // What was written may have found room that others will not.
            if (_trouble is not null)
                _link.Probe(_writer);
            if (RefuseCommit?.Invoke() == true)
                throw new StorageException(ProblemCodes.StorageUnavailable, "The commit was refused.");
            FailPoint.Hit("commit");
            isCommitting = true;
            _link.Commit(_writer, turn);
            _trouble = null;
        }
#pragma warning disable CA1031 // whatever went wrong, the callers are told and the writer lives on
        catch (Exception e)
#pragma warning restore CA1031
        {
            var fault = _link.FaultOf(e);
            if (fault != Fault.Lost || !isCommitting || !WasCommitted(turn))
            {
                Undo(fault);
                return new Failure(e, fault, inCall);
            }
            _trouble = null;
        }
        FailPoint.Hit("committed");
        Follow(batch);
        return null;
    }

    private void Open()
    {
        _writer = _link.OpenWriter();
        _writer.Unwritten = Unwritten;
        _writer.AtPause = Pause;
    }

    private Exception Told(Failure failed) => failed.Fault == Fault.None ? failed.Error : _link.Told(failed.Error);

    /// <summary>The connection broke in the commit: asks on another one, for as long as it takes, because both answers matter.</summary>
    private bool WasCommitted(Turn turn)
    {
        while (true)
        {
            try
            {
                return _link.WasCommitted(turn);
            }
#pragma warning disable CA1031 // whatever it is, only an answer helps, and a writer that ends takes the process with it
            catch (Exception e)
#pragma warning restore CA1031
            {
                _trouble = _link.Told(e).Message;
                if (_closing.Wait(ReconnectPause))
                    return false;
            }
        }
    }

    private void Follow(List<Call> batch)
    {
        foreach (var action in _writer!.TakeAfterCommit())
            Follow(action);
        foreach (var call in batch)
            call.Tell();
    }

    /// <summary>What follows a commit may fail, for example a listener: that is its own trouble.</summary>
    private void Follow(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // see the summary
        catch (Exception e)
#pragma warning restore CA1031
        {
            FollowUpFailed?.Invoke(e);
        }
    }

    private void Undo(Fault fault)
    {
        if (_writer is not null)
        {
            _writer.Undo();
            _link.Rollback(_writer);
            if (fault == Fault.Lost)
                Drop();
        }
        AfterLoss?.Invoke();
    }

    private void Drop()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private void Lose(List<Call> batch, Exception error)
    {
        _trouble = error.Message;
        foreach (var call in batch)
            call.Fail(error);
    }

    /// <summary>Commits what has been asked for so far and closes the database.</summary>
    public void Dispose()
    {
        if (_calls.IsAddingCompleted)
            return;
        _calls.CompleteAdding();
        _closing.Set();
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
            _thread.Join();
        Drop();
        _readers.Dispose();
        _link.Dispose();
    }

    /// <summary>Why a batch was undone.</summary>
    /// <param name="Error">What was thrown.</param>
    /// <param name="Fault">What it means.</param>
    /// <param name="InCall">True when a call threw it.</param>
    private readonly record struct Failure(Exception Error, Fault Fault, bool InCall);
}
