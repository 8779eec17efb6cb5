using Carillon.Adapters.CSharp;
using Carillon.Engine.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Adapters.Tasks;

/// <summary>Puts the task types into the services.</summary>
public static class TaskServices
{
    /// <summary>
    /// Adds <see cref="TaskHandlers"/> (with the problems of plugins) and every <see cref="ITaskHandler"/> of it as one
    /// <c>IReadOnlyList&lt;ITaskHandler&gt;</c>. Classes registered with <see cref="AddCarillonTask{T}"/> are found by <c>uses: csharp</c>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">What the operator allows.</param>
    public static IServiceCollection AddCarillonTasks(this IServiceCollection services, TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(provider => TaskHandlers.All(options, provider.GetServices<RegisteredTask>().Select(r => r.Class), provider));
        services.AddSingleton(provider => provider.GetRequiredService<TaskHandlers>().Handlers);
        return services;
    }

    /// <summary>Lets <c>uses: csharp</c> run this class.</summary>
    /// <typeparam name="T">The class.</typeparam>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddCarillonTask<T>(this IServiceCollection services)
        where T : class, ICarillonTask => services.AddSingleton(new RegisteredTask(typeof(T)));

    private sealed record RegisteredTask(Type Class);
}
