using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>Fills the expressions of a task's <c>with</c>. A string that is one expression keeps the value's type; within text, values are written as text (lists and mappings as JSON).</summary>
public static class InputTemplate
{
    /// <summary>A copy of <paramref name="with"/> with every expression evaluated, or every problem (SCH021; SCH018 for an expression that cannot be read), each naming the key.</summary>
    public static Checked<JsonObject> Resolve(JsonObject with, IExpressionScope scope)
    {
        var problems = new List<Problem>();
        var result = (JsonObject)Copy(with, "", text => Evaluate(text, scope), problems)!;
        return problems.Count > 0 ? Checked<JsonObject>.Bad(problems) : Checked<JsonObject>.Ok(result);
    }

    /// <summary>One string with its expressions evaluated: typed when it is a single expression, else text.</summary>
    public static Checked<JsonNode?> ResolveText(string text, IExpressionScope scope) => Evaluate(text, scope);

    /// <summary>Every expression in <paramref name="with"/>, in order; or every one that cannot be read (SCH018), each naming the key.</summary>
    public static Checked<IReadOnlyList<Expression>> References(JsonObject with)
    {
        var found = new List<Expression>();
        var problems = new List<Problem>();
        Copy(with, "", text => Collect(text, found), problems);
        return problems.Count > 0 ? Checked<IReadOnlyList<Expression>>.Bad(problems) : Checked<IReadOnlyList<Expression>>.Ok(found);
    }

    private static Checked<JsonNode?> Evaluate(string text, IExpressionScope scope)
    {
        var (template, problems) = TemplateText.Read(text);
        return problems.Count > 0 ? Checked<JsonNode?>.Bad([.. problems.Select(p => p.Problem)]) : template.Evaluate(scope);
    }

    private static Checked<JsonNode?> Collect(string text, List<Expression> found)
    {
        var (template, problems) = TemplateText.Read(text);
        found.AddRange(template.Expressions.Select(e => e.Expression));
        return problems.Count > 0 ? Checked<JsonNode?>.Bad([.. problems.Select(p => p.Problem)]) : Checked<JsonNode?>.Ok(null);
    }

    private static JsonNode? Copy(JsonNode? node, string path, Func<string, Checked<JsonNode?>> fill, List<Problem> problems)
    {
        switch (node)
        {
            case JsonObject map:
                var copy = new JsonObject();
                foreach (var (key, value) in map)
                    copy[key] = Copy(value, path.Length == 0 ? key : $"{path}.{key}", fill, problems);
                return copy;
            case JsonArray list:
                var items = new JsonArray();
                for (var i = 0; i < list.Count; i++)
                    items.Add(Copy(list[i], $"{path}[{i}]", fill, problems));
                return items;
            case JsonValue value when ExpressionValues.TryText(value, out var text) && TemplateText.MayHold(text):
                var filled = fill(text);
                foreach (var problem in filled.Problems)
                    problems.Add(problem with { Message = $"'{path}': {problem.Message}", Location = null });
                return filled.ValueOrDefault;
            default:
                return node?.DeepClone();
        }
    }
}
