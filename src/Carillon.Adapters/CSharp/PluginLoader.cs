using System.Reflection;
using System.Text.RegularExpressions;
using Carillon.Core;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.CSharp;

/// <summary>What the plugin folder gave.</summary>
/// <param name="Handlers">The task types of classes with a name of their own.</param>
/// <param name="Classes">All task classes by full name, for <c>uses: csharp</c>.</param>
/// <param name="Problems">What could not be loaded, one for each assembly or class.</param>
public sealed record Plugins(IReadOnlyList<ITaskHandler> Handlers, IReadOnlyDictionary<string, Type> Classes, IReadOnlyList<Problem> Problems)
{
    /// <summary>None.</summary>
    public static Plugins None { get; } = new([], new Dictionary<string, Type>(), []);
}

/// <summary>
/// Finds task classes in the assemblies of a folder: those directly in it, and <c>name/name.dll</c> for plugins with dependencies of their own.
/// What is broken is a problem and never stops the others.
/// </summary>
public static partial class PluginLoader
{
    /// <summary>Loads the folder. A missing folder is an empty one. Assemblies stay loaded for the life of the process.</summary>
    /// <param name="folder">The folder; absolute.</param>
    /// <param name="services">Where constructor parameters come from, or null for none.</param>
    public static Plugins Load(string folder, IServiceProvider? services = null)
    {
        var problems = new List<Problem>();
        var classes = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        var handlers = new SortedDictionary<string, ITaskHandler>(StringComparer.Ordinal);
        foreach (var assembly in Assemblies(folder))
        {
            foreach (var type in TypesOf(assembly, problems))
            {
                if (!classes.TryAdd(type.FullName!, type)) problems.Add(Bad(assembly, $"Class '{type.FullName}' is in another plugin too; that one is used."));
                else Name(type, assembly, handlers, problems, services);
            }
        }

        return new(handlers.Values.ToArray(), classes, problems);
    }

    private static void Name(Type type, string assembly, SortedDictionary<string, ITaskHandler> handlers, List<Problem> problems, IServiceProvider? services)
    {
        try
        {
            if (type.GetCustomAttribute<CarillonTaskAttribute>() is not { } named) return;
            if (!TaskName().IsMatch(named.Name)) problems.Add(Bad(assembly, $"Class '{type.FullName}' has the task name '{named.Name}'; names are lower-case words joined by dots."));
            else if (!handlers.TryAdd(named.Name, new NamedClassTask(type, named, services))) problems.Add(Bad(assembly, $"Class '{type.FullName}' has the task name '{named.Name}', which is taken."));
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            problems.Add(Bad(assembly, $"Class '{type.FullName}' cannot be used: {broken.Message}"));
        }
    }

    private static IEnumerable<string> Assemblies(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var nested = Directory.EnumerateDirectories(folder).Select(f => Path.Join(f, Path.GetFileName(f) + ".dll")).Where(File.Exists);
        return Directory.EnumerateFiles(folder, "*.dll").Concat(nested)
            .Where(file => !PluginContext.IsOurs(new AssemblyName(Path.GetFileNameWithoutExtension(file))))
            .Order(StringComparer.Ordinal);
    }

    private static Type[] TypesOf(string assembly, List<Problem> problems)
    {
        try
        {
            return [.. TypesIn(new PluginContext(assembly).LoadFromAssemblyPath(assembly), assembly, problems).Where(IsTask)];
        }
        // A library beside a plugin need not be managed code; anything else about it is its author's to mend.
        catch (BadImageFormatException broken)
        {
            problems.Add(Bad(assembly, $"It is no .NET assembly: {broken.Message}"));
        }
        catch (Exception broken) when (broken is IOException or TypeLoadException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            problems.Add(Bad(assembly, $"It cannot be loaded: {broken.Message}"));
        }

        return [];
    }

    private static Type[] TypesIn(Assembly loaded, string assembly, List<Problem> problems)
    {
        try
        {
            return loaded.GetExportedTypes();
        }
        catch (ReflectionTypeLoadException some)
        {
            problems.Add(Bad(assembly, $"Some of its classes cannot be loaded: {some.LoaderExceptions.FirstOrDefault()?.Message}"));
            return [.. some.Types.OfType<Type>()];
        }
    }

    private static bool IsTask(Type type) => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(ICarillonTask).IsAssignableFrom(type);

    private static Problem Bad(string assembly, string message) => new(ProblemCodes.FileUnreadable, message, new SourceLocation(Path.GetFileName(assembly), 1, 1));

    [GeneratedRegex("^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex TaskName();
}
