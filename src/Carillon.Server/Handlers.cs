using Carillon.Adapters.Tasks;
using Carillon.Core.Definitions;
using Carillon.Engine;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;

namespace Carillon.Server;

/// <summary>The task types of this build.</summary>
internal static class Handlers
{
    /// <summary>The environment variable that names the folder of plugins.</summary>
    public const string PluginsVariable = "CARILLON_PLUGINS";

    /// <summary>Every handler for an engine that keeps its files in <paramref name="dataFolder"/>, with what of the plugins could not be used.</summary>
    public static TaskHandlers For(string dataFolder) => TaskHandlers.All(new TaskOptions
    {
        ReadFolders = [EngineOptions.ArtifactsIn(dataFolder)],
        PluginFolder = Plugins(),
        Database = () => Database.Connection(EngineOptions.DatabaseIn(dataFolder)),
    });

    /// <summary>What definitions are checked against.</summary>
    public static TaskTypeList Types() =>
        new([.. TaskHandlers.All(new TaskOptions { PluginFolder = Plugins() }).Handlers.Select(handler => handler.Type), .. EngineHost.OwnTaskTypes]);

    private static string? Plugins() =>
        Environment.GetEnvironmentVariable(PluginsVariable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
}
