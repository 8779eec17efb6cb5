using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Security.OpenId;

/// <summary>A real OpenID Connect issuer in a process of its own.</summary>
public sealed class Issuer : IDisposable
{
    public const string Client = "carillon";
    public const string Secret = "a secret: of/the tests+";
    private readonly Process _process;

    private Issuer(Process process, string url) => (_process, Url) = (process, url);

    /// <summary>Why it cannot be started here; null when it can.</summary>
    public static string? WhyNot { get; } =
        File.Exists(Path.Combine(Folder, "node_modules", "oidc-provider", "package.json")) || Environment.GetEnvironmentVariable("CARILLON_REQUIRE_ALL") == "1" ? null : "the packages of tests/issuer are not installed (npm ci)";

    public string Url { get; }

    private static string Folder => Path.Combine(Root(AppContext.BaseDirectory), "tests", "issuer");

    /// <summary>Starts it.</summary>
    /// <param name="server">The address of the server whose people sign in there.</param>
    /// <param name="alg">How it signs.</param>
    /// <param name="port">Where; 0 for any free port.</param>
    public static async Task<Issuer> StartAsync(string server, string alg = "RS256", int port = 0)
    {
        var settings = new JsonObject { ["client"] = Client, ["secret"] = Secret, ["alg"] = alg, ["port"] = port, ["redirects"] = new JsonArray(server + "/api/sign-in/openid/back") };
        var start = new ProcessStartInfo("node", ["issuer.js", settings.ToJsonString()]) { UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is not ["LISTEN", var at])
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new Issuer(process, $"http://127.0.0.1:{at}");
        }
        throw new InvalidOperationException("The issuer did not start: " + await errors);
    }

    /// <summary>A port that is free at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Carillon.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
