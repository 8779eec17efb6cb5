using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Storage;
using Carillon.Engine.Tests.Runs;
using NodaTime;

namespace Carillon.Engine.Tests.Storage;

/// <summary>
/// Walks through the life of two occurrences and strikes at every commit in turn, until a walk ends before its strike: whatever the commit held,
/// nothing is lost and nothing happens twice.
/// </summary>
internal static class CommitFaults
{
    private const int Runs = 2;
    private static readonly Instant Nine = Instant.FromUtc(2026, 1, 5, 9, 0);
    private static readonly Duration Step = Duration.FromMilliseconds(250);
    private const string Workflow = """
        id: w
        schedule: { cron: "0,5 0 9 5 1 *", end_at: 2026-01-06, catch_up: { mode: all }, overlap_policy: allow }
        defaults:
          retry: { max_attempts: 5, backoff: fixed, initial: 1s }
        tasks:
          - { id: a, uses: test.step, with: { value: [1, 2] } }
          - { id: b, uses: test.step, needs: [a] }
          - { id: c, uses: test.step, needs: [b] }
          - { id: each, uses: test.step, needs: [a], for_each: "${{ tasks.a.output.value }}" }
        """;

    /// <summary>False when the walk had fewer commits than that.</summary>
    public static async Task<bool> WalkAsync(int strikeAt, bool crash)
    {
        var commits = 0;
        var struck = false;
        // A process that died after a commit makes no other one; a disk that was full for one commit takes the next.
        await WalkAsync(
            $"strike {strikeAt}",
            crash,
            () =>
            {
                var commit = ++commits;
                var strike = crash ? commit > strikeAt : commit == strikeAt;
                Volatile.Write(ref struck, struck || strike);
                return strike;
            });
        return Volatile.Read(ref struck);
    }

    /// <param name="because">Said when it fails.</param>
    /// <param name="crash">True: after the first refusal the process is dead, and another takes its place, which nothing is refused.</param>
    /// <param name="refuse">Asked before each commit.</param>
    public static async Task WalkAsync(string because, bool crash, Func<bool> refuse)
    {
        var isRefused = false;
        var time = new ManualTime(Nine - Duration.FromHours(1));
        await using var engine = new EngineFixture(o => o with { Time = time, Watch = false, Slots = crash ? 4 : 1 }).File("w.yaml", Workflow);
        engine.Step.On("b", context => context.Attempt == 1 ? RunTests.Fail(ErrorClasses.Network) : StepTask.Done(context));
        engine.RefuseCommit = () =>
        {
            var refused = refuse();
            Volatile.Write(ref isRefused, isRefused || refused);
            return refused;
        };
        for (var isUp = false; !isUp;)
            isUp = await IsUpAsync(engine, crash && Volatile.Read(ref isRefused));
        for (var leaps = 0; !IsDone(engine); leaps++)
        {
            leaps.ShouldBeLessThan(2_000, $"{because}: {string.Join("; ", engine.Rows("select id, status, wake_at from runs"))}; {string.Join("; ", engine.Rows("select * from attempts"))}; {string.Join("; ", engine.Rows("select * from schedules"))}; {engine.Host.Reconcile.State}");
            if (crash && engine.RefuseCommit is not null && Volatile.Read(ref isRefused))
            {
                engine.Crash();
                await IsUpAsync(engine, isReplaced: true);
            }
            // Until the schedule is stored, nothing is expected of it.
            var early = Nine - Duration.FromSeconds(1) - time.Now();
            engine.Leap(engine.Host.Reconcile.State.Ready && early > Step ? early : Step);
            await engine.ChangeAsync(TimeSpan.FromMilliseconds(5));
        }
        Check(engine, because);
    }

    /// <summary>An engine that cannot store its very first facts says so by not starting; whatever watches over the process starts it again.</summary>
    private static async Task<bool> IsUpAsync(EngineFixture engine, bool isReplaced)
    {
        if (isReplaced)
            engine.RefuseCommit = null;
        try
        {
            await engine.StartAsync();
            return true;
        }
        catch (StorageException)
        {
            engine.Crash();
            return false;
        }
    }

    private static bool IsDone(EngineFixture engine) => engine.Count("select count(*) from runs where completed_at is not null") == Runs
        && engine.Count("select count(*) from schedules where next_due_at is not null") == 0;

    private static void Check(EngineFixture engine, string because)
    {
        engine.Rows("select outcome, count from ledger").ShouldBe(Enumerable.Repeat("ran|1", Runs), because);
        engine.Count("select count(distinct nominal_at) from runs").ShouldBe(Runs, because);
        engine.Rows("select distinct status from runs").ShouldBe(["completed"], because);
        engine.Rows("select distinct status from task_runs").ShouldBe(["succeeded"], because);
        engine.Count("select count(*) from task_runs").ShouldBe(Runs * 6, because);
        engine.Rows("select task_id, item from attempt_history where outcome = 'succeeded' group by run_id, task_id, item having count(*) = 1").Count.ShouldBe(Runs * 5, because);
        engine.Count("select count(*) from attempt_history where outcome = 'succeeded'").ShouldBe(Runs * 5, because);
        engine.Count("select count(*) from attempts").ShouldBe(0, because);
        engine.Rows("select run_number from runs order by nominal_at").ShouldBe(["1", "2"], because);
    }
}
