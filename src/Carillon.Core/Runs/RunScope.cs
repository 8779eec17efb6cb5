using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;

namespace Carillon.Core.Runs;

/// <summary>
/// What the expressions of one task run may look at: <c>input</c>, <c>tasks.ID.output</c> and <c>.status</c> of tasks that have ended,
/// <c>run.id .workflow .trigger .identity .nominal .created</c> (times as ISO 8601 in UTC; <c>nominal</c> is the time the run was made
/// where it has none), <c>run.window</c> with <c>start end start_date end_date last_date</c> or null, in a fan-out <c>item</c> and <c>index</c>, in named outputs <c>output</c>, in failure hooks <c>error</c>.
/// Thread safe. The values are shared: read them, never change them.
/// </summary>
public sealed class RunScope : IMemberScope
{
    private static readonly ConditionalWeakTable<TaskRunState, JsonObject> Views = [];

    private readonly RunState _run;
    private readonly TaskKey _key;
    private readonly TaskRole _role;
    private readonly JsonNode? _output;
    private readonly bool _hasOutput;
    private readonly Func<TaskKey, TaskRunState?> _find;

    private RunScope(RunState run, TaskKey key, TaskRole role, bool success, Func<TaskKey, TaskRunState?> find, JsonNode? output, bool hasOutput)
    {
        _run = run;
        _key = key;
        _role = role;
        Success = success;
        _find = find;
        _output = output;
        _hasOutput = hasOutput;
    }

    /// <inheritdoc/>
    public bool Success { get; }

    /// <summary>The scope of the task run <paramref name="key"/> as <paramref name="run"/> stands.</summary>
    /// <exception cref="ArgumentException">The definition has no such task.</exception>
    public static RunScope For(RunState run, TaskKey key)
    {
        var fold = new RunFold(run);
        return fold.Graph.PlaceOf(key.Task) >= 0
            ? Within(fold, key)
            : throw new ArgumentException($"The workflow has no task '{key.Task}'.", nameof(key));
    }

    /// <summary>The same, while facts are folded.</summary>
    internal static RunScope Within(RunFold fold, TaskKey key) => Make(fold, key, output: null, hasOutput: false);

    /// <summary>The scope of named outputs.</summary>
    internal static RunScope Within(RunFold fold, TaskKey key, JsonNode? output) => Make(fold, key, output, hasOutput: true);

    /// <inheritdoc/>
    public bool TryGet(string name, out JsonNode? value)
    {
        value = null;
        switch (name)
        {
            case "input":
                value = _run.Input;
                return true;
            case "tasks":
                value = AllTasks();
                return true;
            case "run":
                value = AboutRun();
                return true;
            case "item" when _key.Item >= 0:
                value = _find(_key)?.ItemValue;
                return true;
            case "index" when _key.Item >= 0:
                value = JsonValue.Create(_key.Item);
                return true;
            case "output" when _hasOutput:
                value = _output;
                return true;
            case "error" when _role == TaskRole.OnFailure:
                value = About(RunOutcome.Error(_run, _find));
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public bool TryGetMember(string name, string member, out JsonNode? value)
    {
        value = null;
        if (name != "tasks" || _find(new TaskKey(new TaskId(member))) is not { } task || !task.Status.IsEnded())
            return false;
        value = View(task);
        return true;
    }

    private static RunScope Make(RunFold fold, TaskKey key, JsonNode? output, bool hasOutput)
    {
        var place = fold.Graph.PlaceOf(key.Task);
        var role = fold.Graph.Tasks[place].Role;
        var success = role switch
        {
            TaskRole.OnSuccess => true,
            TaskRole.OnFailure => false,
            _ => fold.Tally.NothingFailedBefore(place),
        };
        return new RunScope(fold.Run, key, role, success, fold.Find, output, hasOutput);
    }

    // A view is made once for each ended task run: an output may be large, and a thousand items may ask for it.
    private static JsonObject View(TaskRunState task) => Views.GetValue(task, static ended => new JsonObject
    {
        ["status"] = StatusText.Of(ended.Status),
        ["output"] = ended.Output?.DeepClone(),
        ["error"] = About(ended.Error),
    });

    private static JsonObject? About(TaskError? error) => error is null
        ? null
        : new JsonObject { ["code"] = error.Code, ["class"] = error.Class, ["message"] = error.Message };

    private JsonObject AllTasks()
    {
        var all = new JsonObject();
        foreach (var task in _run.Definition.Tasks)
        {
            if (_find(new TaskKey(task.Id)) is { } ended && ended.Status.IsEnded())
                all[task.Id.Value] = View(ended).DeepClone();
        }
        return all;
    }

    private JsonObject AboutRun() => new()
    {
        ["id"] = _run.Id.Value,
        ["workflow"] = _run.Definition.Id.Value,
        ["trigger"] = StatusText.Of(_run.Trigger),
        ["identity"] = _run.Identity,
        ["nominal"] = TimeText.Of(_run.NominalAt ?? _run.CreatedAt),
        ["created"] = TimeText.Of(_run.CreatedAt),
        ["window"] = _run.Window?.ToJson(),
    };
}
