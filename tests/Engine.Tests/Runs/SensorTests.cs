using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Engine.Tests.Runs;

public sealed class SensorTests
{
    private const string Sensor = "id: sensor\ntasks:\n  - { id: wait, uses: test.step, retry: 3 }\n  - { id: go, uses: test.step, needs: [wait] }\n";
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 8, 0));

    [Fact]
    public async Task A_sensor_that_waits_holds_no_slot_and_its_pokes_are_one_attempt()
    {
        await using var engine = await StartAsync();
        engine.Step.On("wait", context => context.Pokes < 2 ? new TaskResult.PokeAgain(Duration.FromMinutes(1)) : StepTask.Done(context));
        var run = await engine.RunAsync("sensor");
        await WaitsAsync(engine, run, pokes: 1);

        (await engine.EndAsync(await engine.RunAsync("other"))).ShouldBe("completed", "there is only one slot");

        engine.Leap(Duration.FromMinutes(1));
        await WaitsAsync(engine, run, pokes: 2);
        engine.Leap(Duration.FromMinutes(1));
        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Rows("select task_id, number, outcome from attempt_history where run_id = $1 order by task_id", run.Value).ShouldBe(["go|1|succeeded", "wait|1|succeeded"]);
        var pokes = engine.Step.Attempts.Where(a => a.Key.Task.Value == "wait").ToList();
        pokes.Select(a => (a.Attempt, a.Pokes)).ShouldBe([(1, 0), (1, 1), (1, 2)]);
        pokes.Select(a => a.FirstReadyAt).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_sensor_does_not_poke_before_its_time()
    {
        await using var engine = await StartAsync();
        engine.Step.On("wait", _ => new TaskResult.PokeAgain(Duration.FromMinutes(1)));
        var run = await engine.RunAsync("sensor");
        await WaitsAsync(engine, run, pokes: 1);

        engine.Leap(Duration.FromSeconds(59));
        await engine.IdleAsync();

        engine.Step.Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Waiting_for_the_next_poke_survives_a_crash()
    {
        await using var engine = await StartAsync();
        engine.Step.On("wait", context => context.Pokes < 1 ? new TaskResult.PokeAgain(Duration.FromMinutes(1)) : StepTask.Done(context));
        var run = await engine.RunAsync("sensor");
        await WaitsAsync(engine, run, pokes: 1);

        engine.Crash();
        await engine.StartAsync();
        engine.Leap(Duration.FromMinutes(1));

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Count("select count(*) from attempt_history where run_id = $1 and outcome = 'lost'", run.Value).ShouldBe(0);
    }

    [Fact]
    public async Task A_soft_failing_sensor_is_skipped_with_its_reason_and_so_is_what_needs_it()
    {
        await using var engine = await StartAsync();
        engine.Step.On("wait", _ => new TaskResult.Skipped("no file until noon"));

        var run = await engine.RunAsync("sensor");

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Rows("select task_id, status, attempts from task_runs where run_id = $1 order by task_id", run.Value).ShouldBe(["go|skipped|0", "wait|skipped|1"]);
        engine.Text("select reason from task_runs where run_id = $1 and task_id = 'wait'", run.Value).ShouldBe("no file until noon");
        engine.Rows("select outcome from attempt_history where run_id = $1", run.Value).ShouldBe(["skipped"]);
    }

    [Fact]
    public async Task Cancel_ends_a_waiting_sensor_at_once()
    {
        await using var engine = await StartAsync();
        engine.Step.On("wait", _ => new TaskResult.PokeAgain(Duration.FromMinutes(1)));
        var run = await engine.RunAsync("sensor");
        await WaitsAsync(engine, run, pokes: 1);

        await engine.Host.Runs.CancelAsync(run, "ann", "enough");

        engine.Status(run).ShouldBe("canceled");
        engine.TaskStatus(run, "wait").ShouldBe("canceled");
    }

    [Fact]
    public async Task A_log_is_read_in_the_order_of_its_lines_across_pokes_and_attempts_while_it_is_written()
    {
        await using var engine = await StartAsync();
        engine.Step.On("wait", context =>
        {
            context.Log.Line($"attempt {context.Attempt} poke {context.Pokes} first");
            context.Log.Line($"attempt {context.Attempt} poke {context.Pokes} second");
            if (context.Pokes < 3)
                return new TaskResult.PokeAgain(Duration.FromSeconds(30));
            return context.Attempt == 1 ? RunTests.Fail(ErrorClasses.Network) : StepTask.Done(context);
        });
        var run = await engine.RunAsync("sensor");
        var reader = new LogReader(engine.Host.Database, new LogFilter(run, new TaskId("wait")));
        var lines = new List<string>();

        for (var leaps = 0; engine.Status(run) == "running" && leaps < 100; leaps++)
        {
            await engine.IdleAsync();
            lines.AddRange(Lines(reader));
            engine.Leap(Duration.FromSeconds(10));
        }
        (await engine.EndAsync(run)).ShouldBe("completed");
        lines.AddRange(Lines(reader));

        string[] words = ["first", "second"];
        var first = Enumerable.Range(0, 4).SelectMany(poke => words, (poke, word) => $"attempt 1 poke {poke} {word}");
        lines.Take(8).ShouldBe(first);
        lines[8].ShouldStartWith("failed: ");
        lines.Skip(9).ShouldBe(words.Select(word => $"attempt 2 poke 3 {word}"));
        Lines(new LogReader(engine.Host.Database, new LogFilter(run, new TaskId("wait")))).ShouldBe(lines, "who reads afterwards reads the same");
    }

    private static List<string> Lines(LogReader reader)
    {
        var lines = new List<string>();
        while (reader.Next() is { Count: > 0 } chunks)
            lines.AddRange(chunks.SelectMany(c => c.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(l => l[(l.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        return lines;
    }

    private async Task<EngineFixture> StartAsync() => await new EngineFixture(o => o with { Time = _time, Watch = false, Slots = 1 })
        .File("sensor.yaml", Sensor)
        .File("other.yaml", "id: other\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();

    private static Task WaitsAsync(EngineFixture engine, RunId run, int pokes) => engine.UntilAsync(
        () => engine.Count("select count(*) from task_runs where run_id = $1 and status = 'poke_wait' and pokes = $2", run.Value, pokes) == 1, $"poke {pokes}");
}
