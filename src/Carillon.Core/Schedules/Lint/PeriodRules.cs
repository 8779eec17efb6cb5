using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Every second.</summary>
internal sealed class EverySecond : ScheduleRule
{
    public override string Id => "every-second";

    public override ProblemSeverity Severity => ProblemSeverity.Warning;

    public override string Meaning => "`* * * * * *` has six fields, and the first is seconds: 86,400 runs a day. Five stars are every minute.";

    public override string Example => "cron: \"* * * * * *\"";

    public static bool IsEverySecond(CronFields cron) => CronSubject.Step(cron[CronFieldKind.Second]) == 1;

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times) =>
        (times.Recurrence as CronExpression)?.ReadFields() is { } cron && IsEverySecond(cron)
            ? [Found("cron", "With six fields the first is seconds: it fires every second.", "Write five fields for every minute, or a second such as 0.", FixYaml.Cron(string.Join(' ', cron.All.Skip(1).Select(f => f.Text))))]
            : [];
}

/// <summary>Every minute, day and night.</summary>
internal sealed class EveryMinute : ScheduleRule
{
    public override string Id => "every-minute";

    public override ProblemSeverity Severity => ProblemSeverity.Info;

    public override string Meaning => "`* * * * *` makes 1,440 runs a day, and 525,600 a year are kept. Where something is waited for, a sensor task that pokes is cheaper.";

    public override string Example => "cron: \"* * * * *\"";

    public override bool LeavesTheFixToYou => true;

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times) =>
        (times.Recurrence as CronExpression)?.ReadFields() is { } cron && cron.All.Skip(1).All(f => f.IsAny) && !EverySecond.IsEverySecond(cron)
            ? [Found("cron", "It fires every minute, 1,440 times a day.", "If it waits for something, a sensor task is cheaper.")]
            : [];
}

/// <summary>Nothing left to do.</summary>
internal sealed class EndsInThePast : ScheduleRule
{
    public override string Id => "in-the-past";

    public override ProblemSeverity Severity => ProblemSeverity.Warning;

    public override string Meaning => "A `once` or an `end_at` that has passed: it never fires again.";

    public override string Example => "once: 2020-03-01T09:00";

    public override bool LeavesTheFixToYou => true;

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times) =>
        times.Next(subject.Now - Duration.Epsilon) is null
            ? [Found(subject.Spec.Once is not null ? "once" : subject.Spec.EndAt is not null ? "end_at" : "", times.Previous(subject.Now) is { } last ? $"It has fired for the last time, at {TimeText.Of(last.InZone(times.Zone).ToOffsetDateTime())}." : "It does not fire any more.", "Give it a later date, or take it away.")]
            : [];
}
