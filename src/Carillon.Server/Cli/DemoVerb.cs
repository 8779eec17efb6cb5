using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Engine;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary><c>carillon demo</c>: a server with the examples, and history from the first minute.</summary>
internal static class DemoVerb
{
    private const int Port = 8080;

    public static Command Create(Terminal terminal)
    {
        var data = new Option<string?>("--data", "-d") { Description = "The folder for database and files; a temporary one when left out.", HelpName = "DIR" };
        var urls = new Option<string?>("--urls") { Description = "Where to listen; port 8080, or a free one where it is taken.", HelpName = "URL" };
        var command = new Command("demo", "Run a server with the examples.") { data, urls };
        command.SetAction((parsed, stop) => RunAsync(terminal, parsed.GetValue(data), parsed.GetValue(urls), stop));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string? data, string? urls, CancellationToken stop)
    {
        if (ExamplesFolder.Find() is not { } examples)
        {
            ProblemPrinter.Write(terminal.Error, terminal.PaintError, [new Problem(ProblemCodes.FileUnreadable, "The examples folder is not beside the program.", Suggestion: "Use 'carillon serve --workflows DIR'.")]);
            return ExitCode.CannotStart;
        }

        var temporary = data is null ? Directory.CreateTempSubdirectory("carillon-demo-").FullName : null;
        try
        {
            var engine = new EngineOptions { Workflows = examples, DataFolder = data ?? temporary!, Time = terminal.Time };
            return await ServerRunner.RunAsync(terminal, engine, urls ?? FreeUrl(), new ServeSettings { SignIn = false }, (host, running) => FillAsync(terminal, host, running), stop);
        }
        finally
        {
            if (temporary is not null)
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>The strategies of the demo. Those that are there stay as they are, deleted ones included.</summary>
    private static async Task AddStrategiesAsync(EngineHost host)
    {
        var reader = new StrategyReader(host.Database, host.Options.Project);
        foreach (var (symbol, lookback) in new[] { ("GOOGL", 120), ("TSLA", 60) })
        {
#pragma warning disable CA1308 // ids of the examples are in lower case
            var id = $"momentum-{symbol.ToLowerInvariant()}";
#pragma warning restore CA1308
            if (reader.Find(new Core.WorkflowId(id)) is not null)
                continue;
            var document = new JsonObject { ["id"] = id, ["template"] = "momentum", ["parameters"] = new JsonObject { ["symbol"] = symbol, ["lookback"] = lookback }, ["tags"] = new JsonArray("demo") };
            await host.Strategies.CreateAsync(document, new StrategyEdit("demo"));
        }
    }

    /// <summary>One run of every example that needs no input, so that there is something to look at at once.</summary>
    private static async Task FillAsync(Terminal terminal, EngineHost host, CancellationToken stop)
    {
        await AddStrategiesAsync(host);
        var started = 0;
        foreach (var workflow in host.Catalog.Entries.Select(entry => entry.Live).OfType<Core.Definitions.WorkflowDefinition>())
        {
            stop.ThrowIfCancellationRequested();
            if (workflow.Input.Any(field => field.Required))
                continue;
            if ((await host.Runs.StartAsync(new StartRun(workflow.Id, [], RunTrigger.Manual, "demo"))).IsOk)
                started++;
        }

        terminal.Out.WriteLine($"  {terminal.Paint("▶", Ink.Live)} {started} first runs started; 'carillon runs' shows them");
        await terminal.Out.FlushAsync(stop);
    }

    private static string FreeUrl()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            return ListenAddress.Url(new IPEndPoint(IPAddress.Loopback, Port));
        }
        catch (SocketException)
        {
            return ListenAddress.Url(new IPEndPoint(IPAddress.Loopback, 0));
        }
    }
}

/// <summary>Where the examples are.</summary>
internal static class ExamplesFolder
{
    /// <summary>Beside the program, or in a folder above it (a build within the repository); null when there is none.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var examples = Path.Combine(folder.FullName, "examples");
            if (Directory.Exists(examples) && Directory.EnumerateFiles(examples, "*.yaml").Any())
                return examples;
        }

        return null;
    }
}
