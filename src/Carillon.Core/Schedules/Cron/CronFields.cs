namespace Carillon.Core.Schedules;

/// <summary>A cron as it is written: six fields, seconds first (<c>0</c> when none are written). Words and lint look at it; occurrences need only a <see cref="CronExpression"/>. Immutable.</summary>
/// <param name="text">The whole, without surrounding blanks.</param>
/// <param name="hashSeed">What <c>H</c> was hashed from.</param>
/// <param name="fields">All six, in order.</param>
internal sealed class CronFields(string text, string hashSeed, CronField[] fields)
{
    public string Text => text;

    public string HashSeed => hashSeed;

    public IReadOnlyList<CronField> All => fields;

    /// <summary>The days that the three day fields name.</summary>
    public CronDays Days { get; } = new(fields[(int)CronFieldKind.DayOfMonth], fields[(int)CronFieldKind.Month], fields[(int)CronFieldKind.DayOfWeek]);

    /// <summary>True when the hour field is exactly <c>*</c>.</summary>
    public bool IsCadence => string.Equals(this[CronFieldKind.Hour].Text, "*", StringComparison.Ordinal);

    public CronField this[CronFieldKind kind] => fields[(int)kind];
}
