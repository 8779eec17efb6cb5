using Carillon.Core.Security;

namespace Carillon.Engine.Security;

/// <summary>Masks that were made lately: most attempts of a workflow have the same secrets, and making a mask takes some milliseconds. Thread safe.</summary>
internal sealed class MaskCache
{
    private const int Most = 32;

    /// <summary>Characters of all values together: a mask takes some hundred times as much.</summary>
    private const int MostCharacters = 64 * 1024;
    private readonly Lock _gate = new();
    private readonly List<SecretMask> _made = [];

    /// <summary>The mask of these values too.</summary>
    public SecretMask With(SecretMask mask, IEnumerable<string> values)
    {
        string[] all = [.. mask.Values.Union(values, StringComparer.Ordinal)];
        if (all.Length == mask.Values.Count)
            return mask;
        lock (_gate)
        {
            if (_made.FindIndex(made => made.Values.SequenceEqual(all, StringComparer.Ordinal)) is var known and >= 0)
            {
                var found = _made[known];
                _made.RemoveAt(known);
                _made.Add(found);
                return found;
            }
        }
        // Not within the lock: others need not wait for it.
        var fresh = SecretMask.Of(all);
        lock (_gate)
        {
            _made.Add(fresh);
            while (_made.Count > Most || (_made.Count > 1 && _made.Sum(made => made.Values.Sum(value => value.Length)) > MostCharacters))
                _made.RemoveAt(0);
        }
        return fresh;
    }
}
