using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Core;
using Carillon.Engine.Runs;
using MyCompany;
using NodaTime;

// Runs the script given as the only argument as a shell task, the start of its log on standard output, until it ends or we are killed;
// says at the end how much memory that took at its peak.
var folder = Directory.CreateTempSubdirectory("carillon-companion-").FullName;
var before = Peak();
await TaskHandlers.BuiltIn().Single(h => h.Type.Name == "shell").RunAsync(
    new TaskContext
    {
        Project = "default",
        WorkflowId = new("companion"),
        RunId = new("run"),
        Key = new(new TaskId("step")),
        Attempt = 1,
        FirstReadyAt = Instant.FromUnixTimeSeconds(0),
        IdempotencyKey = "key",
        NominalAt = Instant.FromUnixTimeSeconds(0),
        Input = new JsonObject { ["run"] = args[0] },
        Log = new ConsoleLog(),
        Artifacts = new NoArtifacts(),
        WorkFolder = folder,
        BaseFolder = folder,
        Time = TimeProvider.System,
        Heartbeat = () => { },
    },
    CancellationToken.None);
Console.WriteLine($"grown {(Peak() - before) / (1024 * 1024)} MiB");
Directory.Delete(folder, recursive: true);

static long Peak()
{
    using var self = System.Diagnostics.Process.GetCurrentProcess();
    return self.PeakWorkingSet64;
}
