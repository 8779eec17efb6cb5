namespace Carillon.Browser.Tests;

/// <summary>A test that needs Chromium: skipped, and said, where there is none; failed under <c>CARILLON_REQUIRE_ALL=1</c>.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.WhyNot;
}

/// <summary>The same for a test with a table.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.WhyNot;
}
