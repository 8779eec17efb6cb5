using Carillon.Engine.History;
using Carillon.Engine.History.Notifications;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine;

/// <summary>How an engine is set up. Every value has a default but the folders.</summary>
public sealed record EngineOptions
{
    /// <summary>Where the database, artifacts and work folders are. Made when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder of workflow files (<c>*.yaml</c>, <c>*.yml</c>, folders below included), or one file.</summary>
    public required string Workflows { get; init; }

    /// <summary>
    /// With one file as <see cref="Workflows"/>: the other files of its folder, those below included, are workflows as well, so that it can run them.
    /// The file itself comes first where two have one id. No effect with a folder. Default false.
    /// </summary>
    public bool Neighbors { get; init; }

    /// <summary>The project that the workflows belong to. Default <c>default</c>.</summary>
    public string Project { get; init; } = "default";

    /// <summary>The zone of schedules that name none. Default <c>UTC</c>.</summary>
    public string DefaultTimezone { get; init; } = "UTC";

    /// <summary>The cron of every workflow that has no schedule at all; null for none. The server takes it from <c>WORKFLOW_SCHEDULE</c>.</summary>
    public string? FallbackCron { get; init; }

    /// <summary>The database. Default a SQLite file in <see cref="DataFolder"/>.</summary>
    public DatabaseAddress? Database { get; init; }

    /// <summary>The keys that secrets are sealed with. Default those of <c>carillon.keys</c> in <see cref="DataFolder"/>, made when first needed.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>Secrets that the process is given beside the stored ones. Default none.</summary>
    public SecretSources Secrets { get; init; } = new();

    /// <summary>Masks what the process writes about itself.</summary>
    public ProcessMask LogMask { get; init; } = new();

    /// <summary>This process's name among the nodes that share a database. Default <c>local</c>.</summary>
    public string Node { get; init; } = "local";

    /// <summary>The node as people know it: its name without what tells its lives apart.</summary>
    public string NodeName => Node.Split('~')[0];

    /// <summary>What this node has that workflows may ask for with <c>runs_on</c>. Default nothing.</summary>
    public IReadOnlyList<string> NodeTags { get; init; } = [];

    /// <summary>How many attempts run at once in this process. Default 16 for each core, at least 32.</summary>
    public int Slots { get; init; } = Math.Max(32, Environment.ProcessorCount * 16);

    /// <summary>False: occurrences are not looked at; runs are only made on request. Default true.</summary>
    public bool RunSchedules { get; init; } = true;

    /// <summary>False: files are read once and not watched. Default true.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>How long a claim holds without a heartbeat. Default 10 s.</summary>
    public Duration Lease { get; init; } = Duration.FromSeconds(10);

    /// <summary>How long an attempt that was canceled or timed out may take to stop before it is given up. Default 10 s.</summary>
    public Duration StopGrace { get; init; } = Duration.FromSeconds(10);

    /// <summary>Bytes of log kept for each attempt; the rest is cut with a mark. Default 2 MiB.</summary>
    public int LogLimit { get; init; } = 2 * 1024 * 1024;

    /// <summary>How long ended runs are kept. The ledger is kept for ever. Default 90 days.</summary>
    public Duration KeepRuns { get; init; } = Duration.FromDays(90);

    /// <summary>The kinds of channel that messages can go to. Default none.</summary>
    public IReadOnlyList<IChannel> Channels { get; init; } = [];

    /// <summary>Where people find the pages, for links in messages; ends with <c>/</c>. Default <c>http://127.0.0.1:8080/</c>.</summary>
    public Uri PublicUrl { get; init; } = new("http://127.0.0.1:8080/");

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>True: what runs an occurrence is rehearsed once the files are read, in a folder of its own, so that the first one does not wait for code to be compiled. Default false.</summary>
    public bool Rehearses { get; init; }

    /// <summary>The program's version, as nodes tell it.</summary>
    public static string Version { get; } = typeof(EngineOptions).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>What the engine counts. Default one of its own.</summary>
    public EngineMeter Meter { get; init; } = new();

    /// <summary>Spans of what the engine does. Default of its own.</summary>
    public EngineTracer Tracer { get; init; } = new();

    /// <summary>True: log lines about an attempt carry its run and task in scopes, for logs that programs read. Default false.</summary>
    public bool LogsScopes { get; init; }

    /// <summary>Where the engine's work runs. A simulation gives one that takes the steps in an order of its own.</summary>
    internal TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>False: batches are written when <see cref="Storage.Database.WriteBatch"/> is called, as a step of a simulation. Default true: by a thread of the writer's own.</summary>
    internal bool HasWriterThread { get; init; } = true;

    /// <summary>Fills bytes by chance.</summary>
    internal Action<Span<byte>> Chance { get; init; } = System.Security.Cryptography.RandomNumberGenerator.Fill;

    /// <summary>The folder of artifacts within a data folder.</summary>
    public static string ArtifactsIn(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "artifacts");

    internal string BaseFolder => File.Exists(Workflows) ? Path.GetDirectoryName(Path.GetFullPath(Workflows))! : Path.GetFullPath(Workflows);

    /// <summary>The database file within a data folder.</summary>
    public static string DatabaseIn(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "carillon.db");

    /// <summary>The file of keys within a data folder.</summary>
    public static string KeysIn(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "carillon.keys");

    /// <summary>The database that is used.</summary>
    public DatabaseAddress DatabaseAddress => Database ?? DatabaseAddress.File(DatabaseIn(DataFolder));

    /// <summary>For tests: no other node uses the database, though it could be shared. What is claimed at the start is then of an earlier life.</summary>
    internal bool IsOnlyNode { get; init; }

    /// <summary>True when other nodes may use the database at the same time.</summary>
    internal bool IsShared => (DatabaseAddress.IsShared || IsSharedFile) && !IsOnlyNode;

    /// <summary>For the simulation: nodes share the SQLite file, and the link gives them what a server would: turns, its time, sequences. They tell each other nothing.</summary>
    internal bool IsSharedFile { get; init; }

    /// <summary>For the simulation: how the database is reached. Default as its address says.</summary>
    internal Func<DatabaseClock?, Link>? LinkBy { get; init; }

    internal string ArtifactFolder => ArtifactsIn(DataFolder);

    internal string WorkFolder => Path.Combine(Path.GetFullPath(DataFolder), "work");
}
