using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>A zone named by an abbreviation or an offset.</summary>
internal sealed class FixedZone : ScheduleRule
{
    public override string Id => "fixed-zone";

    public override ProblemSeverity Severity => ProblemSeverity.Warning;

    public override string Meaning => "`EST`, `CET` or `Etc/GMT+5` name an offset or an old rule, not a place: `EST` stays at UTC-05:00 all summer, and the sign of `Etc/GMT+5` is the other way round than it looks (UTC-05:00). A place, such as `America/New_York`, follows the clocks that people there read.";

    public override string Example => "cron: \"0 9 * * 1-5\"\ntimezone: EST";

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times)
    {
        if (subject.Spec.Timezone is not { } name || times.Recurrence is ElapsedRecurrence)
            return [];
        if (ZoneNames.Place(name) is { } place)
            return [Found("timezone", $"'{name}' is no place: its clocks are not those that people read.", $"Use timezone: {place}.", FixYaml.Of(subject.Spec, $"timezone: {place}"))];
        if (!name.StartsWith("Etc/GMT+", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("Etc/GMT-", StringComparison.OrdinalIgnoreCase))
            return [];
        var offset = times.Zone.GetUtcOffset(subject.Now);
        return offset == Offset.Zero ? [] : [Found("timezone", $"'{name}' is UTC{offset:+HH:mm} all year: the sign is the other way round than it looks.", "Name a place, such as America/New_York.")];
    }
}

/// <summary>No zone in the file.</summary>
internal sealed class ZoneLeftOut : ScheduleRule
{
    public override string Id => "timezone-left-out";

    public override ProblemSeverity Severity => ProblemSeverity.Info;

    public override string Meaning => "A wall-clock time without `timezone` is in the server's zone, UTC unless it was set otherwise, and so means another instant on another server. Only files are asked this.";

    public override string Example => "cron: \"0 9 * * *\"";

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times) =>
        subject.ZoneLeftOut && times.Readings is not null && times.Recurrence is not CronExpression { IsCadence: true }
            ? [Found("timezone", $"No timezone is named; the server's counts, here {times.Zone.Id}.", $"Write timezone: {times.Zone.Id}, or the place that is meant.", FixYaml.Of(subject.Spec, $"timezone: {times.Zone.Id}"))]
            : [];
}

/// <summary>Trading on Monday to Friday, holidays included.</summary>
internal sealed class NoHolidays : ScheduleRule
{
    private const int Days = 14;

    public override string Id => "no-holidays";

    public override ProblemSeverity Severity => ProblemSeverity.Info;

    public override string Meaning => "A workflow with `market.*` or `ibkr.*` tasks runs on Monday to Friday in New York without a calendar, and so on the holidays of the exchange too. Only files are asked this.";

    public override string Example => "cron: \"30 16 * * 1-5\"\ntimezone: America/New_York";

    public override IEnumerable<FieldProblem> Look(LintSubject subject, ScheduleTimes times)
    {
        if (times.Calendar is not null || times.Readings is null || times.Zone.Id != "America/New_York" || !subject.TaskTypes.Any(t => t.StartsWith("market.", StringComparison.Ordinal) || t.StartsWith("ibkr.", StringComparison.Ordinal)))
            return [];
        var days = times.Between(subject.Now, subject.Now + Duration.FromDays(Days)).Select(at => at.InZone(times.Zone).DayOfWeek).Take(2000).ToHashSet();
        var weekdays = days.Count == 5 && !days.Contains(IsoDayOfWeek.Saturday) && !days.Contains(IsoDayOfWeek.Sunday);
        return weekdays ? [Found("calendar", "It runs on Monday to Friday without a calendar, on the exchange's holidays too.", "Add calendar: XNYS.", FixYaml.Of(subject.Spec, subject.Spec.Timezone is { } zone ? $"timezone: {zone}" : null, "calendar: XNYS"))] : [];
    }
}
