using System.Collections.Concurrent;
using System.Net;
using Carillon.Server.Tests.Security;
using Carillon.Tests.Hostile;
using Microsoft.Extensions.Logging;


namespace Carillon.Server.Tests.Hostile;

/// <summary>
/// A real server that hostile requests are sent to, with callers of every scope, a folder beside its own that nobody may touch, and an ear for its log.
/// Afterwards it must be ready, have said nothing of a fault, and have made no file but in its own two folders.
/// </summary>
internal sealed class HostileServer : IAsyncDisposable
{
    /// <summary>A schedule of the server.</summary>
    public const string Yearly = "schedule-default-yearly";

    private static readonly (string Name, string Yaml)[] Files =
    [
        ("greet.yaml", Samples.Greet), ("yearly.yaml", Samples.Yearly), ("keeping.yaml", Samples.Keeping),
        ("hello.yaml", "id: hello\nkind: template\nparameters: { who: { type: string, required: true } }\ntasks:\n  - { id: a, uses: test.gate, with: { say: \"hello ${{ parameters.who }}\" } }\n"),
        ("weekly.yaml", "id: weekly\nschedule: { weekly: { on: mon, at: \"02:00\" }, window: { lag: 14d } }\ntasks:\n  - { id: a, uses: test.gate, with: { say: hi } }\n"),
    ];

    private readonly ErrorLog _log = new();
    private readonly Dictionary<string, string> _sentinel = new(StringComparer.Ordinal);
    private readonly List<(string Who, HttpClient Http)> _callers = [];

    private HostileServer(bool signIn) =>
        Server = new ServerFixture { SignIn = signIn, Logging = logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Error).AddProvider(_log) };

    public ServerFixture Server { get; }

    /// <summary>A mark for names of files, which no other file bears.</summary>
    public string Mark { get; } = "hx" + Guid.NewGuid().ToString("N")[..8];

    /// <summary>Beside the server's folders: nobody may touch it.</summary>
    public string Outside => Path.Combine(Root, "outside");

    /// <summary>Whoever may send requests: nobody, a lost token, one token for each scope, an administrator.</summary>
    public IReadOnlyList<(string Who, HttpClient Http)> Callers => _callers;

    private string Root => Path.GetDirectoryName(Server.Workflows)!;

    /// <summary>Starts it.</summary>
    /// <param name="signIn">Whether callers are asked who they are.</param>
    public static async Task<HostileServer> StartAsync(bool signIn)
    {
        var hostile = new HostileServer(signIn);
        foreach (var (name, yaml) in Files)
            hostile.Server.File(name, yaml);
        Directory.CreateDirectory(hostile.Outside);
        File.WriteAllText(Path.Combine(hostile.Outside, "secret.yaml"), "id: secret\ntasks: [{ id: a, uses: test.gate }]\n");
        File.WriteAllText(Path.Combine(hostile.Root, "notes.txt"), "mine");
        foreach (var file in hostile.Strangers())
            hostile._sentinel[file] = File.ReadAllText(file);
        if (!signIn)
        {
            await hostile.Server.StartAsync();
            hostile._callers.Add(("anybody", hostile.Server.Http));
            return hostile;
        }

        var signed = await SignedServer.StartAsync(hostile.Server);
        await signed.PersonAsync("ann", "workflow:read", "run:execute");
        hostile._callers.Add(("nobody", signed.Browser()));
        hostile._callers.Add(("lost", signed.Bearer("crl_unknown")));
        foreach (var scope in Hosting.Scope.All)
            hostile._callers.Add((scope.Name, await signed.TokenAsync("root", scope.Name)));
        hostile._callers.Add(("session", await signed.SignedInAsync("root")));
        return hostile;
    }

    /// <summary>Puts back what a request that was taken has deleted, so that the next ones find what they ask for.</summary>
    public async Task MendAsync()
    {
        if (!Array.TrueForAll(Files, file => File.Exists(Path.Combine(Server.Workflows, file.Name))))
        {
            foreach (var (name, yaml) in Files)
                Server.File(name, yaml);
            using var answer = await _callers[^1].Http.PostAsync("/api/reconcile", null);
        }
    }

    /// <summary>Fails when the server is not as it was.</summary>
    public async Task ProveWellAsync()
    {
        using var ready = await _callers[^1].Http.GetAsync("/readyz");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK, await ready.Content.ReadAsStringAsync());
        _log.Said.ShouldBeEmpty("the log tells of a fault");
        Strangers().ToDictionary(file => file, File.ReadAllText, StringComparer.Ordinal).ShouldBe(_sentinel, ignoreOrder: true);
        Escaped().ShouldBeEmpty("a file was made outside its folder");
    }

    /// <summary>Files of the test's folder that are not the server's.</summary>
    private IEnumerable<string> Strangers() =>
        Directory.EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(file => !file.StartsWith(Server.Workflows + "/", StringComparison.Ordinal) && !file.StartsWith(Server.DataFolder + "/", StringComparison.Ordinal));

    /// <summary>Files with the mark where names that lead out of a folder would put them.</summary>
    private List<string> Escaped()
    {
        string[] places = [Path.GetTempPath(), "/", "/dev/shm", Directory.GetCurrentDirectory(), AppContext.BaseDirectory, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Root, Outside];
        return [.. places.Where(Directory.Exists).SelectMany(place => Directory.EnumerateFileSystemEntries(place, "*")).Where(entry => entry.Contains(Mark, StringComparison.Ordinal))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, http) in _callers.Where(caller => caller.Http != Server.Http))
            http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Keeps every error that the server writes.</summary>
    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _said = new();

        public IReadOnlyCollection<string> Said => _said;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                _said.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
