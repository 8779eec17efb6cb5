using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Core;
using Carillon.Engine.Runs;
using MyCompany;
using NodaTime;

// Runs the script given as the only argument as a shell task, its log on standard output, until it ends or we are killed.
var folder = Directory.CreateTempSubdirectory("carillon-companion-").FullName;
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
