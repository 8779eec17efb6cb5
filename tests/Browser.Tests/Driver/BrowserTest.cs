using System.Collections.Concurrent;
using Carillon.Server.Tests;
using Microsoft.Playwright;

namespace Carillon.Browser.Tests;

/// <summary>
/// A test of pages: <c>var page = await Open("/schedules");</c>. At its end nothing may have been written to the console as an error, thrown in a page, or
/// failed to load, unless <see cref="Allow"/> has named it.
/// </summary>
[Collection(BrowserCollection.Name)]
public abstract class BrowserTest(SeededServer server, Chromium chromium) : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _wrong = [];
    private readonly List<string> _allowed = [];
    private readonly List<IBrowserContext> _contexts = [];
    private readonly List<ServerFixture> _servers = [];

    /// <summary>The browser all share.</summary>
    protected Chromium Browser { get; } = chromium;

    /// <summary>The server: REST through <c>Server.GetAsync</c> and <c>PostAsync</c>, and the ids of what it was filled with.</summary>
    protected SeededServer Server { get; } = server;

    /// <summary>Opens a path of the server in a browser that has seen nothing yet, and waits until it has loaded.</summary>
    protected async Task<IPage> Open(string path, Look look = default)
    {
        var context = await Browser.Browser.NewContextAsync(new()
        {
            BaseURL = Server.Url,
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = look.IsPhone,
            Locale = "en-US",
            TimezoneId = SeededServer.ViewerZone,
        });
        _contexts.Add(context);
        context.SetDefaultTimeout(10_000);
        // The server's clock is fixed at its start; what the pages say about it ("in 2 h") is so too.
        await context.Clock.SetFixedTimeAsync(SeededServer.Now.ToDateTimeUtc());
        var page = await context.NewPageAsync();
        Watch(page);
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        return page;
    }

    /// <summary>Starts a server of the test's own, which ends after its pages: one that goes first leaves them asking for it.</summary>
    protected async Task<ServerFixture> OwnAsync(ServerFixture server)
    {
        _servers.Add(server);
        return await server.StartAsync();
    }

    /// <summary>An error whose text contains this is part of the test.</summary>
    protected void Allow(string text) => _allowed.Add(text);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var context in _contexts)
            await context.CloseAsync();
        foreach (var own in _servers)
            await own.DisposeAsync();
        _wrong.Where(wrong => !_allowed.Exists(text => wrong.Contains(text, StringComparison.Ordinal))).ShouldBeEmpty("the browser found this wrong");
    }

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _wrong.Enqueue($"console {message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _wrong.Enqueue("thrown: " + error);
        page.RequestFailed += (_, request) =>
        {
            // A page that is left lets go of what it was still asking for.
            if (request.Failure is not "net::ERR_ABORTED")
                _wrong.Enqueue($"{request.Method} {request.Url}: {request.Failure}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                _wrong.Enqueue($"{response.Request.Method} {response.Url}: {response.Status}");
        };
    }
}

/// <summary>Server and browser are started once for all tests, which take turns.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<SeededServer>, ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
