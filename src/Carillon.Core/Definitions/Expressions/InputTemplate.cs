using System.Text.Json.Nodes;
using Carillon.Core.Security;

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

    /// <summary>As <see cref="Resolve"/>, and beside it what may be shown: where an expression reads a secret, <c>***</c>.</summary>
    /// <param name="with">The input with its expressions.</param>
    /// <param name="scope">What they look at.</param>
    /// <param name="hidden">Told each text that was made of a secret.</param>
    public static Checked<(JsonObject Input, JsonObject Shown)> ResolveHiding(JsonObject with, IExpressionScope scope, Action<string> hidden)
    {
        var problems = new List<Problem>();
        var input = (JsonObject)Copy(with, "", text => Evaluate(text, scope, Tell), problems)!;
        if (problems.Count > 0)
            return Checked<(JsonObject, JsonObject)>.Bad(problems);
        var shown = (JsonObject)Copy(with, "", text => Evaluate(text, scope, _ => JsonValue.Create(SecretMask.Mark)), problems)!;
        return problems.Count > 0 ? Checked<(JsonObject, JsonObject)>.Bad(problems) : Checked<(JsonObject, JsonObject)>.Ok((input, shown));

        JsonNode? Tell(JsonNode? made)
        {
            foreach (var text in Texts(made))
                hidden(text);
            return made;
        }
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

    /// <summary>True when the text may hold an expression, or an escaped one.</summary>
    public static bool HoldsExpression(string text) => TemplateText.MayHold(text);

    /// <summary>True when the text is <c>${{ secrets.NAME }}</c> and nothing else.</summary>
    public static bool IsSecretAlone(string text)
    {
        if (!TemplateText.MayHold(text))
            return false;
        var (template, problems) = TemplateText.Read(text.Trim());
        return problems.Count == 0 && template is { IsSingle: true } && template.Expressions.First().Expression is { Paths: [var path], Secrets: [var secret] } alone
            && SecretName.IsValid(secret.Name) && alone.Text.Trim() == path;
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => Texts(entry.Value)),
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when ExpressionValues.TryText(value, out var text) => [text],
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => [value.ToJsonString()],
        _ => [],
    };

    private static Checked<JsonNode?> Evaluate(string text, IExpressionScope scope, Func<JsonNode?, JsonNode?>? secret = null)
    {
        var (template, problems) = TemplateText.Read(text);
        return problems.Count > 0 ? Checked<JsonNode?>.Bad([.. problems.Select(p => p.Problem)]) : template.Evaluate(scope, secret);
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
