namespace Carillon.Engine;

/// <summary>Paths with their symbolic links followed. It looks at the file system and changes nothing.</summary>
public static class LinkedPath
{
    private const int MostLinks = 40;

    /// <summary>Where an absolute path leads, every link on its way followed; null for one with more than 40 of them, as those in a circle are. It need not exist.</summary>
    public static string? Follow(string path)
    {
        var followed = Path.GetPathRoot(path)!;
        var rest = new Stack<string>(path[followed.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (var hops = 0; rest.TryPop(out var part);)
        {
            if (part is ".")
                continue;
            if (part is "..")
            {
                followed = Path.GetDirectoryName(followed) ?? followed;
                continue;
            }

            var next = Path.Join(followed, part);
            if (new FileInfo(next).LinkTarget is not { } link)
            {
                followed = next;
                continue;
            }

            if (++hops > MostLinks)
                return null;
            if (Path.IsPathRooted(link))
                followed = Path.GetPathRoot(link)!;
            foreach (var piece in link.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                rest.Push(piece);
        }

        return followed;
    }

    /// <summary>Whether a path is a folder or lies in it, by its letters alone. Both are absolute, without <c>..</c>.</summary>
    public static bool IsInside(string path, string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        return path.Equals(folder, StringComparison.Ordinal) || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>Whether a path leads into a folder, links of both followed. Both are absolute.</summary>
    public static bool LeadsInto(string path, string folder) => Follow(path) is { } end && Follow(folder) is { } root && IsInside(end, root);
}
