using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace Carillon.Engine.Tests;

/// <summary>A SQLite file that several nodes share as they do a server: its turns, time and sequences.</summary>
internal sealed class SharedFile(TimeProvider time)
{
    private long _numbers;
    private long _turns;

    /// <summary>Options of a node on it.</summary>
    public EngineOptions Of(EngineOptions options)
    {
        Directory.CreateDirectory(options.DataFolder);
        return options with { IsSharedFile = true, IsOnlyNode = false, Database = DatabaseAddress.File(EngineOptions.DatabaseIn(options.DataFolder)), LinkBy = clock => Link(options.DatabaseAddress, clock) };
    }

    /// <summary>Another way to it.</summary>
    public Link Link(DatabaseAddress address, DatabaseClock? clock = null) => new SharedLink(this, address, clock);

    private sealed class SharedLink(SharedFile file, DatabaseAddress address, DatabaseClock? clock) : SqliteLink(address)
    {
        public override Sql OpenWriter()
        {
            var writer = base.OpenWriter();
            ((SqliteConnection)writer.Connection).CreateFunction("nextval", (string _) => Interlocked.Increment(ref file._numbers));
            return writer;
        }

        public override Turn Begin(Sql writer)
        {
            base.Begin(writer);
            clock?.Observe(file.Time.Now());
            return new Turn(Interlocked.Increment(ref file._turns), Transaction: null, AttemptStore.HasReady(writer));
        }
    }

    private TimeProvider Time => time;
}
