using Carillon.Adapters.Clock;
using Carillon.Adapters.CSharp;
using Carillon.Adapters.Files;
using Carillon.Adapters.Http;
using Carillon.Adapters.Market;
using Carillon.Adapters.Shell;
using Carillon.Adapters.Sql;
using Carillon.Core;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Tasks;

/// <summary>The one list of task types.</summary>
/// <param name="Handlers">All of them, built in and of plugins; no two of one name.</param>
/// <param name="Problems">What of the plugin folder could not be used.</param>
public sealed record TaskHandlers(IReadOnlyList<ITaskHandler> Handlers, IReadOnlyList<Problem> Problems)
{
    /// <summary>The task types that ship with Carillon. They hold a connection pool for the life of the process.</summary>
    /// <param name="options">What the operator allows; null for the defaults.</param>
    public static IReadOnlyList<ITaskHandler> BuiltIn(TaskOptions? options = null) => BuiltIn(options ?? new(), new Dictionary<string, Type>(), services: null);

    /// <summary>The task types that ship with Carillon and those of the plugin folder.</summary>
    /// <param name="options">What the operator allows.</param>
    /// <param name="registered">Task classes registered in the services.</param>
    /// <param name="services">Where the constructors of task classes get their parameters, or null.</param>
    public static TaskHandlers All(TaskOptions options, IEnumerable<Type>? registered = null, IServiceProvider? services = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var plugins = options.PluginFolder is { } folder ? PluginLoader.Load(folder, services) : Plugins.None;
        var classes = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        foreach (var type in (registered ?? []).Concat(plugins.Classes.Values)) classes.TryAdd(type.FullName!, type);

        var handlers = BuiltIn(options, classes, services).ToDictionary(h => h.Type.Name, StringComparer.Ordinal);
        var problems = plugins.Problems.ToList();
        foreach (var handler in plugins.Handlers)
        {
            if (!handlers.TryAdd(handler.Type.Name, handler))
                problems.Add(new(ProblemCodes.Duplicate, $"A plugin's task type '{handler.Type.Name}' has the name of a built-in one, which is used."));
        }

        return new([.. handlers.Values], problems);
    }

    private static List<ITaskHandler> BuiltIn(TaskOptions options, IReadOnlyDictionary<string, Type> classes, IServiceProvider? services)
    {
        var exchange = new HttpExchange(options);
        return
        [
            new ShellTask(),
            new HttpTask(exchange),
            new SqlTask(options),
            new FileTask(options),
            new CSharpTask(classes, services),
            new WaitTask(),
            new HttpSensor(exchange),
            new FileSensor(options),
            new SqlSensor(options),
            new TimeSensor(),
            .. MarketTasks.All(options),
        ];
    }
}
