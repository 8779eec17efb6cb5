using System.Text.Json.Nodes;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.CSharp;

/// <summary>
/// A task of the user's own, in C#. Put the class into an assembly in the plugin folder, or register it in the services; then
/// <c>uses: csharp</c> with its full name runs it. With <see cref="CarillonTaskAttribute"/> it is a task type of its own as well.
/// A new instance is made for every attempt, its constructor's parameters from the services.
/// </summary>
public interface ICarillonTask
{
    /// <summary>Carries one attempt out. <see cref="TaskContext.Input"/> is what the workflow gives under <c>input</c> (for a task type of its own: the whole <c>with</c>).</summary>
    /// <param name="context">The attempt: input, log, artifacts, folders, clock.</param>
    /// <param name="cancellationToken">Canceled on cancel, timeout and lost lease.</param>
    /// <returns>The output, at most 1 MiB as JSON, or null.</returns>
    /// <exception cref="TaskFailedException">A failure that says of itself whether trying again can help. Any other exception is one of class <c>unexpected</c>.</exception>
    Task<JsonNode?> RunAsync(TaskContext context, CancellationToken cancellationToken);
}

/// <summary>Makes an <see cref="ICarillonTask"/> a task type of its own name.</summary>
/// <param name="name">What stands after <c>uses</c>: lower-case words with dots, for example <c>mycompany.rebalance</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CarillonTaskAttribute(string name) : Attribute
{
    /// <summary>What stands after <c>uses</c>.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence: what it does. Default: the class's name.</summary>
    public string? Summary { get; init; }

    /// <summary>A record whose properties are the input; its JSON Schema is made from it, and input that does not fit is refused. Null: any mapping.</summary>
    public Type? Input { get; init; }

    /// <summary>A record whose properties are the output, for the documentation only. Null: anything.</summary>
    public Type? Output { get; init; }
}
