using Carillon.Adapters.Channels;
using Carillon.Adapters.Market;
using Carillon.Adapters.Tasks;
using Carillon.Core.Definitions;
using Carillon.Engine;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;

namespace Carillon.Server;

/// <summary>The task types of this build.</summary>
internal static class Handlers
{
    /// <summary>The environment variable that names the folder of plugins.</summary>
    public const string PluginsVariable = "CARILLON_PLUGINS";

    /// <summary>Every handler for an engine, with what of the plugins could not be used.</summary>
    /// <param name="options">The engine.</param>
    /// <param name="reachPrivate">Whether HTTP tasks may connect to loopback and private networks.</param>
    public static TaskHandlers For(EngineOptions options, bool reachPrivate = true) => TaskHandlers.All(new TaskOptions
    {
        ReadFolders = [EngineOptions.ArtifactsIn(options.DataFolder)],
        PluginFolder = Plugins(),
        AllowPrivateNetworks = reachPrivate,
        Database = () => Database.Connection(options.DatabaseAddress),
    });

    /// <summary>The kinds of channel that messages can go to.</summary>
    /// <param name="options">The engine.</param>
    /// <param name="reachPrivate">Whether they may connect to loopback and private networks.</param>
    public static IReadOnlyList<IChannel> Channels(EngineOptions options, bool reachPrivate = true) => ShippedChannels.All(reachPrivate, options.Time);

    /// <summary>The tables that packs may have made in the database.</summary>
    public static IReadOnlyList<PackTable> Tables => MarketTasks.Tables;

    /// <summary>What definitions are checked against.</summary>
    public static TaskTypeList Types() =>
        new([.. TaskHandlers.All(new TaskOptions { PluginFolder = Plugins() }).Handlers.Select(handler => handler.Type), .. EngineHost.OwnTaskTypes]);

    private static string? Plugins() =>
        Environment.GetEnvironmentVariable(PluginsVariable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
}
