using Carillon.Core.Definitions;
using Carillon.Engine.Runs;

namespace Carillon.Server;

/// <summary>The task types of this build.</summary>
internal static class Handlers
{
    /// <summary>Every handler, by name.</summary>
    public static IReadOnlyList<ITaskHandler> All() => [];

    /// <summary>What definitions are checked against.</summary>
    public static TaskTypeList Types() => new(All().Select(handler => handler.Type));
}
