using System.CommandLine;
using System.Net;
using Carillon.Engine;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary><c>carillon docs</c>: writes the reference files that are generated from the program. Not for users.</summary>
internal static class DocsVerb
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "Where to write; docs/reference of the repository." };
        var command = new Command("docs", "Write openapi.json and endpoints.txt.") { folder };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            var root = Directory.CreateTempSubdirectory("carillon-docs-").FullName;
            try
            {
                var engine = new EngineOptions { Workflows = root, DataFolder = Path.Combine(root, "data"), RunSchedules = false, Watch = false, Time = terminal.Time };
                await using var app = CarillonServer.Build(new ServerOptions(engine, [new IPEndPoint(IPAddress.Loopback, 0)], Handlers.For(engine).Handlers));
                await app.StartAsync(stop);
                using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
                await WriteAsync(terminal, parsed.GetValue(folder)!, "openapi.json", await ContractFiles.OpenApiAsync(http, stop));
                await WriteAsync(terminal, parsed.GetValue(folder)!, "endpoints.txt", ContractFiles.Endpoints(app.Services));
                await app.StopAsync(stop);
            }
            finally
            {
                Directory.Delete(root, recursive: true);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task WriteAsync(Terminal terminal, string folder, string name, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        terminal.Out.WriteLine(Path.Combine(folder, name));
    }
}
