using System.Text;

namespace Carillon.Core.History;

/// <summary>Gives the files of an archive names that every system can unpack, within the archive's own folder. One instance for each folder; not thread safe.</summary>
public sealed class ArchiveNames
{
    private const int Longest = 120;
    private const string Forbidden = "/\\:*?\"<>|";
    private static readonly string[] Reserved = ["con", "prn", "aux", "nul", .. Enumerable.Range(1, 9).SelectMany(i => new[] { $"com{i}", $"lpt{i}" })];
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The path of a file that was not taken before: <paramref name="folder"/> and <paramref name="name"/> each made safe.</summary>
    public string Take(string folder, string name)
    {
        var (place, file) = (Safe(folder), Safe(name));
        var path = $"{place}/{file}";
        for (var i = 2; !_taken.Add(path); i++)
            path = $"{place}/{i}-{file}";
        return path;
    }

    /// <summary>The name without what leads out of a folder or what some system does not take; never empty.</summary>
    public static string Safe(string name)
    {
        var safe = new StringBuilder(Math.Min(name.Length, Longest));
        foreach (var letter in name.AsSpan(0, Math.Min(name.Length, Longest)))
            safe.Append(char.IsControl(letter) || char.IsSurrogate(letter) || Forbidden.Contains(letter) ? '_' : letter);
        var text = safe.ToString().TrimEnd(' ', '.').TrimStart(' ');
        var stem = text.Split('.', 2)[0];
        return text.Length == 0 ? "_" : Reserved.Contains(stem, StringComparer.OrdinalIgnoreCase) ? "_" + text : text;
    }
}
