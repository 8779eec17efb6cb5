using System.Text;
using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

internal sealed class ParsedExpression(string text, ExpressionNode root, IReadOnlyList<PathRead> reads, bool asksStatus) : Expression
{
    public override string Text => text;

    public override IReadOnlyList<string> Paths { get; } = [.. reads.Select(r => Show(r.Parts)).Distinct(StringComparer.Ordinal)];

    public override bool AsksStatus => asksStatus;

    internal override IReadOnlyList<PathRead> Reads => reads;

    public override Checked<JsonNode?> Evaluate(IExpressionScope scope)
    {
        var evaluation = new Evaluation(scope);
        var value = root.Evaluate(evaluation);
        if (evaluation.Failure is { } failure)
            return Checked<JsonNode?>.Bad(new Problem(ProblemCodes.ExpressionFailed, $"${{{{ {text.Trim()} }}}}: {failure.Message}", Suggestion: failure.Suggestion));
        return Checked<JsonNode?>.Ok(value?.DeepClone());
    }

    public override string ToString() => text;

    internal static string Show(IReadOnlyList<string> parts)
    {
        var shown = new StringBuilder(parts[0]);
        for (var i = 1; i < parts.Count; i++)
        {
            if (ExpressionLexer.IsName(parts[i]))
                shown.Append('.').Append(parts[i]);
            else
                shown.Append("['").Append(parts[i].Replace("'", "''", StringComparison.Ordinal)).Append("']");
        }

        return shown.ToString();
    }
}
