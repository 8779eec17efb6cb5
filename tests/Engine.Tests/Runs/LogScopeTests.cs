using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Carillon.Engine.Tests.Runs;

/// <summary>Log lines about an attempt carry its run and task, for logs that programs read.</summary>
public sealed class LogScopeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_line_about_an_attempt_carries_its_run_and_task_where_that_was_asked_for(bool asked)
    {
        var log = new ScopedLog();
        await using var engine = new EngineFixture(options => options with { LogsScopes = asked }) { Log = log };
        engine.File("one.yaml", "id: one\ntasks:\n  - { id: a, uses: test.step }\n");
        var refuses = false;
        engine.RefuseCommit = () => Volatile.Read(ref refuses);
        var gate = engine.Step.Hold("a");
        await engine.StartAsync();
        var run = await engine.RunAsync("one");
        await engine.UntilAsync(() => engine.Step.Held == 1, "the attempt");
        Volatile.Write(ref refuses, true);
        gate.SetResult();
        await engine.UntilAsync(() => log.Lines.Any(line => line.Text.Contains("could not be stored yet", StringComparison.Ordinal)), "the warning");
        Volatile.Write(ref refuses, false);
        (await engine.EndAsync(run)).ShouldBe("completed");

        var scopes = log.Lines.First(line => line.Text.Contains("could not be stored yet", StringComparison.Ordinal)).Scopes;
        if (!asked)
        {
            scopes.ShouldBeEmpty();
            return;
        }
        scopes["RunId"].ShouldBe(run.Value);
        scopes["TaskKey"].ShouldBe("a");
        scopes["Attempt"].ShouldBe(1);
    }

    private sealed class ScopedLog : ILogger<EngineHost>
    {
        private readonly AsyncLocal<IReadOnlyDictionary<string, object?>?> _scope = new();

        public ConcurrentQueue<(string Text, IReadOnlyDictionary<string, object?> Scopes)> Lines { get; } = [];

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull
        {
            _scope.Value = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
            return new Ending(() => _scope.Value = null);
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((formatter(state, exception), _scope.Value ?? new Dictionary<string, object?>(StringComparer.Ordinal)));

        private sealed class Ending(Action end) : IDisposable
        {
            public void Dispose() => end();
        }
    }
}
