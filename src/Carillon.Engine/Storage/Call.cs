using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>Something to be written, by somebody who waits for it.</summary>
/// <param name="about">The run it is about; null for none.</param>
internal abstract class Call(RunId? about)
{
    public RunId? About => about;

    /// <summary>Does it; again, when its transaction was undone.</summary>
    public abstract void Run(Sql sql);

    /// <summary>It is durable.</summary>
    public abstract void Tell();

    /// <summary>It is undone, and not made again.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class Call<T>(Func<Sql, T> work, RunId? about) : Call(about)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _completion.Task;

    public override void Run(Sql sql) => _result = work(sql);

    public override void Tell() => _completion.SetResult(_result!);

    public override void Fail(Exception error) => _completion.SetException(error);
}
