using System.Collections.Concurrent;
using System.Diagnostics;
using Carillon.Core;
using Carillon.Engine.History;

namespace Carillon.Engine.Tests.History;

/// <summary>Runs as traces: what listeners see, and what nobody pays for while there is none.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Two = "id: two\ntasks:\n  - { id: a, uses: test.step }\n  - { id: b, uses: test.step, needs: [a] }\n";
    private readonly EngineFixture _engine = new();
    private readonly ConcurrentBag<Activity> _spans = [];

    public async Task InitializeAsync() => await _engine.File("two.yaml", Two).StartAsync();

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task A_run_is_a_trace_whose_id_is_the_runs_with_a_span_for_each_attempt()
    {
        using var listener = Listen();
        var run = await _engine.RunAsync("two");
        await EndAsync(run);

        var trace = run.Value.Replace("-", "", StringComparison.Ordinal);
        var spans = _spans.Where(span => span.TraceId.ToHexString() == trace).ToList();
        var root = spans.Single(span => span.DisplayName == "run two");
        root.SpanId.ToHexString().ShouldBe(trace[16..]);
        root.ParentSpanId.ShouldBe(default);
        root.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        var tasks = spans.Where(span => span != root).OrderBy(span => span.StartTimeUtc).ToList();
        tasks.Select(span => span.DisplayName).ShouldBe(["task a", "task b"]);
        tasks.ShouldAllBe(span => span.ParentSpanId == root.SpanId);
        root.GetTagItem("carillon.outcome").ShouldBe("completed");
        tasks[0].GetTagItem("carillon.task_type").ShouldBe("test.step");
        _engine.Step.Attempts.Select(attempt => attempt.TraceParent).ShouldBe(tasks.Select(span => span.Id));
    }

    [Fact]
    public async Task What_fails_says_so_without_its_words()
    {
        using var listener = Listen();
        _engine.Step.On("a", _ => throw new InvalidOperationException("a secret was in the message"));
        var run = await _engine.RunAsync("two");
        await EndAsync(run);

        var failed = _spans.Where(span => span.GetTagItem("carillon.run") as string == run.Value && span.Status == ActivityStatusCode.Error).ToList();
        failed.Select(span => span.DisplayName).Order().ShouldBe(["run two", "task a"]);
        failed.ShouldAllBe(span => (string?)span.GetTagItem("error.type") != null && span.StatusDescription == null);
        _spans.SelectMany(span => span.TagObjects).ShouldNotContain(tag => (tag.Value as string ?? "").Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_nobody_listens_no_span_is_made()
    {
        _engine.Options.Tracer.Source.HasListeners().ShouldBeFalse();
        var current = new ConcurrentQueue<Activity?>();
        _engine.Step.Otherwise = (context, _) =>
        {
            current.Enqueue(Activity.Current);
            return Task.FromResult(StepTask.Done(context));
        };
        await _engine.EndAsync(await _engine.RunAsync("two"));

        current.Count.ShouldBe(2);
        current.ShouldAllBe(span => span == null);
        _engine.Step.Attempts.ShouldAllBe(attempt => attempt.TraceParent == null);
    }

    [Fact]
    public async Task A_run_that_a_task_made_has_a_trace_of_its_own_and_links_to_the_run_of_the_task()
    {
        using var listener = Listen();
        _engine.File("outer.yaml", "id: outer\ntasks:\n  - { id: c, uses: workflow, with: { workflow: two } }\n");
        await _engine.Host.Reconcile.ReconcileAsync();
        var outer = await _engine.RunAsync("outer");
        await EndAsync(outer, "run outer");

        var inner = _spans.Single(span => span.DisplayName == "run two");
        inner.TraceId.ShouldNotBe(TraceIds.Of(outer).TraceId);
        inner.Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(TraceIds.Of(outer).SpanId);
    }

    [Theory]
    [InlineData("made-up")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void A_run_whose_id_is_no_uuid_has_no_trace_of_its_own(string id) => TraceIds.Of(new RunId(id)).ShouldBe(default);

    private async Task EndAsync(RunId run, string span = "run two")
    {
        await _engine.EndAsync(run);
        // The run's own span is made after the commit that ended it.
        await _engine.UntilAsync(() => _spans.Any(made => made.DisplayName == span), "the span of the run");
    }

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, _engine.Options.Tracer.Source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
