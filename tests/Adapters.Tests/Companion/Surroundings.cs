using Carillon.Engine.Runs;

namespace MyCompany;

internal sealed class ConsoleLog : ITaskLog
{
    public void Line(string text) => Console.WriteLine(text);
}

internal sealed class NoArtifacts : IArtifactKeeper
{
    public Task<Artifact> KeepAsync(string name, string mediaType, Stream content, CancellationToken cancellationToken) => throw new NotSupportedException();
}
