namespace Carillon.Core.Definitions.Expressions;

/// <summary>Reads expressions. No code is ever run: there are paths, literals, signs and a fixed table of functions.</summary>
public static class ExpressionParser
{
    /// <summary>The longest expression, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    /// <summary>The word that stands for the file in the places of problems.</summary>
    internal const string Place = "expression";

    /// <summary>
    /// Parses the text between <c>${{</c> and <c>}}</c>. A bad one gives a problem with code SCH018 whose place is line and column within <paramref name="text"/>
    /// (file <c>expression</c>). Never throws on bad text.
    /// </summary>
    /// <param name="text">The expression, without <c>${{ }}</c>.</param>
    public static Checked<Expression> Parse(string text)
    {
        var (expression, error, _) = Read(text);
        return error is null ? Checked<Expression>.Ok(expression!) : Checked<Expression>.Bad(error);
    }

    /// <summary>The same, with the error's offset in <paramref name="text"/> from 0.</summary>
    internal static (Expression? Expression, Problem? Error, int Offset) Read(string text)
    {
        if (text.Length > MaxLength)
            return (null, At(text, 0, $"The expression is longer than {MaxLength} characters.", null), 0);
        var reader = new ExpressionReader(text);
        return reader.ReadAll() is { } root
            ? (new ParsedExpression(text, root, reader.Reads, reader.AsksStatus), null, 0)
            : (null, At(text, reader.ErrorOffset, reader.Error!, reader.Suggestion), reader.ErrorOffset);
    }

    private static Problem At(string text, int offset, string message, string? suggestion)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < offset; i++)
        {
            if (text[i] == '\n')
                (line, start) = (line + 1, i + 1);
        }

        return new Problem(ProblemCodes.InvalidExpression, message, new SourceLocation(Place, line, offset - start + 1), suggestion);
    }
}
