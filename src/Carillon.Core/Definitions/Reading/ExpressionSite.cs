using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Reading;

/// <summary>What an expression is for, which decides the names it may use.</summary>
internal enum SiteKind
{
    With,
    If,
    ForEach,
    Output,
}

/// <summary>An expression and its place in the file.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="At">The scalar it stands in.</param>
/// <param name="Offset">Where its text begins within the scalar's.</param>
internal sealed record ExpressionSite(Expression Expression, SiteKind Kind, YamlScalar At, int Offset);

/// <summary>Reads expressions and tells their problems at their places.</summary>
internal static class ExpressionSites
{
    /// <summary>A whole value that is an expression, with or without <c>${{ }}</c>; null when it cannot be read.</summary>
    public static Expression? ReadWhole(YamlScalar scalar, SiteKind kind, List<ExpressionSite> sites, ProblemSink problems)
    {
        if (TemplateText.MayHold(scalar.Text))
        {
            var (template, bad) = TemplateText.Read(scalar.Text.Trim());
            var lead = scalar.Text.Length - scalar.Text.TrimStart().Length;
            foreach (var (problem, at) in bad)
                problems.AddWithin(problem.Code, scalar, at + lead, problem.Message, problem.Suggestion);
            if (bad.Count > 0)
                return null;
            if (!template.IsSingle)
            {
                problems.Add(ProblemCodes.InvalidExpression, scalar, "The whole value must be one expression.", "Write it without '${{ }}', or with them around all of it.");
                return null;
            }

            var (single, offset) = template.Expressions.First();
            sites.Add(new ExpressionSite(single, kind, scalar, offset + lead));
            return single;
        }

        var (expression, error, errorAt) = ExpressionParser.Read(scalar.Text);
        if (error is not null)
        {
            problems.AddWithin(error.Code, scalar, errorAt, error.Message, error.Suggestion);
            return null;
        }

        sites.Add(new ExpressionSite(expression!, kind, scalar, 0));
        return expression;
    }

    /// <summary>Every expression within a value of <c>with</c>.</summary>
    public static void ReadWithin(YamlValue value, List<ExpressionSite> sites, ProblemSink problems)
    {
        switch (value)
        {
            case YamlMapping map:
                foreach (var entry in map.Entries)
                    ReadWithin(entry.Value, sites, problems);
                break;
            case YamlSequence list:
                foreach (var item in list.Items)
                    ReadWithin(item, sites, problems);
                break;
            case YamlScalar scalar when TemplateText.MayHold(scalar.Text):
                var (template, bad) = TemplateText.Read(scalar.Text);
                foreach (var (problem, at) in bad)
                    problems.AddWithin(problem.Code, scalar, at, problem.Message, problem.Suggestion);
                foreach (var (expression, offset) in template.Expressions)
                    sites.Add(new ExpressionSite(expression, SiteKind.With, scalar, offset));
                break;
        }
    }

    /// <summary>A list as an expression that gives it.</summary>
    public static Expression Literal(JsonNode? value) =>
        new ParsedExpression(ExpressionValues.ToJson(value), new LiteralNode(value), [], asksStatus: false);
}
