using System.Text.Json.Serialization;
using Carillon.Core;

namespace Carillon.Server;

/// <summary>A problem as JSON shows it.</summary>
internal sealed record ProblemView
{
    /// <summary>For example <c>SCH012</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary><c>error</c>, <c>warning</c> or <c>info</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>The fix in words.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The file as it was named.</summary>
    public string? File { get; init; }

    /// <summary>The field of a JSON body, for example <c>weekly.at[1]</c>.</summary>
    public string? Field { get; init; }

    /// <summary>Line, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Column, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The rule of lint that found it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    /// <summary>YAML to write instead: it parses as a schedule, and replaces the recurrence and the keys that it names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fix { get; init; }

    /// <summary>The view of a problem.</summary>
    public static ProblemView From(Problem problem) => new()
    {
        Code = problem.Code,
        Message = problem.Message,
        Severity = Word(problem.Severity),
        Suggestion = problem.Suggestion,
        File = problem.Location?.File,
        Field = problem.Field,
        Line = problem.Location?.Line,
        Column = problem.Location?.Column,
        Rule = problem.Rule,
        Fix = problem.Fix,
    };

    /// <summary>The severity as JSON and the command line write it.</summary>
    public static string Word(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Error => "error",
        ProblemSeverity.Warning => "warning",
        _ => "info",
    };

    /// <summary>The problem of a view, for printing what a server answered.</summary>
    public Problem ToProblem() => new(
        Code,
        Message,
        File is null ? null : new SourceLocation(File, Line ?? 1, Column ?? 1),
        Suggestion,
        Severity switch { "warning" => ProblemSeverity.Warning, "info" => ProblemSeverity.Info, _ => ProblemSeverity.Error })
    {
        Field = Field,
        Rule = Rule,
        Fix = Fix,
    };
}
