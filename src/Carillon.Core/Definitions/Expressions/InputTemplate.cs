using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>Fills the expressions of a task's <c>with</c>. A string that is one expression keeps the value's type; within text, values are written as text (lists and mappings as JSON).</summary>
public static class InputTemplate
{
    /// <summary>A copy of <paramref name="with"/> with every expression evaluated, or every problem.</summary>
    public static Checked<JsonObject> Resolve(JsonObject with, IExpressionScope scope) =>
        throw new NotSupportedException("written by the definitions slice " + with.Count + scope.Success);
}
