using System.Diagnostics;
using System.Text.Json.Nodes;
using Carillon.Adapters.CSharp;
using Carillon.Engine.Runs;

namespace Carillon.Bench.Peers;

/// <summary>
/// A task of a real server, which takes this assembly as a plugin: it writes down, in a file of the server's process, for which run and when its code began.
/// The clock is the machine's monotonic one, so the bench can compare.
/// </summary>
[CarillonTask(Name, Summary = "Writes down when it began.")]
public sealed class MarkTask : ICarillonTask
{
    /// <summary>Its name in workflows.</summary>
    public const string Name = "bench.mark";

    internal const string FolderVariable = "CARILLON_BENCH_MARKS";

    /// <inheritdoc/>
    public Task<JsonNode?> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        var at = Stopwatch.GetTimestamp();
        File.AppendAllText(Path.Join(Environment.GetEnvironmentVariable(FolderVariable), $"{Environment.ProcessId}"), $"{context.RunId.Value} {at}\n");
        return Task.FromResult<JsonNode?>(null);
    }

    /// <summary>When the code of each run began, over all servers.</summary>
    internal static Dictionary<string, long> Read(string folder) => Directory.EnumerateFiles(folder)
        .SelectMany(File.ReadAllLines)
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => long.Parse(words[1]), StringComparer.Ordinal);
}
