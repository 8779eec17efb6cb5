namespace Carillon.Core.Schedules;

/// <summary>What to write instead of a cron that cannot say it.</summary>
internal static class CronAdvice
{
    /// <summary>The recurrence that a step was likely meant to be, as a suggestion; null where there is none.</summary>
    public static string? ForStep(CronFieldKind kind, int step) => kind switch
    {
        CronFieldKind.Second => $"Use every: {(step % 60 == 0 ? $"{step / 60}m" : $"{step}s")} for real elapsed time.",
        CronFieldKind.Minute => $"Use every: {(step % 60 == 0 ? $"{step / 60}h" : $"{step}m")} for real elapsed time.",
        CronFieldKind.Hour => step % 24 == 0 ? $"Use every: {step / 24}d." : $"Use every: {step}h for real elapsed time.",
        CronFieldKind.DayOfMonth or CronFieldKind.DayOfWeek => $"Use every: {step}d, which counts days across months.",
        _ => null,
    };
}
