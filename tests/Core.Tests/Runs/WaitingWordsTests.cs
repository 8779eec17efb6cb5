using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using NodaTime;
using TaskStatus = Carillon.Core.Runs.TaskStatus;

namespace Carillon.Core.Tests.Runs;

public sealed class WaitingWordsTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 9, 20, 30);

    private static readonly TaskDefinition Task = new() { Id = new TaskId("a"), Uses = "test", Retry = RetryPolicy.None with { MaxAttempts = 3 } };

    [Theory]
    [InlineData("fetch", "waiting for fetch")]
    [InlineData("fetch sum", "waiting for fetch and sum")]
    [InlineData("a b c", "waiting for a, b and c")]
    [InlineData("a b c d e", "waiting for a, b and 3 more tasks")]
    public void A_pending_task_names_what_it_needs(string open, string words) =>
        WaitingWords.Of(new TaskWait { Status = TaskStatus.Pending, Task = Task, Open = [.. open.Split(' ').Select(id => new TaskId(id))] }).ShouldBe(words);

    [Theory]
    [InlineData("ibkr", 2, 2, "waiting for pool ibkr: 2 of 2 in use")]
    [InlineData("ibkr", 2, 1, "waiting for a free slot")]
    [InlineData("ibkr", null, 7, "waiting for a free slot")]
    [InlineData(null, null, 0, "waiting for a free slot")]
    public void A_queued_task_names_its_pool_when_that_is_full(string? pool, int? limit, int use, string words) =>
        WaitingWords.Of(new TaskWait { Status = TaskStatus.Ready, Task = Task, Pool = pool, PoolLimit = limit, PoolUse = use }).ShouldBe(words);

    [Theory]
    [InlineData(1, "attempt 2 of 3 at 2026-03-09T20:30:00Z")]
    [InlineData(2, "attempt 3 of 3 at 2026-03-09T20:30:00Z")]
    [InlineData(5, "attempt 6 at 2026-03-09T20:30:00Z")] // Lost with its node: that is tried more often.
    public void A_task_that_failed_says_which_attempt_comes_when(int attempts, string words) =>
        WaitingWords.Of(new TaskWait { Status = TaskStatus.RetryWait, Task = Task, Attempts = attempts, WakeAt = At }).ShouldBe(words);

    [Fact]
    public void Where_the_definition_cannot_be_read_any_more_it_says_what_it_knows() =>
        WaitingWords.Of(new TaskWait { Status = TaskStatus.RetryWait, Attempts = 1, WakeAt = At }).ShouldBe("attempt 2 at 2026-03-09T20:30:00Z");

    [Theory]
    [InlineData(1, true, "looked once, again at 2026-03-09T20:30:00Z")]
    [InlineData(4, true, "looked 4 times, again at 2026-03-09T20:30:00Z")]
    [InlineData(4, false, "waiting for what it watches")]
    public void A_sensor_says_when_it_looks_again(int pokes, bool hasTime, string words) =>
        WaitingWords.Of(new TaskWait { Status = TaskStatus.PokeWait, Task = Task, Pokes = pokes, WakeAt = hasTime ? At : null }).ShouldBe(words);

    [Fact]
    public void Hooks_and_items_wait_for_the_others()
    {
        WaitingWords.Of(new TaskWait { Status = TaskStatus.Pending, Task = Task with { Role = TaskRole.OnFailure } }).ShouldBe("waiting for the other tasks");
        WaitingWords.Of(new TaskWait { Status = TaskStatus.Pending, Task = Task, IsItem = true }).ShouldBe("waiting for its turn");
    }

    [Theory]
    [InlineData(TaskStatus.Pending)]
    [InlineData(TaskStatus.Running)]
    [InlineData(TaskStatus.Succeeded)]
    [InlineData(TaskStatus.Failed)]
    [InlineData(TaskStatus.Skipped)]
    [InlineData(TaskStatus.UpstreamFailed)]
    [InlineData(TaskStatus.Canceled)]
    public void What_waits_for_nothing_says_nothing(TaskStatus status) => WaitingWords.Of(new TaskWait { Status = status, Task = Task }).ShouldBeNull();

    [Fact]
    public void A_pending_run_names_the_limit_before_the_run_before_it_and_says_when_it_is_too_old()
    {
        var before = new RunId("019cd3b1");

        WaitingWords.Of(new RunWait { MaxConcurrentRuns = 2, Running = 2, Before = before }).ShouldBe("waiting for a run of its workflow to end: 2 of 2 are running");
        WaitingWords.Of(new RunWait { MaxConcurrentRuns = 2, Running = 1, Before = before, StaleAt = At }).ShouldBe("waiting for the run before it: 019cd3b1; too old to start at 2026-03-09T20:30:00Z");
        WaitingWords.Of(new RunWait { Running = 9, StaleAt = At }).ShouldBeNull();
    }
}
