using System.Globalization;
using System.Text.Json;
using Carillon.Core;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.Hosting;

/// <summary>Reads query parameters and collects everything wrong with them.</summary>
internal sealed class Query
{
    /// <summary>Times after it are refused: arithmetic beyond it has no room.</summary>
    public const int LastYear = 9000;

    private const int MaxLimit = 200;

    private readonly List<Problem> _problems = [];

    /// <summary>What was wrong; empty when nothing was.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>How many rows: 50 unless asked otherwise, 1 to 200.</summary>
    public int Limit(int? limit) => Range("limit", limit, 50, MaxLimit);

    /// <summary>A whole number from 1 to <paramref name="max"/>.</summary>
    public int Range(string name, int? value, int otherwise, int max)
    {
        if (value is null)
            return otherwise;
        if (value >= 1 && value <= max)
            return value.Value;
        Add($"'{name}' is {value.Value.ToString(CultureInfo.InvariantCulture)}; 1 to {max.ToString(CultureInfo.InvariantCulture)} is allowed.");
        return otherwise;
    }

    /// <summary>Where the page before ended; null for the first page, and a problem for what is no cursor of this list.</summary>
    public string? Cursor(string list, string? text)
    {
        if (text is null)
            return null;
        var raw = Hosting.Cursor.Open(list, text);
        if (raw is null)
            Add("'cursor' is not one that this list has given; leave it out for the first page.");
        return raw;
    }

    /// <summary>A word of an enumeration, or null when it is not given.</summary>
    public T? Word<T>(string name, string? text)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), text, StringComparison.Ordinal))
                return value;
        }

        var words = string.Join(", ", Enum.GetValues<T>().Select(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())));
        Add($"'{name}' is '{text}'; it must be one of {words}.");
        return null;
    }

    /// <summary>Words of an enumeration, separated by commas.</summary>
    public IReadOnlyList<T> Words<T>(string name, string? text)
        where T : struct, Enum =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => Word<T>(name, word)).OfType<T>()];

    /// <summary>From one name to so many, separated by commas, each once.</summary>
    public IReadOnlyList<string> Names(string name, string? text, int most)
    {
        string[] names = [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        if (names.Length is 0 || names.Length > most)
            Add($"'{name}' has {names.Length.ToString(CultureInfo.InvariantCulture)} names; 1 to {most.ToString(CultureInfo.InvariantCulture)} with commas between them are expected.");
        return names;
    }

    /// <summary>An instant; null and a problem when it cannot be read.</summary>
    public Instant? Instant(string name, string? text)
    {
        if (text is null)
            return null;
        if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var withOffset } && withOffset.Year is >= 1 and <= LastYear)
            return withOffset.ToInstant();
        Add($"'{name}' is '{text}'; an instant such as 2026-03-08T07:00:00Z is expected.");
        return null;
    }

    /// <summary>A date from 1900 through 2199; null and a problem when it cannot be read.</summary>
    public LocalDate? Date(string name, string? text)
    {
        if (text is null)
            return null;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 and < 2200 } date })
            return date;
        Add($"'{name}' is '{text}'; a date such as 2026-03-08 is expected.");
        return null;
    }

    /// <summary>Checks that a range of dates is not empty and not too long.</summary>
    public void Order(string fromName, LocalDate from, string toName, LocalDate to, int most)
    {
        if (_problems.Count > 0)
            return;
        if (from >= to)
            Add($"'{toName}' ({to.ToString("uuuu-MM-dd", null)}) must be after '{fromName}' ({from.ToString("uuuu-MM-dd", null)}).");
        else if (Period.DaysBetween(from, to) > most)
            Add($"From '{fromName}' to '{toName}' are more than {most.ToString(CultureInfo.InvariantCulture)} days.");
    }

    /// <summary>A value, or null and its problems.</summary>
    public T? Value<T>(Checked<T> value)
    {
        if (!value.IsOk)
            _problems.AddRange(value.Problems);
        return value.ValueOrDefault;
    }

    /// <summary>Adds a problem.</summary>
    public void Refuse(Problem problem) => _problems.Add(problem);

    /// <summary>Adds a problem with the request.</summary>
    public void Add(string message) => _problems.Add(new Problem(ProblemCodes.InvalidRequest, message));
}
