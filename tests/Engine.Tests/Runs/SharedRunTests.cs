using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Tests.Runs;

/// <summary>What a node makes of runs and claims that others may have changed meanwhile, on a clock that the test moves.</summary>
public sealed class SharedRunTests
{
    private static readonly Duration Moment = Duration.FromMilliseconds(250);
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 0));
    private readonly SharedFile _file;

    public SharedRunTests() => _file = new SharedFile(_time);

    [Fact]
    public async Task A_run_that_another_node_has_changed_is_read_anew_also_when_it_is_needed_only_some_turns_later()
    {
        await using var engine = await StartAsync("id: w\ntasks:\n  - { id: a, uses: test.step, retry: { max_attempts: 2, initial: 1h } }\n");
        engine.Step.On("a", _ => RunTests.Fail(ErrorClasses.Network));
        var run = await engine.RunAsync("w");
        await engine.UntilAsync(() => engine.TaskStatus(run, "a") == "retry_wait", "the first attempt to fail");
        var wakeAt = engine.Count("select wake_at from runs");
        using (var other = new Database(_file.Link(engine.Options.DatabaseAddress)))
            await other.WriteAsync(sql => sql.Execute("update runs set wake_at = $1, revision = revision + 1", (_time.Now() + Moment).ToStored()));
        await engine.Host.Database.WriteAsync(_ => { });
        await engine.Host.Database.WriteAsync(_ => { });

        engine.Leap(Moment);

        await engine.UntilAsync(() => engine.Count("select wake_at from runs") == wakeAt, "it to be planned again, which finds that it is too early");
    }

    [Fact]
    public async Task What_a_node_puts_back_is_claimed_again_though_nothing_else_happens_and_is_not_taken_for_lost()
    {
        await using var engine = await StartAsync("id: w\ntasks:\n  - { id: a, uses: test.step }\n");
        var gate = engine.Step.Hold("a");
        var run = await engine.RunAsync("w");
        await engine.UntilAsync(() => engine.Step.Held == 1, "it to be under way");
        await RenewAsync(engine);

        // As after a freeze: nothing was renewed for nearly as long as the lease.
        engine.Leap(Duration.FromSeconds(9));
        await engine.UntilAsync(() => engine.Step.Attempts.Count == 2 && engine.Step.Held == 1, "it to be put back and claimed again", Moment);
        await RenewAsync(engine);
        gate.SetResult();

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Rows("select number, fence, outcome from attempt_history").ShouldBe(["1|2|succeeded"]);
    }

    [Fact]
    public async Task A_run_whose_row_has_changed_while_an_attempt_of_it_is_rescued_is_rescued_all_the_same()
    {
        await using var engine = await StartAsync("id: w\ncost: { per_run: 1 }\ntasks:\n  - { id: a, uses: test.step, idempotent: false }\n");
        engine.Step.Hold("a");
        var run = await engine.RunAsync("w");
        await engine.UntilAsync(() => engine.Step.Held == 1, "it to be under way");
        // Not in a turn: the node cannot know.
        using (var other = new Database(new SqliteLink(engine.Options.DatabaseAddress)))
        {
            await other.WriteAsync(sql => sql.Execute("update attempts set node = 'gone', lease_until = 0"));
            await other.WriteAsync(sql => sql.Execute("update runs set revision = revision + 1"));
        }

        await engine.UntilAsync(() => Leap(engine, Moment) && engine.Status(run) == "failed", "it to be rescued");

        engine.Rows("select outcome from attempt_history").ShouldBe(["lost"]);
        engine.TaskStatus(run, "a").ShouldBe("failed");
    }

    private async Task RenewAsync(EngineFixture engine)
    {
        var before = _time.Now().ToStored();
        await engine.UntilAsync(() => Leap(engine, Moment) && engine.Count("select max(seen_at) from nodes") > before, "the lease to be renewed");
    }

    private static bool Leap(EngineFixture engine, Duration by)
    {
        engine.Leap(by);
        return true;
    }

    private async Task<EngineFixture> StartAsync(string yaml) =>
        await new EngineFixture(o => _file.Of(o with { Time = _time, Watch = false })).File("w.yaml", yaml).StartAsync();
}
