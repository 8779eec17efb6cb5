using Carillon.Engine.Runs;

namespace MyCompany;

internal sealed class ConsoleLog : ITaskLog
{
    private int _lines;

    public void Line(string text)
    {
        // As the engine's log does: beyond a limit nothing more is kept.
        if (Interlocked.Increment(ref _lines) <= 100) Console.WriteLine(text);
    }
}

internal sealed class NoArtifacts : IArtifactKeeper
{
    public Task<Artifact> KeepAsync(string name, string mediaType, Stream content, CancellationToken cancellationToken) => throw new NotSupportedException();
}
