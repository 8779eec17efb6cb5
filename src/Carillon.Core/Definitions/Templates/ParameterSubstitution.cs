using System.Text;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Templates;

/// <summary>
/// Puts values in the place of <c>${{ parameters.name }}</c> in a tree. A scalar that is nothing else becomes the value with its type, or is left out with its
/// key when there is none; within text the value is written as text, within a larger expression as a literal.
/// </summary>
internal sealed class ParameterSubstitution(IReadOnlyList<InputField> fields, ParameterValues parameters, ProblemSink problems)
{
    /// <summary>What a template has and the workflow made of it does not, or has otherwise.</summary>
    private static readonly string[] Own = ["id", "kind", ParameterText.Root];

    private int _characters = YamlReader.MaxLength;
    private int _values = YamlReader.MaxNodes;

    /// <summary>A copy of the template with everything filled in; its own keys are as they were.</summary>
    public YamlMapping Apply(YamlMapping template)
    {
        var filled = new YamlMapping(template.Line, template.Column);
        foreach (var entry in template.Entries)
        {
            if ((Own.Contains(entry.Name, StringComparer.Ordinal) ? entry.Value : Fill(entry.Value)) is not { } value)
                continue;
            filled.Entries.Add(new YamlEntry(entry.Key, value));
            filled.Hold(value);
        }

        if (_characters < 0 || _values < 0)
            problems.Add(ProblemCodes.TooLarge, template, $"With its parameters filled in, the template is larger than 1 MiB or {YamlReader.MaxNodes} values.");
        return filled;
    }

    private YamlValue? Fill(YamlValue value)
    {
        if (_characters < 0 || _values < 0)
            return null;
        _values--;
        switch (value)
        {
            case YamlMapping map:
                var copy = new YamlMapping(map.Line, map.Column);
                foreach (var entry in map.Entries)
                {
                    if (Fill(entry.Value) is not { } part)
                        continue;
                    copy.Entries.Add(new YamlEntry(entry.Key, part));
                    copy.Hold(part);
                }

                return copy;
            case YamlSequence list:
                var items = new YamlSequence(list.Line, list.Column);
                foreach (var item in list.Items)
                {
                    if (Fill(item) is not { } part)
                        continue;
                    items.Items.Add(part);
                    items.Hold(part);
                }

                return items;
            default:
                return FillScalar((YamlScalar)value);
        }
    }

    private YamlValue? FillScalar(YamlScalar scalar)
    {
        if (!TemplateText.MayHold(scalar.Text) || ParameterText.Cut(scalar.Text) is not { } pieces || pieces.TrueForAll(p => p.Read is null))
        {
            _characters -= scalar.Text.Length;
            return scalar;
        }

        List<(ParameterPiece Piece, bool Found, JsonNode? Value)> filled = [.. pieces.Select(p => p.Read is null ? (p, true, null) : Look(scalar, p))];
        // What is wrong with it has been said; nothing more is.
        if (filled.Exists(f => !f.Found))
            return Text(scalar, scalar.Text, field: null, isOpen: true);
        if (filled is [{ Piece: { Read: { } only, IsOperand: false }, Value: var single }])
        {
            if (single is null)
                return null;
            Spend(single);
            return _characters < 0 || _values < 0 ? null : GivenValue.Of(single, scalar.Line, scalar.Column, Field(only), IsOpen(only));
        }

        var text = new StringBuilder();
        foreach (var (piece, _, value) in filled)
        {
            var written = piece.Read is null ? piece.Literal : piece.IsOperand ? ParameterText.Literal(value)! : ExpressionValues.ToText(value);
            _characters -= written.Length;
            if (_characters < 0)
                return null;
            text.Append(written);
        }

        var read = filled.First(f => f.Piece.Read is not null).Piece.Read!;
        return Text(scalar, text.ToString(), Field(read), filled.Exists(f => f.Piece.Read is { } r && IsOpen(r)));
    }

    private (ParameterPiece Piece, bool Found, JsonNode? Value) Look(YamlScalar scalar, ParameterPiece piece)
    {
        var parts = piece.Read!.Parts;
        if (parts.Count == 1 || !parameters.Values.TryGetPropertyValue(parts[1], out var value))
        {
            var message = parts.Count == 1 ? "'parameters' is not a value of its own." : $"The template has no parameter '{parts[1]}'.";
            var suggestion = parts.Count == 1 ? "Name one of them: '${{ parameters.name }}'." : problems.Suggest(parts[1], fields.Select(f => f.Name)) ?? $"Declare it under 'parameters'. {ParameterValues.Names(fields)}";
            problems.AddWithin(ProblemCodes.UnknownReference, scalar, piece.Offset, message, suggestion);
            return (piece, false, null);
        }

        if (piece.IsOdd)
        {
            problems.AddWithin(ProblemCodes.InvalidExpression, scalar, piece.Offset, "A parameter is written with dots alone.", $"Write '{ParsedExpression.Show(parts)}'.");
            return (piece, false, null);
        }

        for (var i = 2; i < parts.Count && !parameters.Open.Contains(parts[1]); i++)
        {
            if (value is JsonObject document && document.TryGetPropertyValue(parts[i], out var inner))
            {
                value = inner;
                continue;
            }

            problems.AddWithin(ProblemCodes.UnknownReference, scalar, piece.Offset, $"Parameter '{parts[1]}' has no '{string.Join('.', parts.Skip(2))}'.");
            return (piece, false, null);
        }

        if (piece.IsOperand && ParameterText.Literal(value) is null)
        {
            problems.AddWithin(ProblemCodes.InvalidExpression, scalar, piece.Offset, $"'{ParsedExpression.Show(parts)}' is {ExpressionValues.Kind(value)}, which cannot be part of a larger expression.", "Give it to an input of the workflow as its default, and use the input.");
            return (piece, false, null);
        }

        return (piece, true, value);
    }

    private void Spend(JsonNode value)
    {
        _characters -= value.ToJsonString().Length;
        _values -= GivenValue.Of(value, 0, 0, null).Size;
    }

    private bool IsOpen(PathRead read) => parameters.Open.Contains(read.Parts[1]);

    private static string Field(PathRead read) => ParsedExpression.Show(read.Parts);

    private static YamlScalar Text(YamlScalar at, string text, string? field, bool isOpen) =>
        new(text, quoted: true, verbatim: false, at.Line, at.Column) { Field = field, IsOpen = isOpen };
}
