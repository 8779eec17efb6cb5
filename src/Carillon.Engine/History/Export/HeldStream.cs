namespace Carillon.Engine.History.Export;

/// <summary>
/// Holds what is written to it until it is full, and passes it on without ever blocking a thread: the end of an archive's entry is written in a blocking
/// way, which the body of an answer does not take. Write only; one writer.
/// </summary>
internal sealed class HeldStream(Stream output) : Stream
{
    private const int Full = 64 * 1024;
    private readonly MemoryStream _held = new(Full);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _held.Write(buffer.Span);
        if (_held.Length >= Full)
            await PassOnAsync(cancellationToken);
    }

    /// <summary>Passes on what is held.</summary>
    public async Task PassOnAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(_held.GetBuffer().AsMemory(0, (int)_held.Length), cancellationToken);
        _held.SetLength(0);
    }

    public override void Flush()
    {
        // What is held goes on when it is full, or when it is told to.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
