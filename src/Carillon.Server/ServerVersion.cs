using System.Reflection;

namespace Carillon.Server;

/// <summary>The program's version.</summary>
internal static class ServerVersion
{
    /// <summary>For example <c>0.1.0</c>.</summary>
    public static string Text { get; } = typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
