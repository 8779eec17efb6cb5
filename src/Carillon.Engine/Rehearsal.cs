using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Carillon.Engine;

/// <summary>
/// Code is compiled when it first runs, so the first occurrences after a start would be late by a tenth of a second or more. A second engine, in a folder of its own and
/// on SQLite, catches up missed occurrences of schedules that nobody knows, beside the first one and before that has to.
/// </summary>
internal static class Rehearsal
{
    /// <summary>How its folders are called.</summary>
    public const string Prefix = "carillon-rehearsal-";

    private const int Schedules = 10;
    private const int Occurrences = 60;
    private const string Uses = "rehearsal";
    private static readonly Duration Missed = Duration.FromMinutes(Occurrences);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Rehearses within <paramref name="folder"/>, which is made where it is not there, and removed. Gives how many runs were carried out.</summary>
    public static async Task<long> RunAsync(string folder, CancellationToken stop)
    {
        var workflows = Directory.CreateDirectory(Path.Combine(folder, "workflows")).FullName;
        try
        {
            var schedules = Enumerable.Range(0, Schedules).Select(i => $"  - {{ id: s{i}, every: 1m, overlap_policy: allow, catch_up: {{ mode: all }} }}\n");
            await File.WriteAllTextAsync(Path.Combine(workflows, "rehearsal.yaml"), $"id: rehearsal\nschedules:\n{string.Concat(schedules)}tasks:\n  - {{ id: a, uses: {Uses} }}\n", stop);
            // Under a name of its own: who collects traces does not see it.
            var options = new EngineOptions { DataFolder = Path.Combine(folder, "data"), Workflows = workflows, Watch = false, Tracer = new EngineTracer(EngineTracer.Name + ".Rehearsal") };
            using var host = new EngineHost(options, [new NoOpTask()], NullLogger<EngineHost>.Instance);
            await host.StartAsync(stop);
            await host.Reconcile.FirstPass;
            await host.Database.WriteAsync(sql => sql.Execute("update schedules set cursor_at = $1, wake_at = $1", (options.Time.Now() - Missed).ToStored()));
            host.LookAtClock();
            long ended;
            while ((ended = host.Database.Read(sql => sql.Number("select count(*) from runs where completed_at is not null")) ?? 0) < Schedules * Occurrences && !stop.IsCancellationRequested)
                await host.Options.PauseAsync(Look, stop);
            await host.StopAsync(stop);
            return ended;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Removes what processes that were killed within theirs have left in the folder for temporary files: what is older than a minute.</summary>
    public static void RemoveLeftOver(DateTime utcNow)
    {
        foreach (var folder in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*").Where(folder => utcNow - folder.CreationTimeUtc > TimeSpan.FromMinutes(1)))
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another one removes it, or it is another user's.
            }
        }
    }

    private sealed class NoOpTask : ITaskHandler
    {
        private static readonly TaskResult Done = new TaskResult.Succeeded(null);

        public TaskType Type { get; } = new()
        {
            Name = Uses,
            Summary = "Does nothing.",
            InputSchema = new JsonObject { ["type"] = "object" },
            OutputSchema = [],
        };

        public Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken) => Task.FromResult(Done);
    }
}
