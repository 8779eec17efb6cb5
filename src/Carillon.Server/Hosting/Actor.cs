using Carillon.Core;
using Carillon.Server.Security;

namespace Carillon.Server.Hosting;

/// <summary>Who asks for something: who has signed in, or, before the first account is made, who the caller says it is.</summary>
internal static class Actor
{
    /// <summary>Who it was when the caller does not say.</summary>
    public const string Unnamed = "api";

    private const int MaxName = 100;
    private const int MaxReason = 1000;
    private const int MaxKey = 200;

    /// <summary>The name for the record. What a caller that is known says of itself is not heard.</summary>
    public static string Of(HttpContext context, string? said = null) => Caller.Of(context)?.Account ?? said ?? Unnamed;

    /// <summary>The same, of a request that may ask for a run over budget: then it must say why.</summary>
    public static IReadOnlyList<Problem> Check(string? by, string? reason, bool overBudget)
    {
        var problems = Check(by, reason);
        return overBudget && string.IsNullOrWhiteSpace(reason)
            ? [.. problems, new Problem(ProblemCodes.InvalidRequest, "'over_budget' needs a 'reason', for the record.")]
            : problems;
    }

    /// <summary>What is wrong with what the caller says of itself; empty when nothing is.</summary>
    public static IReadOnlyList<Problem> Check(string? by, string? reason, string? key = null)
    {
        var problems = new List<Problem>();
        if (by is not null && (by.Length is 0 or > MaxName || by.Any(char.IsControl)))
            problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'by' must have 1 to {MaxName} characters on one line."));
        if (reason?.Length > MaxReason)
            problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'reason' has more than {MaxReason} characters."));
        if (key is not null && (key.Length is 0 or > MaxKey || key.Any(c => c is < '!' or > '~')))
            problems.Add(new Problem(ProblemCodes.InvalidRequest, $"The Idempotency-Key must have 1 to {MaxKey} visible ASCII characters."));
        return problems;
    }
}
