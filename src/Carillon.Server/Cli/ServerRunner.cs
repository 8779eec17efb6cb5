using System.Net;
using System.Net.Sockets;
using Carillon.Core;
using Carillon.Core.Schedules;
using Carillon.Engine;
using Carillon.Engine.Definitions;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;
using Carillon.Server.Security;
using Microsoft.AspNetCore.Connections;
using NodaTime;

namespace Carillon.Server.Cli;

/// <summary>Runs a server in the foreground until it is told to stop.</summary>
internal static class ServerRunner
{
    /// <summary>Starts, says where it is, runs <paramref name="ready"/> once the files are read, and waits. Answers with the exit code.</summary>
    public static async Task<int> RunAsync(Terminal terminal, EngineOptions engine, string urls, ServeSettings settings, Func<EngineHost, CancellationToken, Task>? ready, CancellationToken stop)
    {
        var listen = ListenAddress.Parse(urls);
        if (!listen.IsOk)
            return CannotStart(terminal, [.. listen.Problems]);
        if (Check(engine) is { } problem)
            return CannotStart(terminal, problem);
        var handlers = Handlers.For(engine, settings.TasksReachPrivate);
        engine = engine with { Channels = Handlers.Channels(engine, settings.TasksReachPrivate), PublicUrl = settings.PublicUrl ?? new Uri(ListenAddress.Url(listen.Value[0]) + "/") };
        ProblemPrinter.Write(terminal.Error, terminal.PaintError, handlers.Problems);
        WebApplication app;
        try
        {
            app = CarillonServer.Build(new ServerOptions(engine, listen.Value, handlers.Handlers) { Editing = settings.Editing, SignIn = settings.SignIn, ChangesPerMinute = settings.ChangesPerMinute, TrustedProxies = settings.TrustedProxies, ProxyUserHeader = settings.ProxyUserHeader, OpenId = settings.OpenId, Collector = settings.Collector, LogsJson = settings.LogsJson });
        }
        catch (StorageException e)
        {
            return CannotStart(terminal, new Problem(e.Code, e.Message));
        }

        await using (app)
        {
            if (Exposed(app.Services, listen.Value, settings.SignIn) is { } exposed)
                return CannotStart(terminal, exposed);
            try
            {
                await app.StartAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Told to stop while it was starting: what has started ends in good order.
                await app.StopAsync(CancellationToken.None);
                return ExitCode.Ok;
            }
            catch (IOException e) when (e.InnerException is AddressInUseException)
            {
                return CannotStart(terminal, new Problem(ProblemCodes.AddressInUse, $"{urls} is in use.", Suggestion: "Stop what listens there, or choose another port: --urls http://127.0.0.1:8081."));
            }
            catch (StorageException e)
            {
                return CannotStart(terminal, new Problem(e.Code, e.Message));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                return CannotStart(terminal, new Problem(ProblemCodes.InvalidRequest, $"Cannot listen on {urls}: {e.Message}"));
            }

            await ServeAsync(terminal, app, ready, stop);
        }

        return ExitCode.Ok;
    }

    private static async Task ServeAsync(Terminal terminal, WebApplication app, Func<EngineHost, CancellationToken, Task>? ready, CancellationToken stop)
    {
        var host = app.Services.GetRequiredService<EngineHost>();
        Greet(terminal, app, host.Options);
        await WelcomeAsync(terminal, app);
        var told = new CatalogNews(terminal, host.Catalog);
        using var running = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
        try
        {
            while (!host.Reconcile.State.Ready && host.Reconcile.State.Error is null)
                await Task.Delay(20, running.Token);
            told.Tell();
            if (ready is not null)
                await ready(host, running.Token);
            await Task.Delay(Timeout.Infinite, running.Token);
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
            terminal.Out.WriteLine(terminal.Paint("Stopping: running tasks go back into the queue.", Ink.Dim));
            await terminal.Out.FlushAsync(CancellationToken.None);
        }

        await app.StopAsync(CancellationToken.None);
    }

    private static void Greet(Terminal terminal, WebApplication app, EngineOptions options)
    {
        terminal.Out.WriteLine($"{terminal.Paint("Carillon", Ink.Bold)} {ServerVersion.Text}");
        foreach (var url in app.Urls)
            terminal.Out.WriteLine($"  {terminal.Paint("➜", Ink.Good)} {terminal.Paint(url, Ink.Live)}");
        terminal.Out.WriteLine($"    {terminal.Paint("workflows", Ink.Dim)}  {options.Workflows}");
        terminal.Out.WriteLine($"    {terminal.Paint("data", Ink.Dim)}       {options.DataFolder}");
        terminal.Out.WriteLine($"    {terminal.Paint("Ctrl-C stops.", Ink.Dim)}");
        terminal.Out.Flush();
    }

    /// <summary>The first start makes the first account, and says how its holder gets in.</summary>
    private static async Task WelcomeAsync(Terminal terminal, WebApplication app)
    {
        if (!app.Services.GetRequiredService<ServerOptions>().SignIn || await app.Services.GetRequiredService<AccountService>().BeginAsync() is not { } secret)
            return;
        terminal.Out.WriteLine($"  {terminal.Paint("★", Ink.Warn)} Choose the password of '{AccountService.FirstAccount}' here, once, within a day:");
        terminal.Out.WriteLine($"    {terminal.Paint(WelcomeLink.Of(ListenAddress.Here(app.Urls.First()), secret), Ink.Live)}");
        terminal.Out.Flush();
    }

    private static Problem? Exposed(IServiceProvider services, IReadOnlyList<IPEndPoint> listen, bool signIn)
    {
        if (listen.FirstOrDefault(point => !IPAddress.IsLoopback(point.Address)) is not { } open || (signIn && services.GetRequiredService<AccountService>().Any))
            return null;
        return signIn
            ? new Problem(ProblemCodes.InvalidRequest, $"{ListenAddress.Url(open)} can be reached from other machines, and there is no account yet: anybody could do anything.", Suggestion: "Make one first: carillon users add NAME --scopes admin (with the same --data or --database).")
            : new Problem(ProblemCodes.InvalidRequest, $"{ListenAddress.Url(open)} can be reached from other machines, and with --sign-in off anybody could do anything.", Suggestion: "Leave --sign-in off away, or listen on http://127.0.0.1:8080.");
    }

    private static Problem? Check(EngineOptions engine)
    {
        if (!Directory.Exists(engine.Workflows) && !File.Exists(engine.Workflows))
            return new Problem(ProblemCodes.FileUnreadable, $"There is no workflows folder '{engine.Workflows}'.", Suggestion: "Make it, or name another with --workflows; 'carillon demo' brings its own.");
        return ZoneDatabase.Zones.GetZoneOrNull(engine.DefaultTimezone) is null
            ? new Problem(ProblemCodes.UnknownTimezone, $"There is no time zone '{engine.DefaultTimezone}'.", Suggestion: "Use an IANA name such as Europe/Berlin.")
            : null;
    }

    private static int CannotStart(Terminal terminal, params Problem[] problems)
    {
        ProblemPrinter.Write(terminal.Error, terminal.PaintError, problems);
        return ExitCode.CannotStart;
    }
}

/// <summary>How a server in the foreground is set up, beside its engine.</summary>
internal sealed record ServeSettings
{
    /// <summary>Who may change schedules. Default everybody.</summary>
    public EditingPolicy Editing { get; init; } = EditingPolicy.On;

    /// <summary>Whether the server asks who somebody is, from its first account on. Default true.</summary>
    public bool SignIn { get; init; } = true;

    /// <summary>How many changes of schedules a caller may ask for within a minute; null for any number.</summary>
    public int? ChangesPerMinute { get; init; }

    /// <summary>Networks of proxies that are believed, beside this machine. Default none.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The header in which a proxy of <see cref="TrustedProxies"/> names who has signed in to it; null: none is heard.</summary>
    public string? ProxyUserHeader { get; init; }

    /// <summary>How people sign in by an OpenID Connect issuer; null: they do not.</summary>
    public OpenIdSignIn? OpenId { get; init; }

    /// <summary>Where spans are sent; null: nowhere.</summary>
    public Uri? Collector { get; init; }

    /// <summary>Whether log lines are JSON. Default false.</summary>
    public bool LogsJson { get; init; }

    /// <summary>Where people find the pages, for links in messages; null for where the server listens.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether HTTP tasks and channels may connect to loopback and private networks. Default true.</summary>
    public bool TasksReachPrivate { get; init; } = true;
}

/// <summary>Says what has changed in the workflow files.</summary>
internal sealed class CatalogNews
{
    private readonly Terminal _terminal;
    private readonly Catalog _catalog;
    private readonly Lock _gate = new();
    private bool _spoken;
    private IReadOnlyList<CalendarEntry> _toldCalendars = [];
    private Dictionary<string, CatalogEntry> _told = new(StringComparer.Ordinal);

    public CatalogNews(Terminal terminal, Catalog catalog)
    {
        (_terminal, _catalog) = (terminal, catalog);
        catalog.Changed += Tell;
    }

    /// <summary>Prints the count and every problem that has not been printed yet.</summary>
    public void Tell()
    {
        lock (_gate)
        {
            var entries = _catalog.Entries;
            var calendars = _catalog.Calendars;
            var freshCalendars = calendars.Where(calendar => !_toldCalendars.Contains(calendar)).ToList();
            var fresh = entries.Where(entry => !_told.TryGetValue(entry.Path, out var old) || !ReferenceEquals(old, entry)).ToList();
            if (fresh.Count == 0 && freshCalendars.Count == 0 && entries.Count == _told.Count && calendars.Count == _toldCalendars.Count && _spoken)
                return;
            _spoken = true;
            _toldCalendars = calendars;
            _told = entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
            var schedules = entries.Sum(entry => entry.Live?.Schedules.Count ?? 0);
            _terminal.Out.WriteLine($"  {_terminal.Paint("✓", Ink.Good)} {Words.Count(entries.Count(entry => entry.Live is not null), "workflow")}, {Words.Count(schedules, "schedule")}{(calendars.Count == 0 ? "" : ", " + Words.Count(calendars.Count, "calendar"))}{(fresh.Count == entries.Count ? "" : $" ({fresh.Count} changed)")}");
            ProblemPrinter.Write(_terminal.Out, _terminal.Paint, freshCalendars.SelectMany(entry => entry.Problems).Concat(fresh.SelectMany(entry => entry.Problems)));
            _terminal.Out.Flush();
        }
    }
}
