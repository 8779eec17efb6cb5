using System.Globalization;
using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Finds crons that say something else than their author likely meant (SCH023).</summary>
internal static class CronLint
{
    private const int ProofDates = 5;

    public static IEnumerable<FieldProblem> Look(CronFields cron, ScheduleTimes times, Instant? from)
    {
        var subject = new CronSubject(cron, times, from);
        foreach (var rule in LintRules.OfCrons)
        {
            foreach (var (field, message, suggestion, fix) in rule.Look(subject))
            {
                var text = $"{message}{(from is { } start ? Proof(times, start, field.Kind) : "")}";
                var problem = new Problem(ProblemCodes.UnlikelyIntent, text, Suggestion: suggestion, Severity: rule.Severity) { Rule = rule.Id, Fix = fix };
                yield return new FieldProblem("cron", null, field.Column > 0 ? field.Column - 1 : null, problem);
            }
        }
    }

    /// <summary>What really happens: the next dates, or for fields within a day the next times.</summary>
    private static string Proof(ScheduleTimes times, Instant from, CronFieldKind field)
    {
        var found = new List<string>();
        var at = times.Next(from - Duration.Epsilon);
        // A cron of many times a day needs a while to show several dates; a month of minutes bounds it.
        for (var i = 0; at is { } instant && found.Count < ProofDates && i < 45_000; i++, at = times.Next(instant))
        {
            var local = instant.InZone(times.Zone).LocalDateTime;
            var date = local.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
            var shown = field < CronFieldKind.DayOfMonth ? $"{date} {Phrases.Time(local.TimeOfDay)}" : date;
            if (found.Count == 0 || !string.Equals(found[^1], shown, StringComparison.Ordinal))
                found.Add(shown);
        }
        return found.Count == 0 ? "" : $" Next: {string.Join(", ", found)}.";
    }
}
