using System.Text;

namespace Carillon.Engine.Runs;

/// <summary>
/// One life of a node. The file of its name in its data folder says which life was the last one, and is locked while the node lives: whoever holds the lock knows that the
/// life before has ended, and need not wait for its leases. Where the file cannot be had, leases tell as they do for any other node.
/// </summary>
internal sealed class NodeLife : IDisposable
{
    private readonly FileStream? _file;

    private NodeLife(FileStream? file, string? before) => (_file, Before) = (file, before);

    /// <summary>The id of the life before, which is over; null when that is not known.</summary>
    public string? Before { get; }

    /// <summary>Begins the life <paramref name="id"/> of a node.</summary>
    public static NodeLife Begin(string dataFolder, string name, string id)
    {
        try
        {
            Directory.CreateDirectory(dataFolder);
            var file = new FileStream(Path.Combine(dataFolder, $"node-{Uri.EscapeDataString(name)}.life"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var bytes = new byte[1024];
            var before = Encoding.UTF8.GetString(bytes, 0, file.Read(bytes));
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(id));
            file.Flush(flushToDisk: true);
            return new NodeLife(file, before.Length > 0 ? before : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new NodeLife(null, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
