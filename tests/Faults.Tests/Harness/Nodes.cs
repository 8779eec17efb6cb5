using System.Globalization;

namespace Carillon.Faults.Tests;

/// <summary>Several servers on one database, with one folder of workflows, each with a data folder and a name of its own.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private readonly FaultFolder _folder;
    private readonly Func<int, ServerStart> _asked;
    private readonly ServerProcess?[] _nodes;

    private Nodes(FaultFolder folder, int count, Func<int, ServerStart>? asked) => (_folder, _asked, _nodes) = (folder, asked ?? (_ => new ServerStart()), new ServerProcess?[count]);

    /// <summary>A node, dead or alive.</summary>
    public ServerProcess this[int node] => _nodes[node]!;

    /// <summary>One that is ready and lives.</summary>
    public ServerProcess Ready => _nodes.First(node => node is { IsReady: true, HasEnded: false })!;

    /// <summary>All of them.</summary>
    public IReadOnlyList<ServerProcess> All => [.. _nodes.Select(node => node!)];

    /// <summary>What all of them have said, for a failure.</summary>
    public string Said => string.Join('\n', _nodes.Select((node, i) => $"-- {Name(i)} --\n{node?.Said}"));

    /// <summary>The name of a node.</summary>
    public static string Name(int node) => string.Create(CultureInfo.InvariantCulture, $"node{node + 1}");

    /// <summary>Starts them one after the other and waits until each is ready.</summary>
    /// <param name="folder">Their files and their database.</param>
    /// <param name="count">How many.</param>
    /// <param name="asked">How each is started; null for like any other.</param>
    public static async Task<Nodes> StartAsync(FaultFolder folder, int count, Func<int, ServerStart>? asked = null)
    {
        var nodes = new Nodes(folder, count, asked);
        try
        {
            for (var node = 0; node < count; node++)
                await nodes.StartAsync(node);
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node, anew if it was there before, and does not wait.</summary>
    public ServerProcess Launch(int node)
    {
        var asked = _asked(node);
        var data = Path.Combine(_folder.Root, Name(node));
        Directory.CreateDirectory(data);
        return _nodes[node] = ServerProcess.Launch(_folder, asked with
        {
            Data = data,
            Environment = new Dictionary<string, string>(asked.Environment, StringComparer.Ordinal) { ["CARILLON_NODE"] = Name(node) },
        });
    }

    /// <summary>Starts a node, anew if it was there before.</summary>
    public async Task<ServerProcess> StartAsync(int node)
    {
        var started = Launch(node);
        await started.ReadyAsync();
        return started;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(int node)
    {
        await using var killed = _nodes[node]!;
        await killed.KillAsync();
    }

    /// <summary>SIGTERM to all; each has ended in order.</summary>
    public async Task StopAsync()
    {
        foreach (var node in _nodes.Where(node => node is { HasEnded: false }))
            (await node!.StopAsync()).ShouldBe(0, node.Said);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            if (node is not null)
                await node.DisposeAsync();
        }
    }
}
