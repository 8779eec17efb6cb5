using System.Globalization;
using Carillon.Core;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Occurrences;

/// <summary>How much of a schedule to preview.</summary>
/// <param name="From">Occurrences at or after this instant.</param>
/// <param name="Count">How many at most, 1 to <see cref="MaxCount"/>.</param>
internal sealed record PreviewRange(Instant From, int Count)
{
    /// <summary>How many occurrences at most.</summary>
    public const int MaxCount = 10_000;

    private const int Usual = 10;

    /// <summary>The range, or what of it cannot be read, with its field.</summary>
    /// <param name="from">An instant; null for <paramref name="now"/>.</param>
    /// <param name="count">A whole number; null for 10.</param>
    /// <param name="now">Now.</param>
    public static Checked<PreviewRange> Read(string? from, string? count, Instant now)
    {
        var query = new Query();
        var start = query.Instant("from", from) ?? now;
        List<Problem> problems = [.. query.Problems.Select(problem => problem with { Field = "from" })];
        var number = Usual;
        if (count is not null && !(int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= MaxCount))
            problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'count' is '{count}'; a number from 1 to {MaxCount} is expected.") { Field = "count" });
        return problems.Count == 0 ? Checked<PreviewRange>.Ok(new PreviewRange(start, number)) : Checked<PreviewRange>.Bad(problems);
    }
}
