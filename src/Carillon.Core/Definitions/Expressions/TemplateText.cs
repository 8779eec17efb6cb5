using System.Text;
using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>A string with expressions in it, cut into its parts.</summary>
internal sealed class TemplateText
{
    private const string Open = "${{";

    private readonly List<(string Text, Expression? Expression, int Offset)> _parts = [];

    private TemplateText()
    {
    }

    /// <summary>The expressions with the offset of each one's text in the string.</summary>
    public IEnumerable<(Expression Expression, int Offset)> Expressions =>
        _parts.Where(p => p.Expression is not null).Select(p => (p.Expression!, p.Offset));

    /// <summary>True when the string is one expression and nothing else, so that it keeps the value's type.</summary>
    public bool IsSingle => _parts is [{ Expression: not null }];

    /// <summary>True when the string may hold an expression or an escaped one; false spares the parse.</summary>
    public static bool MayHold(string text) => text.Contains(Open, StringComparison.Ordinal);

    /// <summary>The parts, or every problem with its offset in <paramref name="text"/>.</summary>
    public static (TemplateText Template, List<(Problem Problem, int Offset)> Problems) Read(string text)
    {
        var template = new TemplateText();
        var problems = new List<(Problem, int)>();
        var literal = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0)
                break;
            if (open > at && text[open - 1] == '$')
            {
                literal.Append(text, at, open - 1 - at).Append(Open);
                at = open + Open.Length;
                continue;
            }

            literal.Append(text, at, open - at);
            var start = open + Open.Length;
            var end = FindEnd(text, start);
            if (end < 0)
            {
                problems.Add((new Problem(ProblemCodes.InvalidExpression, "'${{' has no closing '}}'.", Suggestion: "To write '${{' itself, double the dollar: '$${{'."), open));
                return (template, problems);
            }

            template.AddText(literal);
            template.AddExpression(text[start..end], start, problems);
            at = end + 2;
        }

        literal.Append(text, at, text.Length - at);
        template.AddText(literal);
        return (template, problems);
    }

    /// <summary>True when an expression in the text reads a secret.</summary>
    public static bool ReadsSecret(string text) => MayHold(text) && Read(text).Template.Expressions.Any(e => e.Expression.ReadsSecret);

    /// <summary>The value: typed for a single expression, else text.</summary>
    /// <param name="scope">What its expressions look at.</param>
    /// <param name="secret">Gives what is written for an expression that reads a secret, whose value it is handed; null writes the value.</param>
    public Checked<JsonNode?> Evaluate(IExpressionScope scope, Func<JsonNode?, JsonNode?>? secret = null)
    {
        if (IsSingle)
            return ValueOf(_parts[0].Expression!, scope, secret);
        var problems = new List<Problem>();
        var text = new StringBuilder();
        foreach (var (literal, expression, _) in _parts)
        {
            var value = expression is null ? null : ValueOf(expression, scope, secret);
            if (value is { IsOk: false })
                problems.AddRange(value.Problems);
            else
                text.Append(value is null ? literal : ExpressionValues.ToText(value.Value));
            if (text.Length > Evaluation.MaxText)
                return Checked<JsonNode?>.Bad(new Problem(ProblemCodes.ExpressionFailed, "The text is longer than 1 MiB once its expressions are filled in."));
        }

        return problems.Count > 0 ? Checked<JsonNode?>.Bad(problems) : Checked<JsonNode?>.Ok(JsonValue.Create(text.ToString()));
    }

    private static Checked<JsonNode?> ValueOf(Expression expression, IExpressionScope scope, Func<JsonNode?, JsonNode?>? secret)
    {
        var value = expression.Evaluate(scope);
        return secret is not null && value.IsOk && expression.Secrets.Any(named => scope is not SecretScope known || known.Has(named.Name)) ? Checked<JsonNode?>.Ok(secret(value.Value)) : value;
    }

    private void AddText(StringBuilder literal)
    {
        if (literal.Length > 0)
            _parts.Add((literal.ToString(), null, 0));
        literal.Clear();
    }

    private void AddExpression(string text, int offset, List<(Problem, int)> problems)
    {
        var (expression, error, at) = ExpressionParser.Read(text);
        if (error is null)
            _parts.Add(("", expression, offset));
        else
            problems.Add((error, offset + at));
    }

    // The closing braces that do not stand within quotes.
    internal static int FindEnd(string text, int from)
    {
        var quote = '\0';
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"')
                quote = c;
            else if (c == '}' && i + 1 < text.Length && text[i + 1] == '}')
                return i;
        }

        return -1;
    }
}
