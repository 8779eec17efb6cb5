using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using Carillon.Engine;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.History.Export;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Carillon.Server.Definitions;
using Carillon.Server.History;
using Carillon.Server.Occurrences;
using Carillon.Server.Pages;
using Carillon.Server.Runs;
using Carillon.Server.Schedules;
using Carillon.Server.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace Carillon.Server.Hosting;

/// <summary>The web host: engine, API and pages in one process.</summary>
internal static class CarillonServer
{
    private const long MaxBody = 1 << 20;
    private static readonly TimeSpan HeadPatience = TimeSpan.FromSeconds(10);

    /// <summary>Builds it and opens the database; it starts with <c>StartAsync</c>.</summary>
    /// <exception cref="StorageException">The database cannot be opened.</exception>
    public static WebApplication Build(ServerOptions options, Action<ILoggingBuilder>? logging = null)
    {
        // Reading files fills as many threads as there are cores, and tasks may block theirs: neither may keep the web server or the leases waiting.
        ThreadPool.SetMinThreads(Math.Clamp(options.Engine.Slots + 16, Environment.ProcessorCount * 4, 512), Environment.ProcessorCount);

        // The folder of the program, not the working directory: the latter's whole tree would be watched.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

        // Nothing but the command line decides where this listens.
        builder.Configuration.Sources.Clear();
        // What keeps it from starting is thrown, and told as a problem: not a second time with its stack.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        (logging ?? (lines => LogToError(lines, options.LogsJson)))(builder.Logging);
        MaskedLogs.Wrap(builder.Services, options.Engine.LogMask);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        AddServices(builder.Services, options);
        var app = builder.Build();
        try
        {
            app.Services.GetRequiredService<TraceExport>();
            app.Services.GetRequiredService<MetricsCollector>();
            app.Services.GetRequiredService<EngineHost>().BeginReading();
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }

        app.UseMiddleware<ProxyHeader>();
        app.UseForwardedHeaders(Forwarded(options));
        app.UseMiddleware<Faults>();
        app.UseMiddleware<LoopbackGuard>();
        app.UseRouting();
        app.UseMiddleware<Access>();
        app.UseRateLimiter();
        app.UseMiddleware<PageServing>(new PageFiles(options.Pages));
        Map(app);
        return app;
    }

    /// <summary>A proxy on this machine, or one that is named, says who asked it and whether by https. What others say of that is not heard.</summary>
    private static ForwardedHeadersOptions Forwarded(ServerOptions options)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        foreach (var network in options.TrustedProxies)
            forwarded.KnownIPNetworks.Add(network);
        return forwarded;
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBody;
        // A client that dribbles holds one of the connections there are (ConnectionLimit). Kestrel's own bound for bodies, 240 bytes a second after 5 seconds, stays.
        kestrel.Limits.RequestHeadersTimeout = HeadPatience;
        foreach (var point in options.Listen)
            kestrel.Listen(point);
    }

    private static void AddServices(IServiceCollection services, ServerOptions options)
    {
        var project = options.Engine.Project;
        services.AddSingleton(options);
        services.AddSingleton<EditingGuard>();
        services.AddSingleton<Idempotency>();
        services.AddSingleton<Passwords>();
        services.AddRateLimiter(limiter => ChangeLimit.Configure(limiter, options));
        services.AddSingleton(_ => new TraceExport(options.Collector, options.Engine));
        services.AddSingleton<Owners>();
        services.AddSingleton<OwnerGuard>();
        services.AddSingleton(options.Engine.Time);
        services.AddSingleton<RecentAnswers>();
        services.AddSingleton<IConnectionListenerFactory>(ConnectionGate.Of);
        services.AddSingleton(new ServerClock(options.Engine.Time.Now()));
        services.AddSingleton(provider => new EngineHost(options.Engine, options.Handlers, provider.GetRequiredService<ILogger<EngineHost>>()));
        services.AddHostedService(provider => provider.GetRequiredService<EngineHost>());
        services.AddSingleton<LiveEvents>();
        services.AddHostedService<EventLoop>();
        AddPart(services, host => host.Options);
        AddPart(services, host => host.Database);
        AddPart(services, host => host.Catalog);
        AddPart(services, host => host.Live);
        AddPart(services, host => host.Folder);
        AddPart(services, host => host.Runs);
        AddPart(services, host => host.Schedules);
        AddPart(services, host => host.Advice);
        AddPart(services, host => host.Occurrences);
        AddPart(services, host => host.Backfills);
        AddPart(services, host => host.Strategies);
        AddPart(services, host => host.Reconcile);
        AddPart(services, host => host.Readiness);
        AddPart(services, host => new AccountService(project, host.Options.Time, host.Database));
        AddPart(services, host => new SignInService(project, host.Options.Time, host.Database));
        services.AddSingleton<ProxyRefusals>();
        AddPart(services, host => new OutsideSignIn(project, host.Options.Time, host.Database));
        services.AddSingleton(_ => new IssuerDoor(options.OpenId, options.Engine.Time));
        AddPart(services, host => host.Waiting);
        AddPart(services, host => host.Secrets);
        AddPart(services, host => host.Connections);
        AddPart(services, host => new RequestStore(host.Options, host.Database));
        AddPart(services, host => new RunReader(host.Database, project));
        AddPart(services, host => new ScheduleReader(host.Database, project));
        AddPart(services, host => new StrategyReader(host.Database, project));
        AddPart(services, host => new LedgerReader(host.Database, project));
        AddPart(services, host => new OccurrenceReader(host.Database, new ScheduleReader(host.Database, project), host.Live, project));
        AddPart(services, host => new ScheduleCounts(host.Database, project));
        AddPart(services, host => new RecentReader(host.Database, host.Live, project));
        AddPart(services, host => new HealthReader(host.Database, project));
        AddPart(services, host => new NodeReader(host));
        AddPart(services, host => new MissedReader(host.Database));
        AddPart(services, host => new GaugeReader(host.Database, project));
        services.AddSingleton(provider => new MetricsCollector(options.Engine, provider.GetRequiredService<IMeterFactory>()));
        AddPart(services, host => new BackfillReader(host.Database, project));
        AddPart(services, host => new AuditReader(host.Database, project));
        AddPart(services, host => new TypicalRuns(host.Database, project));
        AddPart(services, host => host.Budgets);
        AddPart(services, host => host.Notifications);
        AddPart(services, host => new NotificationReader(host.Database, project));
        AddPart(services, host => new CostReader(host.Database, host.Live, host.TypicalCosts, project));
        AddPart(services, host => new CoverageReader(host.Database));
        AddPart(services, host => new MetricsReader(host.Database, project));
        AddPart(services, host => new VersionReader(host.Database, project));
        AddPart(services, host => new ArtifactReader(host.Database, host.Options));
        services.AddSingleton(provider => new ExportService(
            options.Engine, provider.GetRequiredService<EngineHost>().Database, provider.GetRequiredService<RunReader>(), provider.GetRequiredService<ArtifactReader>()));
        services.PostConfigure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = ApiJson.Default.Options.PropertyNamingPolicy;
            json.SerializerOptions.Encoder = AnswerJson.Context.Options.Encoder;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            foreach (var converter in ApiJson.Default.Options.Converters)
                json.SerializerOptions.Converters.Add(converter);
        });
        services.AddOpenApi(OpenApiContract.Configure);
    }

    private static void AddPart<T>(IServiceCollection services, Func<EngineHost, T> part)
        where T : class => services.AddSingleton(provider => part(provider.GetRequiredService<EngineHost>()));

    private static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.AddEndpointFilter(app.Services.GetRequiredService<EditingGuard>()).AddEndpointFilter(app.Services.GetRequiredService<OwnerGuard>()).AddEndpointFilter(app.Services.GetRequiredService<Idempotency>());
        // Their requests or answers hold secrets, which are not kept for a repeated request.
        var accounts = app.MapGroup("/api");
        SignInEndpoints.Map(accounts);
        OpenIdEndpoints.Map(accounts);
        AccountEndpoints.Map(accounts);
        TokenEndpoints.Map(accounts);
        SecretEndpoints.Map(accounts);
        ConnectionEndpoints.Map(accounts);
        WorkflowEndpoints.Map(api);
        WorkflowEditEndpoints.Map(api);
        SchemaEndpoints.Map(api);
        FolderEndpoints.Map(api);
        TemplateEndpoints.Map(api);
        StrategyEndpoints.Map(api);
        StrategyEditEndpoints.Map(api);
        ScheduleEndpoints.Map(api);
        RecentEndpoint.Map(api);
        FacetEndpoint.Map(api);
        ScheduleEditEndpoints.Map(api);
        BulkEndpoints.Map(api);
        AirflowExportEndpoint.Map(api);
        EventEndpoint.Map(api);
        OccurrenceListEndpoint.Map(api);
        OccurrenceBandEndpoint.Map(api);
        HealthEndpoint.Map(api);
        GitOpsEndpoints.Map(api);
        AuditEndpoints.Map(api);
        AuditExportEndpoint.Map(api);
        OccurrenceEndpoints.Map(api);
        SimulationEndpoint.Map(api);
        CoverageEndpoints.Map(api);
        CalendarEndpoints.Map(api);
        RunListEndpoints.Map(api);
        MetricsEndpoints.Map(api);
        CostEndpoints.Map(api);
        ChannelEndpoints.Map(api);
        RuleEndpoints.Map(api);
        NotificationEndpoints.Map(api);
        ExportEndpoint.Map(api);
        MissedEndpoints.Map(api);
        BackfillEndpoints.Map(api);
        RunEndpoints.Map(api);
        LogEndpoint.Map(api);
        ArtifactEndpoints.Map(api);
        SystemEndpoints.Map(app, api);
        AboutEndpoint.Map(api);
        PrometheusEndpoint.Map(app);
        app.MapOpenApi("/openapi.json").Needs(Scope.Public);
    }

    private static void LogToError(ILoggingBuilder logging, bool json) => (json
        ? logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        })
        : logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        }))
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
