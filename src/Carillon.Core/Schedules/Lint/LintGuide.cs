using System.Text;
using Carillon.Core.Definitions;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>The page <c>docs/reference/lint.md</c>: every rule with its example, and what lint says to it. Pure.</summary>
public static class LintGuide
{
    private static readonly TaskTypeList Types = new([new TaskType("market.bars", "", () => ([], []))]);

    /// <summary>The page, with dates from <paramref name="at"/> on.</summary>
    public static string ToMarkdown(Instant at)
    {
        var page = new StringBuilder(Head);
        foreach (var rule in LintRules.All)
            page.Append($"| [`{rule.Id}`](#{rule.Id}) | {Word(rule.Severity)} |\n");
        foreach (var rule in LintRules.All)
            Write(page, rule, at);
        return page.ToString();
    }

    /// <summary>What lint says to the example of a rule.</summary>
    internal static IReadOnlyList<Problem> Findings(LintRule rule, Instant at)
    {
        // Its table has ended by then.
        var now = rule == ReaderRules.BeyondCalendar ? at + Duration.FromDays(3660) : at;
        var schedule = rule.Example.Replace("\n", "\n  ", StringComparison.Ordinal);
        var text = $"id: example\nschedule:\n  {schedule}\ntasks:\n  - id: bars\n    uses: market.bars\n";
        return [.. DefinitionParser.Parse(text, "example.yaml", new DefinitionContext(Types, LintAt: now)).Problems.Where(p => p.Rule == rule.Id)];
    }

    private static void Write(StringBuilder page, LintRule rule, Instant at)
    {
        var found = Findings(rule, at)[0];
        page.Append($"\n## {rule.Id}\n\n**{char.ToUpperInvariant(Word(rule.Severity)[0])}{Word(rule.Severity)[1..]}.** {rule.Meaning}\n\n```yaml\n{rule.Example}\n```\n\n> {found.Message}\n");
        if (found.Fix is { } fix)
            page.Append($"\nThe fix:\n\n```yaml\n{fix}\n```\n");
    }

    private static string Word(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Error => "error",
        ProblemSeverity.Warning => "warning",
        _ => "info",
    };

    private const string Head = """
        # Rules of lint

        This page is generated from the code: each example is looked at, and what is shown is what lint says.
        `carillon lint` looks at files or at a cron; see [the guide](../guide/lint.md).

        | rule | |
        |---|---|

        """;
}
