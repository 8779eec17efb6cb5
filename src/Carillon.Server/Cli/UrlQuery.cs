using System.Globalization;

namespace Carillon.Server.Cli;

/// <summary>Builds query strings.</summary>
internal static class UrlQuery
{
    /// <summary><c>?a=b&amp;c=d</c> of those that have a value, escaped; empty when none has.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> pairs)
    {
        var parts = new List<string>();
        foreach (var (name, value) in pairs)
        {
            if (value is not null)
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>A number as a query value.</summary>
    public static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
