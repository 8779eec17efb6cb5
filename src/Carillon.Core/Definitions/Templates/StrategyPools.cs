using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Templates;

/// <summary>Makes a template's pools the strategy's own, in place: <c>market-data</c> of strategy <c>aapl</c> is <c>aapl/market-data</c>. Shared ones keep their names.</summary>
internal static class StrategyPools
{
    public static void Rename(YamlMapping workflow, string strategy)
    {
        if (workflow.Map("pools") is not { } pools)
            return;
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < pools.Entries.Count; i++)
        {
            var (key, value) = pools.Entries[i];
            if (value is YamlMapping pool && pool.Bool("shared") == true)
                continue;
            renamed[key.Text] = $"{strategy}/{key.Text}";
            pools.Entries[i] = new YamlEntry(Named(key, renamed[key.Text]), value);
        }

        var steps = new[] { "tasks", "on_success", "on_failure" }.SelectMany(workflow.List).OfType<YamlMapping>();
        foreach (var step in steps.Append(workflow.Map("defaults")).OfType<YamlMapping>())
        {
            if (step.Scalar("pool") is { } pool && renamed.TryGetValue(pool.Text, out var name))
                step.Set("pool", Named(pool, name));
        }
    }

    private static YamlScalar Named(YamlScalar at, string name) =>
        new(name, quoted: true, verbatim: false, at.Line, at.Column) { Field = at.Field, IsOpen = at.IsOpen };
}
