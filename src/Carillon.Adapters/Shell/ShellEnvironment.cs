using System.Globalization;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Shell;

/// <summary>The environment of one attempt's processes: the server's without its own settings, the task's, and the attempt's.</summary>
internal sealed class ShellEnvironment
{
    private const string OwnPrefix = "CARILLON_";
    private const string MarkName = "CARILLON_TREE";

    private readonly Dictionary<string, string?> _variables;

    public ShellEnvironment(ShellInput input, TaskContext context)
    {
        var mark = Guid.NewGuid().ToString("N");
        Mark = $"{MarkName}={mark}";
        OutputFile = Path.Join(context.WorkFolder, "output.json");
        _variables = input.Env.ToDictionary(e => e.Key, string? (e) => e.Value.Text, StringComparer.Ordinal);
        _variables[MarkName] = mark;
        _variables[Warden.Mark.Name] = Warden.Mark.Value;
        _variables["CARILLON_RUN_ID"] = context.RunId.Value;
        _variables["CARILLON_TASK"] = context.Key.Task.Value;
        _variables["CARILLON_ATTEMPT"] = context.Attempt.ToString(CultureInfo.InvariantCulture);
        _variables["CARILLON_IDEMPOTENCY_KEY"] = context.IdempotencyKey;
        _variables["CARILLON_WORK_FOLDER"] = context.WorkFolder;
        _variables["CARILLON_OUTPUT"] = OutputFile;
        if (context.TraceParent is { } trace)
            _variables.TryAdd("TRACEPARENT", trace);
    }

    /// <summary>The entry by which this attempt's processes are found again.</summary>
    public string Mark { get; }

    /// <summary>Where the task may write its output as JSON.</summary>
    public string OutputFile { get; }

    /// <summary>Where programs are looked up.</summary>
    public string SearchPath => _variables.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";

    /// <summary>Sets the variables. The server's own settings, which may be secret, are taken out.</summary>
    public void ApplyTo(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(n => n.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase)).ToArray())
            environment.Remove(name);
        foreach (var (name, value) in _variables) environment[name] = value;
    }
}
