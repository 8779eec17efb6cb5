using Carillon.Engine.Storage;

namespace Carillon.Engine.Runs;

/// <summary>Numbers for attempts that no other attempt ever had, made in this process so that a claim needs no round trip. The writer's thread.</summary>
/// <param name="isShared">True when other nodes give numbers as well.</param>
internal sealed class AttemptIds(bool isShared)
{
    // The step of the sequence on PostgreSQL: each number of it stands for so many that this node may give.
    private const int Block = 10_000;
    private long _next;
    private long _end;

    /// <summary>The last number that a node may have given when it has drawn the block.</summary>
    public static long LastOf(long block) => ((block + 1) * Block) - 1;

    /// <summary>The block that the number is of: one that is drawn after it has higher numbers only.</summary>
    public static long BlockOf(long number) => number / Block;

    public long Next(Sql sql)
    {
        if (_next == _end)
            Reserve(sql);
        return _next++;
    }

    /// <summary>What the database says about numbers may have been undone: others are reserved.</summary>
    public void Forget() => _end = _next;

    private void Reserve(Sql sql)
    {
        // A SQLite file has one process.
        (_next, _end) = sql.Dialect == SqlDialect.Sqlite && !isShared
            ? (AttemptStore.LastId(sql) + 1, long.MaxValue)
            : sql.Number("select nextval('attempt_blocks')")!.Value * Block is var first ? (first, first + Block) : default;
    }
}
