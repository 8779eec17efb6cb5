namespace Carillon.Core.Definitions;

/// <summary>
/// How much text may still be matched against patterns while one file, or one input, is read. The matcher is linear in the text, but a pattern of a few letters can make
/// each letter cost microseconds. Not thread safe.
/// </summary>
internal sealed class PatternAllowance
{
    /// <summary>Characters in all; even the dearest pattern takes less than a second for them.</summary>
    public const int Most = 20_000;

    private int _left = Most;

    /// <summary>True when so many characters may be matched; they are spent then.</summary>
    public bool Take(int characters)
    {
        if (characters > _left)
            return false;
        _left -= characters;
        return true;
    }
}
