using System.Globalization;

namespace Carillon.Server.Hosting;

/// <summary>
/// How many connections clients may hold at once. A process without a file handle left cannot even load code and dies, so clients get a quarter of the
/// handles that the system allows it; the rest is for the database, tasks and files.
/// </summary>
internal static class ConnectionLimit
{
    private const int Most = 16_384;
    private const string Limits = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>The number for this process.</summary>
    public static long Connections { get; } = Handles() is { } handles ? Math.Clamp(handles / 4, 16, Most) : Most;

    /// <summary>How many files it may have open; null where that is not limited or not known.</summary>
    private static long? Handles()
    {
        if (!File.Exists(Limits))
            return null;
        var row = File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        return long.TryParse(row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture, out var soft) ? soft : null;
    }
}
