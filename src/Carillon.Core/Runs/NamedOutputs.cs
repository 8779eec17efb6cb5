using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Runs;

/// <summary>The <c>outputs:</c> of a task.</summary>
internal static class NamedOutputs
{
    /// <summary>
    /// <paramref name="own"/> with the named outputs of <paramref name="task"/> added, or every problem. An own output that is not an object
    /// becomes the member <c>value</c>, so that nothing is lost; without named outputs it stays what it is.
    /// </summary>
    public static Checked<JsonNode?> Add(TaskDefinition task, JsonNode? own, IExpressionScope scope)
    {
        if (task.Outputs.Count == 0)
            return Checked<JsonNode?>.Ok(own);
        var all = own switch
        {
            null => [],
            JsonObject fields => (JsonObject)fields.DeepClone(),
            _ => new JsonObject { ["value"] = own.DeepClone() },
        };
        var problems = new List<Problem>();
        foreach (var (name, expression) in task.Outputs)
        {
            var value = expression.Evaluate(scope);
            if (value.IsOk)
                all[name] = value.Value?.DeepClone();
            else
                problems.AddRange(value.Problems);
        }
        return problems.Count == 0 ? Checked<JsonNode?>.Ok(all) : Checked<JsonNode?>.Bad(problems);
    }
}
