using System.Text;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Definitions.Templates;

/// <summary>A piece of a text: literal, or the parameter whose value takes its place.</summary>
/// <param name="Literal">The text; empty for a parameter.</param>
/// <param name="Read">The path that begins with <c>parameters</c>, or null.</param>
/// <param name="Offset">Where it begins in the whole text.</param>
/// <param name="IsOperand">True within a larger expression: the value is written as a literal of the expression language.</param>
/// <param name="IsOdd">True when the path is written with spaces or brackets, so that it cannot be cut out.</param>
internal sealed record ParameterPiece(string Literal, PathRead? Read, int Offset, bool IsOperand = false, bool IsOdd = false);

/// <summary>Cuts a text at its parameters. Every other <c>${{ }}</c> stays as it is: the run evaluates it.</summary>
internal static class ParameterText
{
    private const string Open = "${{";

    public const string Root = "parameters";

    /// <summary>The pieces in order; a text without parameters is one literal. What cannot be read is left for the parser to refuse.</summary>
    public static List<ParameterPiece> Cut(string text)
    {
        var pieces = new List<ParameterPiece>();
        var (at, kept) = (0, 0);
        while (text.IndexOf(Open, at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var start = open + Open.Length;
            if (open > at && text[open - 1] == '$')
            {
                at = start;
                continue;
            }

            var end = TemplateText.FindEnd(text, start);
            if (end < 0)
                break;
            at = end + 2;
            var inner = text[start..end];
            List<PathRead> reads = [.. (ExpressionParser.Read(inner).Expression?.Reads ?? []).Where(r => r.Parts[0] == Root).OrderBy(r => r.Offset)];
            if (reads.Count == 0)
                continue;
            if (reads.Count == 1 && inner.Trim() == ParsedExpression.Show(reads[0].Parts))
            {
                Keep(pieces, text, kept, open);
                pieces.Add(new ParameterPiece("", reads[0], start + reads[0].Offset));
                kept = at;
                continue;
            }

            foreach (var read in reads)
            {
                Keep(pieces, text, kept, start + read.Offset);
                var length = Length(inner, read);
                pieces.Add(new ParameterPiece("", read, start + read.Offset, IsOperand: true, IsOdd: length == 0));
                kept = start + read.Offset + length;
            }
        }

        Keep(pieces, text, kept, text.Length);
        return pieces;
    }

    /// <summary>The value as a literal of the expression language; null for a list or mapping, which has none.</summary>
    public static string? Literal(JsonNode? value) => value switch
    {
        JsonArray or JsonObject => null,
        _ when ExpressionValues.TryText(value, out var text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ when ExpressionValues.TryNumber(value, out var number) && number < 0 => $"({ExpressionValues.ToJson(value)})",
        _ => ExpressionValues.ToJson(value),
    };

    private static int Length(string inner, PathRead read)
    {
        var shown = ParsedExpression.Show(read.Parts);
        return string.CompareOrdinal(inner, read.Offset, shown, 0, shown.Length) == 0 ? shown.Length : 0;
    }

    private static void Keep(List<ParameterPiece> pieces, string text, int from, int to)
    {
        if (to > from)
            pieces.Add(new ParameterPiece(text[from..to], null, from));
    }
}
