using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>Every function, in the order of the guide.</summary>
internal static class ExpressionFunctions
{
    public const string Default = "default";

    private static readonly ExpressionFunction[] Status =
    [
        new("success", "", 0, 0, "True when nothing that comes before this task failed.", null, null, c => JsonValue.Create(c.E.Scope.Success)),
        new("failure", "", 0, 0, "True when something that comes before this task failed.", null, null, c => JsonValue.Create(!c.E.Scope.Success)),
        new("always", "", 0, 0, "True. As an `if`, the task runs whatever came before.", "always()", "true", _ => JsonValue.Create(true)),
        new(Default, "x, y", 2, 2, "x; y when x is null or its path leads nowhere.", "default(null, 'none')", "\"none\"", c => c[0] ?? c[1]),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExpressionFunction> All { get; } =
        [.. Status, .. TextFunctions.All, .. NumberFunctions.All, .. ListFunctions.All, .. DateFunctions.All];

    private static readonly Dictionary<string, ExpressionFunction> ByName = All.ToDictionary(f => f.Name, StringComparer.Ordinal);

    public static ExpressionFunction? Find(string name) => ByName.GetValueOrDefault(name);

    public static IEnumerable<string> Names => All.Select(f => f.Name);

    public static bool AsksStatus(string name) => name is "success" or "failure" or "always";
}
