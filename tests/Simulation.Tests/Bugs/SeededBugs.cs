using System.Text.RegularExpressions;
using Carillon.Core.Definitions;
using Carillon.Engine.Connections;
using Carillon.Engine.Runs;
using Carillon.Simulation.Tests.World;

namespace Carillon.Simulation.Tests.Bugs;

/// <summary>Bugs that engines like this one have had, each by the shortest way to make ours have it.</summary>
internal static partial class SeededBugs
{
    public static IReadOnlyList<SeededBug> All { get; } =
    [
        new("an occurrence is settled without a trace", "no occurrence is lost", "ledger and runs agree")
        {
            Sql = "create trigger bug before insert on ledger when new.nominal_at / 1000000 % 7 = 0 begin select raise(ignore); end;",
        },
        new("a cursor goes back when the clock does", "a cursor never goes back")
        {
            Sql = "create trigger bug after update of cursor_at on schedules when new.cursor_at > old.cursor_at and new.cursor_at % 5 = 0 begin update schedules set cursor_at = old.cursor_at - 1 where id = new.id; end;",
        },
        new("a key of its own for each attempt", "the world outside sees each effect once")
        {
            World = static world => world.Outside.KeyOf = context => $"{context.IdempotencyKey}#{context.Attempt}",
        },
        new("a claim keeps the fence of the one before", "only who holds the claim may end an attempt")
        {
            Sql = "create trigger bug after update of fence on attempts begin update attempts set fence = old.fence where id = new.id; end;",
        },
        new("an attempt is handed to the handler twice", "a task run has one live attempt at most", "the world outside sees each effect once")
        {
            Handler = static handler => new TwiceHandler(handler),
        },
        new("attempts forget their pool", "no pool is exceeded")
        {
            Sql = "create trigger bug after insert on attempts when new.pool is not null begin update attempts set pool = null where id = new.id; end;",
        },
        new("max_concurrent_runs is not read", "max_concurrent_runs is kept")
        {
            File = static text => MaxConcurrentRuns().Replace(text, ""),
        },
        new("needs are not read", "no attempt starts before its needs are met")
        {
            File = static text => Needs().Replace(text, ""),
        },
        new("retries know no end", "no more attempts are made than are allowed")
        {
            File = static text => MaxAttempts().Replace(text, "max_attempts: 9"),
        },
        new("a time to wake is lost", "an open run has an attempt, a time, or something to wait for")
        {
            Sql = "create trigger bug after update of wake_at on runs when new.wake_at % 3 = 0 begin update runs set wake_at = null where id = new.id; end;",
        },
        new("a task run goes back", "only legal moves are made")
        {
            Sql = "create trigger bug after update of status on task_runs when new.status = 'succeeded' and new.completed_at % 11 = 0 begin update task_runs set status = 'ready' where run_id = new.run_id and task_id = new.task_id and item = new.item; end;",
        },
        new("failures in a row are not counted", "streaks agree with the runs")
        {
            Sql = "create trigger bug before update of failures_in_row on schedules when new.failures_in_row > old.failures_in_row begin select raise(ignore); end;",
        },
        new("a reservation is never given back", "spending agrees with the runs")
        {
            Sql = "create trigger bug before update on spending when new.reserved_micros < old.reserved_micros begin select raise(ignore); end;",
        },
        new("a backfill forgets how a run ended", "backfills agree with their runs", "everything comes to rest")
        {
            Sql = "create trigger bug before update of status on backfill_items when new.status = 'failed' begin select raise(ignore); end;",
        },
        new("callers are told before it is durable", "nothing acknowledged is lost", "a task run has one live attempt at most", "one run for each key", "the engine makes no error", "everything comes to rest", "messages reach the receiver")
        {
            Node = static node =>
            {
                var flush = node.Host!.Database.BeforeCommit!;
                var batches = 0;
                node.Host.Database.BeforeCommit = sql =>
                {
                    flush(sql);
                    if (++batches % 15 != 0)
                        return;
                    sql.Execute("rollback");
                    sql.Execute("begin immediate");
                };
            },
        },
        new("what memory holds outlives a lost batch", "only legal moves are made", "everything comes to rest", "the engine makes no error", "planning twice changes nothing", "an open run has an attempt, a time, or something to wait for", "ledger and runs agree", "a task run succeeds once", "only who holds the claim may end an attempt", "a task run has one live attempt at most", "spending agrees with the runs", "nothing acknowledged is lost")
        {
            Node = static node => node.Host!.Database.AfterLoss = null,
        },
        new("a node does not know that others have written", "everything comes to rest", "an open run has an attempt, a time, or something to wait for", "streaks agree with the runs")
        {
            World = static world => world.Shared?.HidesTurns = true,
        },
        new("leases are not renewed", "a task run has one live attempt at most")
        {
            Sql = "create trigger bug after update of lease_until on attempts when new.fence = old.fence and new.node = old.node and new.lease_until > old.lease_until begin update attempts set lease_until = old.lease_until where id = new.id; end;",
        },
        new("a message is not written with what it tells of", "what ended is told as it ended")
        {
            Sql = "create trigger bug before insert on notifications when new.created_at % 2 = 0 begin select raise(ignore); end;",
        },
        new("a channel has any number of senders", "messages reach the receiver")
        {
            Sql = "create trigger bug after update of sender on channels begin update channels set sender = null, sender_until = null where name = new.name; end;",
        },
        new("messages overtake each other", "messages reach the receiver")
        {
            Sql = "create trigger bug after insert on notifications when new.place is null begin update notifications set place = -new.id where id = new.id; end;",
        },
        new("a breaker lets everybody try", "a connection that is down is left alone")
        {
            Sql = "create trigger bug after update of probe_at on connection_breakers when new.state <> 'closed' begin update connection_breakers set probe_at = 0 where name = new.name; end;",
        },
        new("timers are lost", "everything comes to rest")
        {
            Node = static node => node.Clock!.LosesTimers = true,
        },
    ];

    [GeneratedRegex("^max_concurrent_runs: .*\n", RegexOptions.Multiline)]
    private static partial Regex MaxConcurrentRuns();

    [GeneratedRegex("^    needs: .*\n", RegexOptions.Multiline)]
    private static partial Regex Needs();

    [GeneratedRegex("max_attempts: [0-9]+")]
    private static partial Regex MaxAttempts();

    private sealed class TwiceHandler(ITaskHandler handler) : ITaskHandler, IConnectionUser
    {
        public TaskType Type => handler.Type;

        public IReadOnlyList<IConnectionKind> ConnectionKinds => ((IConnectionUser)handler).ConnectionKinds;

        public Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
        {
            _ = handler.RunAsync(context, cancellationToken);
            return handler.RunAsync(context, cancellationToken);
        }
    }
}
