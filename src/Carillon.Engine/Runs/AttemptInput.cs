using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Runs;
using Carillon.Core.Security;
using Carillon.Engine.Connections;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Runs;

/// <summary>What an attempt is given.</summary>
/// <param name="Input">Its input, expressions evaluated.</param>
/// <param name="Shown">The input as it is stored: without secrets.</param>
/// <param name="Connection">The connection that it names, or null.</param>
internal sealed record AttemptInput(JsonObject Input, JsonObject Shown, OpenConnection? Connection);

/// <summary>
/// Evaluates the input of attempts at the moment they are carried out. Only here do secrets come into it, and before one does, the attempt's log masks it: those of the whole workflow, because a
/// task may come by what another was given. Thread safe.
/// </summary>
internal sealed class AttemptInputs(EngineOptions options, TaskTypeList types, SecretReader secrets, ConnectionReader connections)
{
    /// <summary>True when there is nothing of the kind in the workflow, nor can be: no look at the database is needed.</summary>
    public static bool IsPlain(WorkflowDefinition workflow, TaskType? type) => NamesNone(workflow) && type is null or { ConnectionKinds.Count: 0 };

    private static bool NamesNone(WorkflowDefinition workflow) => workflow.Secrets.Count == 0 && workflow.Connections.Count == 0;

    /// <summary>The input. Problems: SCH021 an expression, SCH075 to SCH079 a secret or a connection.</summary>
    /// <exception cref="StorageException">The database cannot be read at the moment.</exception>
    public Checked<AttemptInput> Read(RunState run, TaskKey key, TaskLog log)
    {
        var task = run.TaskOf(key);
        var type = types.Find(task.Uses);
        var scope = RunScope.For(run, key);
        if (NamesNone(run.Definition))
        {
            var plain = InputTemplate.Resolve(task.With, scope);
            if (!plain.IsOk)
                return Checked<AttemptInput>.Bad([.. plain.Problems]);
            if (type is null or { ConnectionKinds.Count: 0 } || NameIn(plain.Value) is null)
                return Checked<AttemptInput>.Ok(new AttemptInput(plain.Value, plain.Value, null));
        }

        var read = run.Definition.Secrets.Count == 0 ? ([], []) : secrets.Read(run.Definition.Secrets);
        Hide(log, [.. read.Values.Values, .. run.Definition.Connections.SelectMany(other => connections.Open(other).ValueOrDefault.Hidden ?? [])]);
        if (SecretNames.Missing(task.Secrets, read) is { Count: > 0 } missing)
            return Checked<AttemptInput>.Bad(missing);
        var own = new JsonObject();
        foreach (var secret in task.Secrets.Where(secret => read.Values.ContainsKey(secret.Name)))
            own[secret.Name] = read.Values[secret.Name];
        secrets.Use(own.Select(secret => secret.Key));
        var made = new List<string>();
        var resolved = InputTemplate.ResolveHiding(task.With, new SecretScope(scope, own), made.Add);
        Hide(log, made);
        if (!resolved.IsOk)
            return Checked<AttemptInput>.Bad([.. resolved.Problems]);
        var shown = log.Mask.Apply(resolved.Value.Shown)!.AsObject();
        if (type is not { ConnectionKinds.Count: > 0 } || NameIn(resolved.Value.Input) is not { } name)
            return Checked<AttemptInput>.Ok(new AttemptInput(resolved.Value.Input, shown, null));
        var opened = connections.Open(name);
        if (!opened.IsOk)
            return Checked<AttemptInput>.Bad([.. opened.Problems]);
        Hide(log, opened.Value.Hidden);
        return type.ConnectionKinds.Contains(opened.Value.Connection.Kind, StringComparer.Ordinal)
            ? Checked<AttemptInput>.Ok(new AttemptInput(resolved.Value.Input, shown, opened.Value.Connection))
            : Checked<AttemptInput>.Bad(new Problem(
                ProblemCodes.ConnectionUnfit, $"The connection '{name}' is of the kind {opened.Value.Connection.Kind}; '{type.Name}' takes {string.Join(" or ", type.ConnectionKinds)}."));
    }

    private void Hide(TaskLog log, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
            return;
        log.Hide(values);
        options.LogMask.Use(values);
    }

    private static string? NameIn(JsonObject input) => ExpressionText(input["connection"]) is { } text && ConnectionName.IsValid(text) ? text : null;

    private static string? ExpressionText(JsonNode? node) => node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : null;
}
