using Carillon.Engine.Runs;

namespace Carillon.Simulation.Tests.Workload;

/// <summary>
/// What the handlers did to the world outside. It is a good neighbor: a key that comes again has no second effect and gets the first one's answer.
/// </summary>
internal sealed class OutsideLog
{
    private readonly Dictionary<string, long> _effects = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Run, string Task), int> _requests = [];

    /// <summary>The key that stands for a step of a run, given what the handler was told. A bug of the tests may say otherwise.</summary>
    public Func<TaskContext, string> KeyOf { get; set; } = context => context.IdempotencyKey;

    /// <summary>Carries out what the key stands for, once, and gives the number of the effect.</summary>
    public long Do(TaskContext context)
    {
        var key = KeyOf(context);
        if (!_effects.TryGetValue(key, out var number))
            _effects[key] = number = _effects.Count + 1;
        var step = (context.RunId.Value, context.Key.ToString());
        _requests[step] = _requests.GetValueOrDefault(step) + 1;
        return number;
    }

    /// <summary>The keys that had an effect.</summary>
    public IReadOnlyDictionary<string, long> Effects => _effects;

    /// <summary>How often a step of a run asked for its effect.</summary>
    public int Requests(string run, string task) => _requests.GetValueOrDefault((run, task));
}
