using Microsoft.Playwright;

namespace Carillon.Browser.Tests;

/// <summary>The one browser of all tests. Each test has a context of its own in it: no cookie, cache or storage of another.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;

    /// <summary>The program: <c>CARILLON_CHROMIUM</c>, or where Debian puts it.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("CARILLON_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium";

    /// <summary>Why the tests are skipped here; null when they are not.</summary>
    public static string? WhyNot { get; } = File.Exists(Program) || Environment.GetEnvironmentVariable("CARILLON_REQUIRE_ALL") == "1"
        ? null
        : $"there is no Chromium at {Program} (Debian: apt-get install chromium; elsewhere set CARILLON_CHROMIUM)";

    /// <summary>Null where there is no Chromium.</summary>
    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (WhyNot is not null)
            return;
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Headless = true, Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
    }

    public async Task DisposeAsync()
    {
        // Null too when it could not be started.
        if (Browser is not null)
            await Browser.CloseAsync();
        _playwright?.Dispose();
    }
}
