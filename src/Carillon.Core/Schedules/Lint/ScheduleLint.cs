namespace Carillon.Core.Schedules;

/// <summary>
/// Looks for schedules that work and mean something else, for the surprises of clock changes, and for policies that do not go together.
/// Each finding carries its rule (<see cref="Problem.Rule"/>) and, where there is one answer, the YAML to write instead (<see cref="Problem.Fix"/>).
/// </summary>
public static class ScheduleLint
{
    /// <summary>Every finding: the errors of a schedule that cannot be read; else warnings and information. Pure; takes some milliseconds at most.</summary>
    public static IReadOnlyList<FieldProblem> Of(LintSubject subject)
    {
        var build = (subject.Spec with { From = subject.Now }).Build();
        var found = build.Problems.Select(Named).ToList();
        if (build.Schedule is { } schedule)
        {
            foreach (var rule in LintRules.OfSchedules)
                found.AddRange(rule.Look(subject, schedule.Times));
        }

        return found;
    }

    /// <summary>What the reader has no rule for still has an id to be sorted by.</summary>
    private static FieldProblem Named(FieldProblem found) =>
        found.Problem.Rule is null ? found with { Problem = found.Problem with { Rule = ReaderRules.Unreadable.Id } } : found;
}
