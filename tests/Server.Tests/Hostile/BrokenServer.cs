using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Carillon.Server.Tests.Hostile;

/// <summary>A server as ours must not be: some of its paths break.</summary>
internal sealed class BrokenServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BrokenServer(WebApplication app) => (_app, Http) = (app, new HttpClient { BaseAddress = new Uri(app.Urls.First()) });

    public HttpClient Http { get; }

    public static async Task<BrokenServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/{number:int}", (int number) => number switch
        {
            7 => throw new InvalidOperationException("it broke"),
            8 => Results.Text("no", statusCode: 400),
            _ => Results.Ok(),
        });
        await app.StartAsync();
        return new BrokenServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
