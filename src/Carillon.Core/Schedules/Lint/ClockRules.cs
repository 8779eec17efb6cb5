using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>A wall-clock time that the clocks skip once a year.</summary>
internal sealed class SkippedTime : ScheduleRule
{
    public override string Id => "skipped-time";

    public override ProblemSeverity Severity => ProblemSeverity.Warning;

    public override string Meaning => "On one night of the year the clocks of the zone jump over this time. It fires at the first instant after the gap, or not at all with `dst: { gap: skip }`. Move it out of that hour, or say with `dst` that this is wanted.";

    public override string Example => "cron: \"30 2 * * *\"\ntimezone: America/New_York";

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times) =>
        subject.Spec.DstGap is null && ClockChanges.Ahead(subject, times, ClockEffect.Moved, ClockEffect.Skipped) is { } next
            ? [Found("dst", next.Message, "Move it to another hour, or say that this is wanted with dst: { gap: next }.", FixYaml.Of(subject.Spec, FixYaml.Dst(times.ClockChange.Gap == GapRule.Next ? "next" : "skip", subject.Spec.DstOverlap)), ProblemCodes.ClockChange)]
            : [];
}

/// <summary>A wall-clock time that comes twice once a year.</summary>
internal sealed class RepeatedTime : ScheduleRule
{
    public override string Id => "repeated-time";

    public override ProblemSeverity Severity => ProblemSeverity.Info;

    public override string Meaning => "On one night of the year the clocks of the zone show this time twice. It fires at the first pass, unless `dst: { overlap: … }` says otherwise.";

    public override string Example => "cron: \"30 1 * * *\"\ntimezone: America/New_York";

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times) =>
        subject.Spec.DstOverlap is null && ClockChanges.Ahead(subject, times, ClockEffect.FirstPass, ClockEffect.SecondPass, ClockEffect.BothPasses) is { } next
            ? [Found("dst", next.Message, "Say that this is wanted with dst: { overlap: first }.", FixYaml.Of(subject.Spec, FixYaml.Dst(subject.Spec.DstGap, times.ClockChange.Overlap == OverlapRule.Both ? "both" : "first")), ProblemCodes.ClockChange)]
            : [];
}
