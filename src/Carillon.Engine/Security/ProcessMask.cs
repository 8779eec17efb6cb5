using Carillon.Core.Security;

namespace Carillon.Engine.Security;

/// <summary>Masks the secrets that this process has used lately, for what it writes about itself: its log and its traces. Thread safe.</summary>
public sealed class ProcessMask
{
    private const int MostValues = 50;
    private readonly Lock _gate = new();
    private readonly List<string> _values = [];
    private volatile SecretMask _mask = SecretMask.None;
    private volatile bool _isOld;

    /// <summary>True while no secret was used.</summary>
    public bool IsNone => !_isOld && _mask.IsNone;

    /// <summary>The text without those secrets.</summary>
    public string Apply(string text) => IsNone ? text : Mask().Apply(text, mayBeCut: true);

    /// <summary>These are in use now.</summary>
    public void Use(IEnumerable<string> values)
    {
        lock (_gate)
        {
            foreach (var value in values)
            {
                _isOld |= !_values.Remove(value);
                _values.Add(value);
            }
            if (_values.Count > MostValues)
                _values.RemoveRange(0, _values.Count - MostValues);
        }
    }

    private SecretMask Mask()
    {
        if (!_isOld)
            return _mask;
        lock (_gate)
        {
            if (_isOld)
                _mask = SecretMask.Of(_values);
            _isOld = false;
            return _mask;
        }
    }
}
