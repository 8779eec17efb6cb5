namespace Carillon.Core.Definitions;

/// <summary>The task types that definitions are checked against. Immutable.</summary>
public sealed class TaskTypeList(IEnumerable<TaskType> types)
{
    private readonly SortedDictionary<string, TaskType> _types =
        new(types.ToDictionary(t => t.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyCollection<TaskType> All => _types.Values;

    /// <summary>The names, sorted.</summary>
    public IReadOnlyCollection<string> Names => _types.Keys;

    /// <summary>The task type of that name, or null.</summary>
    public TaskType? Find(string name) => _types.GetValueOrDefault(name);
}
