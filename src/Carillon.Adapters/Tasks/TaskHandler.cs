using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Tasks;

/// <summary>
/// The base of task types with a typed input and output. The JSON Schemas come from the two records: names in snake case,
/// <see cref="DescriptionAttribute"/> as the description, <c>required</c> members as required, initial values as defaults.
/// One instance serves all attempts at once.
/// </summary>
/// <typeparam name="TInput">A record of what <c>with</c> holds.</typeparam>
/// <typeparam name="TOutput">A record of the output.</typeparam>
public abstract class TaskHandler<TInput, TOutput> : ITaskHandler, ITypedTask
    where TInput : class
    where TOutput : class
{
    /// <summary>Names the task type.</summary>
    /// <param name="name">What stands after <c>uses</c>.</param>
    /// <param name="summary">One sentence: what it does.</param>
    /// <param name="group">The group it is listed under.</param>
    /// <param name="isSensor">True when it pokes until a condition holds.</param>
    /// <param name="connections">The kinds of connection that its input <c>connection</c> may name; null for none.</param>
    protected TaskHandler(string name, string summary, string group = "built in", bool isSensor = false, IReadOnlyList<string>? connections = null) =>
        Type = new TaskType(name, summary, () => ShippedSchemas.Find(name, typeof(TInput)) ?? TaskSchema.Of(typeof(TInput), typeof(TOutput)))
        {
            Group = group,
            IsSensor = isSensor,
            ConnectionKinds = connections ?? [],
        };

    /// <inheritdoc/>
    public TaskType Type { get; }

    (Type Input, Type Output) ITypedTask.Records => (typeof(TInput), typeof(TOutput));

    /// <inheritdoc/>
    public virtual async Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return await RunAsync(Read(context.Input), context, cancellationToken);
        }
        catch (TaskFailedException failure)
        {
            return new TaskResult.Failed(failure.Error);
        }
    }

    /// <summary>Carries one attempt out with the input read.</summary>
    /// <param name="input">The input; every field has passed.</param>
    /// <param name="context">The attempt.</param>
    /// <param name="cancellationToken">Canceled on cancel, timeout and lost lease.</param>
    /// <exception cref="TaskFailedException">It failed; becomes <see cref="TaskResult.Failed"/>.</exception>
    protected abstract Task<TaskResult> RunAsync(TInput input, TaskContext context, CancellationToken cancellationToken);

    /// <summary>Says what is wrong between fields that are each right, for example two that exclude one another. Empty: nothing.</summary>
    protected virtual IEnumerable<string> Check(TInput input) => [];

    /// <summary>The result of success.</summary>
    protected static TaskResult Done(TOutput output) =>
        new TaskResult.Succeeded(JsonSerializer.SerializeToNode(output, TaskJson.Options));

    private TInput Read(JsonObject node)
    {
        var (input, problems) = InputReader.Read<TInput>(node);
        if (input is not null) problems = [.. problems, .. Check(input)];
        return problems.Count == 0
            ? input!
            : throw TaskFailures.Input(string.Join("; ", problems));
    }
}
