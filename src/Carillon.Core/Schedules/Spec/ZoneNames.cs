using NodaTime;

namespace Carillon.Core.Schedules;

/// <summary>Finds the zone that was likely meant.</summary>
internal static class ZoneNames
{
    /// <summary>No name of a zone is longer.</summary>
    private const int MaxLength = 64;

    private static readonly Dictionary<string, string> Nicknames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EDT"] = "America/New_York",
        ["CST"] = "America/Chicago",
        ["CDT"] = "America/Chicago",
        ["MDT"] = "America/Denver",
        ["PST"] = "America/Los_Angeles",
        ["PDT"] = "America/Los_Angeles",
        ["BST"] = "Europe/London",
        ["CEST"] = "Europe/Paris",
        ["IST"] = "Asia/Kolkata",
        ["JST"] = "Asia/Tokyo",
        ["Eastern Standard Time"] = "America/New_York",
        ["Pacific Standard Time"] = "America/Los_Angeles",
        ["Z"] = "UTC",
    };

    /// <summary>Names of the database that stand for no place, with the place that is likely meant.</summary>
    private static readonly Dictionary<string, string> Places = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EST"] = "America/New_York",
        ["EST5EDT"] = "America/New_York",
        ["CST6CDT"] = "America/Chicago",
        ["MST"] = "America/Denver",
        ["MST7MDT"] = "America/Denver",
        ["PST8PDT"] = "America/Los_Angeles",
        ["HST"] = "Pacific/Honolulu",
        ["WET"] = "Europe/Lisbon",
        ["CET"] = "Europe/Berlin",
        ["MET"] = "Europe/Berlin",
        ["EET"] = "Europe/Athens",
    };

    /// <summary>The place that an abbreviation in the database likely means; null for every other name.</summary>
    public static string? Place(string name) => Places.GetValueOrDefault(name);

    /// <summary>The IANA name nearest to <paramref name="name"/>, or null when none is near.</summary>
    public static string? Nearest(string name)
    {
        if (Nicknames.TryGetValue(name, out var meant))
            return meant;
        // UTC+2 is an offset, not a misspelt zone: any name would be a guess.
        if (name.Length > MaxLength || (name.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) && name.Length > 3))
            return null;
        var tidy = name.Replace(' ', '_');
        var ids = ZoneDatabase.Zones.Ids;
        return ids.FirstOrDefault(id => id.Equals(tidy, StringComparison.OrdinalIgnoreCase))
            ?? ids.Where(id => id.EndsWith("/" + tidy, StringComparison.OrdinalIgnoreCase)).MinBy(id => id.Length)
            ?? Definitions.Nearest.Find(tidy, ids);
    }
}
