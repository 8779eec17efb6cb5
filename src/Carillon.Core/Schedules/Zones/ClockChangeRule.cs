namespace Carillon.Core.Schedules;

/// <summary>What becomes of a wall-clock time that the clocks skip.</summary>
public enum GapRule
{
    /// <summary>It fires at the first instant after the gap; several of one gap are one occurrence.</summary>
    Next,

    /// <summary>It does not fire.</summary>
    Skip,
}

/// <summary>What becomes of a wall-clock time that comes twice.</summary>
public enum OverlapRule
{
    /// <summary>It fires at its first pass.</summary>
    First,

    /// <summary>It fires at its second pass.</summary>
    Second,

    /// <summary>It fires at both.</summary>
    Both,
}

/// <summary>How wall-clock times behave when the clocks change.</summary>
/// <param name="Gap">For skipped times.</param>
/// <param name="Overlap">For repeated times.</param>
public readonly record struct ClockChangeRule(GapRule Gap, OverlapRule Overlap)
{
    /// <summary>For everything that names a wall-clock time: after the gap, first pass.</summary>
    public static ClockChangeRule Fixed => new(GapRule.Next, OverlapRule.First);

    /// <summary>For a cron whose hour field is <c>*</c>: every reading that really occurs, and no other.</summary>
    public static ClockChangeRule Cadence => new(GapRule.Skip, OverlapRule.Both);
}
