using System.Collections.Concurrent;
using System.Data.Common;
using Carillon.Core;
using Microsoft.Data.Sqlite;

namespace Carillon.Engine.Storage;

/// <summary>
/// The database. Every write goes through one writer that commits for many callers at once: a call's changes are durable when its task
/// completes, and are undone alone when it throws. Reads use connections of their own and see the last commit. Thread safe.
/// </summary>
public sealed class Database : IDisposable
{
    private const int MaxBatch = 512;
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    static Database() => SqliteLibrary.Choose();

    private readonly string _connectionString;
    private readonly ConcurrentBag<Sql> _readers = [];
    private readonly BlockingCollection<Call> _calls = [];
    private readonly Sql _writer;
    private readonly Thread _thread;
    private volatile string? _trouble;

    private Database(string path, string connectionString)
    {
        Path = path;
        _connectionString = connectionString;
        _writer = Connect();
        // SQLite opens a file without write permission all the same, and refuses the first write, which may come much later.
        if (SQLitePCL.raw.sqlite3_db_readonly(_writer.Sqlite.Handle, "main") == 1)
        {
            _writer.Dispose();
            throw new UnauthorizedAccessException("it is readonly for this user.");
        }
        Migrator.Migrate(_writer);
        _thread = new Thread(WriteLoop) { IsBackground = true, Name = "carillon-writer" };
    }

    /// <summary>True once disposed of.</summary>
    public bool IsClosed => _calls.IsAddingCompleted;

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary>What the last write ran into, or null when it went well.</summary>
    public string? Trouble => _trouble;

    /// <summary>Runs at the end of every batch, within its transaction. Set before the first write.</summary>
    internal Action<Sql>? BeforeCommit { get; set; }

    /// <summary>Asked before each commit, on the writer's thread; true refuses the batch, as a full disk would. For tests.</summary>
    internal Func<bool>? RefuseCommit { get; set; }

    /// <summary>Told what an action after a commit threw.</summary>
    internal Action<Exception>? FollowUpFailed { get; set; }

    /// <summary>Runs when a whole batch was lost, after its calls were told: forget what memory holds of the database.</summary>
    internal Action? AfterLoss { get; set; }

    /// <summary>Opens the file, creates or migrates its schema, and starts the writer.</summary>
    /// <exception cref="StorageException">It cannot be opened, is not a database, or is newer than this program; says what to do.</exception>
    public static Database Open(string path)
    {
        var connectionString = ConnectionString(path);
        try
        {
            var database = new Database(path, connectionString);
            database._thread.Start();
            return database;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                ProblemCodes.DatabaseUnusable,
                $"The database '{path}' cannot be used: {e.Message} Check that the folder exists, that this user may write the file and its folder, and that the disk has room.",
                e);
        }
    }

    /// <summary>A closed connection of its own to the file, for packs that keep their own tables in it. Their writes wait for the writer's batches, and it for theirs: keep them short.</summary>
    public static DbConnection Connection(string path) => new SqliteConnection(ConnectionString(path));

    private static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, Pooling = false }.ToString();

    /// <summary>Runs <paramref name="work"/> within the next batch's transaction; the task completes when it is durable.</summary>
    /// <exception cref="StorageException">The batch could not be committed; nothing of it was kept.</exception>
    public Task<T> WriteAsync<T>(Func<Sql, T> work)
    {
        var call = new Call<T>(work);
        try
        {
            _calls.Add(call);
        }
        catch (InvalidOperationException)
        {
            throw new StorageException(ProblemCodes.StorageUnavailable, "The database is closed.");
        }
        return call.Task;
    }

    /// <summary>As <see cref="WriteAsync{T}"/>, without a result.</summary>
    public Task WriteAsync(Action<Sql> work) => WriteAsync<bool>(sql =>
    {
        work(sql);
        return true;
    });

    /// <summary>Reads on a connection of its own, seeing one state of the database throughout.</summary>
    public T Read<T>(Func<Sql, T> work)
    {
        if (!_readers.TryTake(out var sql))
            sql = Connect();
        try
        {
            sql.Execute("begin");
            var result = work(sql);
            sql.Execute("commit");
            _readers.Add(sql);
            return result;
        }
        catch (SqliteException e)
        {
            sql.Dispose();
            throw Unavailable(e);
        }
        catch
        {
            sql.Dispose();
            throw;
        }
    }

    private Sql Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            // FULL: a commit that was acknowledged survives a power cut. busy_timeout: a foreign reader may hold the file for a moment.
            pragmas.CommandText = "pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory;";
            pragmas.ExecuteNonQuery();
            return new Sql(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void WriteLoop()
    {
        var batch = new List<Call>(MaxBatch);
        while (!_calls.IsCompleted)
        {
            batch.Clear();
            if (_calls.TryTake(out var first, _trouble is null ? Timeout.InfiniteTimeSpan : Probe))
                WriteBatch(batch, first, isProbe: false);
            else if (_trouble is not null && !_calls.IsAddingCompleted)
                WriteBatch(batch, new Call<int>(RewriteHeader), isProbe: true);
        }
    }

    /// <summary>Writes the file's header as it is: in trouble and with nothing else to write, this finds out when writing works again.</summary>
    private static int RewriteHeader(Sql sql) => sql.Execute($"pragma user_version = {sql.Number("pragma user_version")}");

    private void WriteBatch(List<Call> batch, Call first, bool isProbe)
    {
        batch.Add(first);
        try
        {
            var changes = SQLitePCL.raw.sqlite3_total_changes(_writer.Sqlite.Handle);
            _writer.Execute("begin immediate");
            for (var i = 0; i < batch.Count; i++)
            {
                Run(batch[i]);
                if (i == batch.Count - 1 && batch.Count < MaxBatch && _calls.TryTake(out var next))
                    batch.Add(next);
            }
            BeforeCommit?.Invoke(_writer);
            if (RefuseCommit?.Invoke() == true)
                throw new StorageException(ProblemCodes.StorageUnavailable, "The commit was refused.");
            _writer.Execute("commit");
            // A batch that changed nothing did not touch the disk: it says nothing about it.
            if (isProbe || SQLitePCL.raw.sqlite3_total_changes(_writer.Sqlite.Handle) != changes)
                _trouble = null;
        }
#pragma warning disable CA1031 // whatever went wrong, the callers are told and the writer lives on
        catch (Exception e)
#pragma warning restore CA1031
        {
            Lose(batch, e);
            return;
        }
        foreach (var action in _writer.TakeAfterCommit())
            Follow(action);
        foreach (var call in batch)
            call.Tell();
    }

    private void Run(Call call)
    {
        var error = _writer.Try(() => call.Run(_writer));
        call.Error = error is SqliteException sqlite ? Unavailable(sqlite) : error;
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

    private void Lose(List<Call> batch, Exception error)
    {
        _writer.Undo((0, 0));
        if (_writer.IsInTransaction)
        {
            try
            {
                _writer.Execute("rollback");
            }
            catch (SqliteException)
            {
                // SQLite has rolled back by itself between the check and the call.
            }
        }
        var told = error is SqliteException sqlite ? Unavailable(sqlite) : error;
        _trouble = told.Message;
        AfterLoss?.Invoke();
        foreach (var call in batch)
        {
            call.Error ??= told;
            call.Tell();
        }
    }

    private StorageException Unavailable(SqliteException e) => e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB
        ? new(ProblemCodes.DatabaseUnusable, $"The database '{Path}' is damaged: {e.Message} Stop the server and restore a backup.", e)
        : new(ProblemCodes.StorageUnavailable, $"The database refused: {e.Message}", e);

    /// <summary>Commits what has been asked for so far and closes the file.</summary>
    public void Dispose()
    {
        if (_calls.IsAddingCompleted)
            return;
        _calls.CompleteAdding();
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
            _thread.Join();
        _writer.Dispose();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
    }

    private abstract class Call
    {
        public Exception? Error { get; set; }

        public abstract void Run(Sql sql);

        public abstract void Tell();
    }

    private sealed class Call<T>(Func<Sql, T> work) : Call
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _completion.Task;

        public override void Run(Sql sql) => _result = work(sql);

        public override void Tell()
        {
            if (Error is null)
                _completion.SetResult(_result!);
            else
                _completion.SetException(Error);
        }
    }
}
