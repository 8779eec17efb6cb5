using System.Text.Json.Nodes;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;

namespace Carillon.Engine.Tests.Runs;

/// <summary>What a task leaves behind: its log, its artifacts, its output, each within limits.</summary>
public sealed class KeptThingsTests
{
    [Fact]
    public async Task A_log_beyond_its_limit_is_cut_with_a_mark()
    {
        await using var engine = await new EngineFixture(o => o with { LogLimit = 10_000 })
            .File("loud.yaml", "id: loud\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        engine.Step.On("a", context =>
        {
            for (var i = 0; i < 100_000; i++)
                context.Log.Line("all work and no play");
            return StepTask.Done(context);
        });

        var run = await engine.RunAsync("loud");

        (await engine.EndAsync(run)).ShouldBe("completed");
        var log = string.Concat(engine.Rows("select text from log_chunks where run_id = $1 order by seq", run.Value));
        log.Length.ShouldBeInRange(9_000, 10_200);
        log.ShouldContain("the log is cut here");
    }

    [Fact]
    public async Task An_artifact_is_stored_with_size_and_hash_and_a_retry_replaces_it()
    {
        await using var engine = await new EngineFixture().File("keep.yaml", "id: keep\ntasks:\n  - { id: a, uses: test.step, retry: { max_attempts: 2, backoff: fixed, initial: 0s } }\n").StartAsync();
        engine.Step.On("a", async (context, stop) =>
        {
            await context.Artifacts.KeepAsync("report.md", "text/markdown", new MemoryStream("abc"u8.ToArray()), stop);
            return context.Attempt == 1 ? RunTests.Fail(ErrorClasses.Network) : StepTask.Done(context);
        });

        var run = await engine.RunAsync("keep");

        (await engine.EndAsync(run)).ShouldBe("completed");
        engine.Rows("select name, size, sha256, number from artifacts where run_id = $1", run.Value)
            .ShouldBe(["report.md|3|ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad|2"]);
        File.ReadAllText(Directory.GetFiles(Path.Combine(engine.DataFolder, "artifacts"), "*", SearchOption.AllDirectories).Single()).ShouldBe("abc");
    }

    [Theory]
    [InlineData("../../escape")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public async Task An_artifact_name_cannot_leave_its_folder(string name)
    {
        await using var engine = await new EngineFixture().File("keep.yaml", "id: keep\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        engine.Step.On("a", async (context, stop) =>
        {
            await context.Artifacts.KeepAsync(name, "text/plain", new MemoryStream([1]), stop);
            return StepTask.Done(context);
        });

        var run = await engine.RunAsync("keep");

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Text("select error from runs where id = $1", run.Value).ShouldContain("SCH042");
    }

    [Fact]
    public async Task An_output_beyond_one_mebibyte_fails_the_task_and_says_what_to_do()
    {
        await using var engine = await new EngineFixture().File("big.yaml", "id: big\ntasks:\n  - { id: a, uses: test.step }\n").StartAsync();
        engine.Step.On("a", _ => new TaskResult.Succeeded(JsonValue.Create(new string('x', 1 << 20))));

        var run = await engine.RunAsync("big");

        (await engine.EndAsync(run)).ShouldBe("failed");
        engine.Text("select error from runs where id = $1", run.Value).ShouldContain("artifact");
    }
}
