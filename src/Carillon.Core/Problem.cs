namespace Carillon.Core;

/// <summary>How much a <see cref="Problem"/> matters.</summary>
public enum ProblemSeverity
{
    /// <summary>Good to know; nothing is wrong. Only lint says such.</summary>
    Info,

    /// <summary>The thing works, but likely does something else than its author meant.</summary>
    Warning,

    /// <summary>The thing cannot be used until this is mended.</summary>
    Error,
}

/// <summary>A place in a text. <paramref name="Line"/> and <paramref name="Column"/> count from 1.</summary>
/// <param name="File">The file as the user named it, or a word such as <c>request</c> for text without a file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>Something wrong in what a user gave us: where, what, a code, and what to do about it.</summary>
/// <param name="Code">One of <see cref="ProblemCodes"/>, for example <c>SCH010</c>.</param>
/// <param name="Message">A plain sentence without the location and without the suggestion.</param>
/// <param name="Location">Where, when the input has places.</param>
/// <param name="Suggestion">The fix in words, for example <c>Did you mean 'needs'?</c></param>
/// <param name="Severity">Errors forbid use; warnings do not.</param>
public sealed record Problem(
    string Code,
    string Message,
    SourceLocation? Location = null,
    string? Suggestion = null,
    ProblemSeverity Severity = ProblemSeverity.Error)
{
    /// <summary>The field of a JSON document it belongs to, as <c>weekly.at[1]</c>; null for texts with lines, and for the document as a whole. A strategy's problem may have both: the place in its template, and the parameter.</summary>
    public string? Field { get; init; }

    /// <summary>The rule of lint that found it, for example <c>step-in-days</c>; null when none did.</summary>
    public string? Rule { get; init; }

    /// <summary>YAML that parses as a schedule and says what was likely meant: it replaces the recurrence and the keys that it names. Null when there is no one answer.</summary>
    public string? Fix { get; init; }

    /// <summary><c>file:line:column CODE message suggestion</c>, the form every surface prints; with the field before the code where it has one.</summary>
    public override string ToString()
    {
        var text = (Location, Field) switch
        {
            ({ } place, { } field) => $"{place} {field}: {Code} {Message}",
            ({ } place, _) => $"{place} {Code} {Message}",
            (_, { } field) => $"{field}: {Code} {Message}",
            _ => $"{Code} {Message}",
        };
        return Suggestion is null ? text : $"{text} {Suggestion}";
    }
}
