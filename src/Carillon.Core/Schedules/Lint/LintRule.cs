namespace Carillon.Core.Schedules;

/// <summary>One rule of lint: what it is called, what it means, and an example that breaks it.</summary>
internal abstract class LintRule
{
    /// <summary>The id that findings carry: kebab-case, and it stays.</summary>
    public abstract string Id { get; }

    public abstract ProblemSeverity Severity { get; }

    /// <summary>Why it matters, in one to three sentences, for the reference page.</summary>
    public abstract string Meaning { get; }

    /// <summary>A schedule in YAML that breaks it; the reference page shows it with what lint says.</summary>
    public abstract string Example { get; }

    /// <summary>True where no one answer is right, so that a finding has no fix.</summary>
    public virtual bool LeavesTheFixToYou => false;
}

/// <summary>A rule that the reader of schedules looks after by itself, mostly because the text is refused. The reader gives the finding its id.</summary>
/// <param name="id">The id.</param>
/// <param name="meaning">Why.</param>
/// <param name="example">What breaks it.</param>
/// <param name="severity">How much it matters.</param>
/// <param name="fixable">False where no one answer is right.</param>
internal sealed class ReaderRule(string id, string meaning, string example, ProblemSeverity severity = ProblemSeverity.Error, bool fixable = true) : LintRule
{
    public override string Id => id;

    public override ProblemSeverity Severity => severity;

    public override string Meaning => meaning;

    public override string Example => example;

    public override bool LeavesTheFixToYou => !fixable;
}

/// <summary>A rule about a cron alone. Every reader of a schedule warns of it (SCH023), not only lint.</summary>
internal abstract class CronRule : LintRule
{
    public sealed override ProblemSeverity Severity => ProblemSeverity.Warning;

    public abstract IEnumerable<CronFinding> Look(CronSubject cron);
}

/// <summary>What a <see cref="CronRule"/> found.</summary>
/// <param name="Field">In which field.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Suggestion">The fix in words, or null.</param>
/// <param name="Fix">The fix as YAML, or null.</param>
internal readonly record struct CronFinding(CronField Field, string Message, string? Suggestion, string? Fix);

/// <summary>A rule about a schedule as a whole, with its zone and policies.</summary>
internal abstract class ScheduleRule : LintRule
{
    public abstract IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times);

    protected FieldProblem Found(string field, string message, string? suggestion = null, string? fix = null, string code = ProblemCodes.UnlikelyIntent) =>
        new(field, null, null, new Problem(code, message, Suggestion: suggestion, Severity: Severity) { Rule = Id, Fix = fix });
}
