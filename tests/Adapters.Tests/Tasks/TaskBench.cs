using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;
using NodaTime;

namespace Carillon.Adapters.Tests.Tasks;

/// <summary>Runs task types outside an engine: folders of its own, a log in memory, artifacts in a folder.</summary>
internal sealed class TaskBench : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("carillon-tasks-").FullName;

    public TaskBench()
    {
        (BaseFolder, WorkFolder, ArtifactFolder) = (Path.Join(_root, "base"), Path.Join(_root, "work"), Path.Join(_root, "artifacts"));
        foreach (var folder in new[] { BaseFolder, WorkFolder, ArtifactFolder }) Directory.CreateDirectory(folder);
        Artifacts = new(ArtifactFolder);
    }

    public string Root => _root;

    public string BaseFolder { get; }

    public string WorkFolder { get; }

    public string ArtifactFolder { get; }

    public MemoryLog Log { get; } = new();

    public FolderArtifacts Artifacts { get; }

    public ManualTime Time { get; } = new(Instant.FromUtc(2026, 3, 2, 12, 0));

    public TaskContext Context(string input) => new()
    {
        Project = "default",
        WorkflowId = new("demo"),
        RunId = new("run-1"),
        Key = new(new TaskId("step")),
        Attempt = 2,
        FirstReadyAt = Instant.FromUtc(2026, 3, 2, 12, 0),
        IdempotencyKey = "key-1",
        NominalAt = Instant.FromUtc(2026, 3, 2, 12, 0),
        Input = JsonNode.Parse(input)!.AsObject(),
        Log = Log,
        Artifacts = Artifacts,
        MakeWorkFolder = () => WorkFolder,
        BaseFolder = BaseFolder,
        Time = Time,
        Heartbeat = () => { },
    };

    public Task<TaskResult> RunAsync(ITaskHandler handler, string input, CancellationToken cancellationToken = default) =>
        handler.RunAsync(Context(input), cancellationToken);

    public async Task<JsonNode> SucceedAsync(ITaskHandler handler, string input)
    {
        var result = await RunAsync(handler, input);
        return result.ShouldBeOfType<TaskResult.Succeeded>((result as TaskResult.Failed)?.Error.ToString()).Output!;
    }

    public async Task<TaskError> FailAsync(ITaskHandler handler, string input) =>
        (await RunAsync(handler, input)).ShouldBeOfType<TaskResult.Failed>().Error;

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

internal sealed class MemoryLog : ITaskLog
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _awaited = new();
    private long _count;

    public IReadOnlyList<string> Lines => [.. _lines];

    public long Count => Interlocked.Read(ref _count);

    /// <summary>The first line that starts so, now or once it comes.</summary>
    public Task<string> LineAsync(string start)
    {
        var awaited = _awaited.GetOrAdd(start, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_lines.FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal)) is { } line) awaited.TrySetResult(line);
        return awaited.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Line(string text)
    {
        // As the engine's log does: beyond a limit nothing more is kept.
        if (Interlocked.Increment(ref _count) > 10_000) return;
        _lines.Enqueue(text);
        foreach (var (start, awaited) in _awaited)
        {
            if (text.StartsWith(start, StringComparison.Ordinal)) awaited.TrySetResult(text);
        }
    }
}

internal sealed class FolderArtifacts(string folder) : IArtifactKeeper
{
    public async Task<Artifact> KeepAsync(string name, string mediaType, Stream content, CancellationToken cancellationToken)
    {
        var path = Path.Join(folder, name);
        await using (var file = File.Create(path)) await content.CopyToAsync(file, cancellationToken);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return new("artifact-" + name, name, mediaType, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), path);
    }
}

/// <summary>A clock that moves only when told, except that delays move it at once to their end.</summary>
internal sealed class ManualTime(Instant now) : TimeProvider
{
    private readonly Lock _gate = new();
    private Instant _now = now;

    public Instant Now
    {
        get
        {
            lock (_gate) return _now;
        }
    }

    public int Delays { get; private set; }

    public void Advance(Duration by)
    {
        lock (_gate) _now += by;
    }

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            Delays++;
            Advance(Duration.FromTimeSpan(dueTime));
        }

        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Ended();
    }

    private sealed class Ended : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
