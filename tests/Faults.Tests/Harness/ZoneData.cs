using System.Text;
using NodaTime;

namespace Carillon.Faults.Tests;

/// <summary>Releases of the zone database that nobody has published: the bundled one with names exchanged.</summary>
internal static class ZoneData
{
    /// <summary>Writes one in which a zone has another name.</summary>
    public static string Without(FaultFolder folder, string zone) => Write(folder, "without", (zone, zone[..^1] + '_'));

    /// <summary>Writes one in which each of two zones has the rules of the other. Their names are equally long.</summary>
    public static string Swapped(FaultFolder folder, string one, string other) => Write(folder, "swapped", (one, new string('#', one.Length)), (other, one), (new string('#', one.Length), other));

    private static string Write(FaultFolder folder, string name, params (string From, string To)[] names)
    {
        var assembly = typeof(Instant).Assembly;
        using var resource = assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(found => found.EndsWith(".nzd", StringComparison.Ordinal)))!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        var data = copy.ToArray();
        foreach (var (from, to) in names)
            Replace(data, Encoding.UTF8.GetBytes(from), Encoding.UTF8.GetBytes(to));
        var path = Path.Combine(folder.Root, name + ".nzd");
        File.WriteAllBytes(path, data);
        return path;
    }

    // A name is written with its length before it: within a longer one it is another name.
    private static void Replace(byte[] data, byte[] from, byte[] to)
    {
        byte[] sought = [(byte)from.Length, .. from];
        var any = false;
        for (var at = 0; data.AsSpan(at).IndexOf(sought) is >= 0 and var found; at += found + sought.Length)
        {
            to.CopyTo(data, at + found + 1);
            any = true;
        }
        if (!any)
            throw new InvalidOperationException($"{Encoding.UTF8.GetString(from)} is not in the zone database.");
    }
}
