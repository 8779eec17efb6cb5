namespace Carillon.Adapters.Market;

/// <summary>File names from foreign text.</summary>
internal static class ArtifactNames
{
    /// <summary>For example <c>bars-AAPL.csv</c>: whatever is not a letter, a digit, a dot, a hyphen or an underscore of ASCII becomes an underscore, so that no symbol leads out of a folder.</summary>
    public static string Of(string prefix, string text, string ending)
    {
        var safe = string.Concat(text.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        return $"{prefix}-{safe.TrimStart('.')}.{ending}";
    }
}
