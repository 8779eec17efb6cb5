using Carillon.Core;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>Which attempts' logs are read. A null value does not filter.</summary>
/// <param name="RunId">The run.</param>
/// <param name="TaskId">Only this task.</param>
/// <param name="Item">Only this place in the task's list.</param>
/// <param name="Attempt">Only attempts with this number.</param>
public sealed record LogFilter(RunId RunId, TaskId? TaskId = null, int? Item = null, int? Attempt = null);

/// <summary>A piece of one attempt's log: one or more lines.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Item">The place in the task's list from 0, or null.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="At">When it was written.</param>
/// <param name="Text">The text.</param>
public sealed record LogChunk(TaskId TaskId, int? Item, int Attempt, Instant At, string Text);

/// <summary>Reads the logs of a run from its beginning, and goes on where it stopped. One instance follows one reader; not thread safe.</summary>
/// <param name="database">Where they are.</param>
/// <param name="filter">Which.</param>
public sealed class LogReader(Database database, LogFilter filter)
{
    private const int MaxChunks = 1000;

    private readonly Dictionary<(string Task, long Item, long Number), long> _read = [];
    private readonly HashSet<(string Task, long Item)> _drained = [];

    /// <summary>What was written since the last call, by time; at most some thousand pieces. An empty answer means: nothing new for now.</summary>
    public IReadOnlyList<LogChunk> Next() => database.Read(sql =>
    {
        var chunks = new List<LogChunk>();
        foreach (var task in Tasks(sql))
        {
            var before = chunks.Count;
            for (var number = filter.Attempt ?? 1; number <= (filter.Attempt ?? task.Attempts) && chunks.Count < MaxChunks; number++)
                chunks.AddRange(Attempt(sql, task.Task, task.Item, number));
            if (chunks.Count >= MaxChunks)
                break;

            // What an ended task wrote is there in the same state of the database that shows its end.
            if (task.Ended && chunks.Count == before)
                _drained.Add((task.Task, task.Item));
        }

        return (IReadOnlyList<LogChunk>)[.. chunks.OrderBy(chunk => chunk.At)];
    });

    private IEnumerable<(string Task, long Item, long Attempts, bool Ended)> Tasks(Sql sql)
    {
        var where = new Where();
        // The run, which OfRun takes as $1.
        where.Next(filter.RunId.Value);
        where.And("attempts >= ?", 1).AndIf("task_id = ?", filter.TaskId?.Value).AndIf("item = ?", filter.Item);
        return sql
            .Query(
                $"select task_id, item, attempts, case when completed_at is null then 0 else 1 end from {TaskRunReader.OfRun} {where} order by started_at nulls first",
                row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3) != 0),
                where.Values)
            .Where(task => !_drained.Contains((task.Item1, task.Item2)));
    }

    private List<LogChunk> Attempt(Sql sql, string task, long item, long number)
    {
        var key = (task, item, number);
        return sql.Query(
            """
            select seq, at, text from log_chunks
            where run_id = $1 and task_id = $2 and item = $3 and number = $4 and seq > $5 order by seq limit $6
            """,
            row =>
            {
                _read[key] = row.GetInt64(0);
                return new LogChunk(new TaskId(task), item < 0 ? null : (int)item, (int)number, row.GetInt64(1).ToInstant(), row.GetString(2));
            },
            filter.RunId.Value,
            task,
            item,
            number,
            _read.GetValueOrDefault(key, -1),
            MaxChunks);
    }
}
