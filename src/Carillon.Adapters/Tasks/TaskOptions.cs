using System.Data.Common;

namespace Carillon.Adapters.Tasks;

/// <summary>What the operator allows the task types. Immutable.</summary>
public sealed record TaskOptions
{
    /// <summary>Folders outside the workflows' own that tasks may read from by absolute path: where artifacts are kept. Absolute.</summary>
    public IReadOnlyList<string> ReadFolders { get; init; } = [];

    /// <summary>True: HTTP tasks and sensors may reach loopback and private networks. Link-local and metadata addresses are refused always. Default true.</summary>
    public bool AllowPrivateNetworks { get; init; } = true;

    /// <summary>Gives a new connection to the installation's database, where domain packs keep their own tables; null for none.</summary>
    public Func<DbConnection>? Database { get; init; }

    /// <summary>The folder of plugin assemblies, or null for none. Absolute.</summary>
    public string? PluginFolder { get; init; }
}
