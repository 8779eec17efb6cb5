using System.Reflection;
using System.Runtime.Loader;

namespace Carillon.Adapters.CSharp;

/// <summary>The load context of one plugin: its own dependencies from beside it, ours from us, so that the contract's types are the same.</summary>
internal sealed class PluginContext(string assembly) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assembly))
{
    private readonly AssemblyDependencyResolver _resolver = new(assembly);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsOurs(assemblyName)) return null;
        if (_resolver.ResolveAssemblyToPath(assemblyName) is { } resolved) return LoadFromAssemblyPath(resolved);
        var beside = Path.Join(Path.GetDirectoryName(assembly), assemblyName.Name + ".dll");
        return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    // NodaTime and the hosting abstractions stand in the contract's signatures; two copies of them would be two different types.
    internal static bool IsOurs(AssemblyName name) =>
        name.Name is { } text && (text is "Carillon.Core" or "Carillon.Engine" or "Carillon.Adapters" or "NodaTime"
            || text.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
}
