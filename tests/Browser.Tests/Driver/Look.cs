namespace Carillon.Browser.Tests;

/// <summary>How a page is looked at.</summary>
/// <param name="IsDark">The system's colours are dark.</param>
/// <param name="IsPhone">A phone of 390 × 844; else a screen of 1440 × 900.</param>
public readonly record struct Look(bool IsDark = false, bool IsPhone = false)
{
    /// <summary>The four of them.</summary>
    public static IEnumerable<Look> All => [new(), new(IsDark: true), new(IsPhone: true), new(IsDark: true, IsPhone: true)];

    public int Width => IsPhone ? 390 : 1440;

    public int Height => IsPhone ? 844 : 900;

    /// <summary>As in the names of screenshots: <c>light</c>, <c>dark-phone</c>.</summary>
    public override string ToString() => (IsDark ? "dark" : "light") + (IsPhone ? "-phone" : "");
}
