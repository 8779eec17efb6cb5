using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Schema;

/// <summary>Collects the problems of one file and puts them into the order of the text.</summary>
internal sealed class ProblemSink(string file)
{
    // A file with more mistakes than this is broken as a whole, and looking for the nearest of many names is dear.
    private const int MaxSuggestions = 100;

    private const int MaxProblems = 20_000;

    private readonly List<Problem> _problems = [];
    private int _suggestions;

    public bool HasErrors { get; private set; }

    /// <summary>True when so much is wrong that nothing more is kept.</summary>
    public bool IsFull => _problems.Count >= MaxProblems;

    /// <summary>What may still be matched against patterns.</summary>
    public PatternAllowance Patterns { get; } = new();

    /// <summary>True for a document without lines: a problem keeps the field that its finder gave it, which may be one that the document lacks.</summary>
    public bool KeepsFields { get; init; }

    public void Add(string code, YamlValue at, string message, string? suggestion = null, ProblemSeverity severity = ProblemSeverity.Error) =>
        Add(new Problem(code, message, null, suggestion, severity), at);

    /// <summary>A problem at an offset within a scalar's text, as far as the text stands in the file as it is.</summary>
    public void AddWithin(string code, YamlScalar at, int offset, string message, string? suggestion = null, ProblemSeverity severity = ProblemSeverity.Error) =>
        Add(new Problem(code, message, null, suggestion, severity), at, offset);

    /// <summary>Where a value stands.</summary>
    public SourceLocation Place(YamlValue at) => new(file, at.Line, at.Column);

    /// <summary>A problem with the place that is still missing; the offset is within a scalar's text, null for the value as a whole.</summary>
    public void Add(Problem problem, YamlValue at, int? offset = null)
    {
        if (at.IsOpen)
            return;
        var column = at is YamlScalar { IsVerbatim: true } scalar && offset is { } within ? at.Column + scalar.Lead + within : at.Column;
        Add(problem with { Location = at.Line == 0 ? null : new SourceLocation(file, at.Line, column), Field = at.Field ?? (KeepsFields ? problem.Field : null) });
    }

    public void AddRange(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
            Add(problem);
    }

    /// <summary><c>Did you mean 'x'?</c>, or null when nothing is near or enough has been suggested.</summary>
    public string? Suggest(string given, IEnumerable<string> names) => _suggestions++ < MaxSuggestions ? Nearest.Suggest(given, names) : null;

    /// <summary>Whether a problem of that code has been told of that value.</summary>
    public bool Has(string code, YamlValue at)
    {
        foreach (var problem in _problems)
        {
            if (string.Equals(problem.Code, code, StringComparison.Ordinal) && problem.Location is { } place && place.Line == at.Line && place.Column == at.Column)
                return true;
        }

        return false;
    }

    /// <summary>All of them, by place; those of one place in the order they were found, each said once.</summary>
    public IReadOnlyList<Problem> InOrder() => _problems.Count < 2
        ? _problems
        : [.. _problems.OrderBy(p => p.Location?.Line ?? 0).ThenBy(p => p.Location?.Column ?? 0).Distinct()];

    private void Add(Problem problem)
    {
        HasErrors |= problem.Severity == ProblemSeverity.Error;
        if (!IsFull)
            _problems.Add(problem);
    }
}
