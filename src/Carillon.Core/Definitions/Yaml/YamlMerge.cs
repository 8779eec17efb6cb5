namespace Carillon.Core.Definitions.Yaml;

/// <summary>The merge key <c>&lt;&lt;</c>: the keys of other mappings, where the mapping itself does not have them.</summary>
internal sealed class YamlMerge
{
    private readonly List<(YamlScalar Key, YamlValue Value)> _sources = [];

    public void Add(YamlScalar key, YamlValue value) => _sources.Add((key, value));

    /// <summary>Adds what is merged. The sizes have been counted with the merged mappings themselves.</summary>
    public void Into(YamlMapping map, Action<YamlValue, string> problem)
    {
        var names = new HashSet<string>(map.Entries.Select(e => e.Name), StringComparer.Ordinal);
        foreach (var (key, value) in _sources)
        {
            foreach (var source in value is YamlSequence list ? list.Items : [value])
            {
                if (source is not YamlMapping other)
                {
                    problem(key, $"'<<' merges a mapping or a list of mappings, not {source.Kind}.");
                    continue;
                }

                foreach (var entry in other.Entries)
                {
                    if (names.Add(entry.Name))
                        map.Entries.Add(entry);
                }
            }
        }
    }
}
