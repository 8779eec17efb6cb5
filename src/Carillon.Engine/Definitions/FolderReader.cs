using Carillon.Core;

namespace Carillon.Engine.Definitions;

/// <summary>A file as found: its text, or why it could not be read.</summary>
internal sealed record FoundFile(string Path, DateTime WrittenAt, long Size, string Text, Problem? Problem);

/// <summary>Reads the workflow files of a folder, or one file, alone or with its neighbors. A file that has not changed since the last pass is not read again.</summary>
internal sealed class FolderReader(string root, bool neighbors = false)
{
    private readonly bool _isFile = File.Exists(root);
    private readonly string _folder = File.Exists(root) ? Path.GetDirectoryName(Path.GetFullPath(root))! : root;
    private const long MaxBytes = 1024 * 1024;
    private Dictionary<string, FoundFile> _known = new(StringComparer.Ordinal);

    /// <summary>Every file in order of its path; a file with neighbors comes before them. Throws when the folder cannot be listed: an empty list must mean an empty folder.</summary>
    public IReadOnlyList<FoundFile> Read()
    {
        var found = List().ToDictionary(f => Name(f.FullName), Read, StringComparer.Ordinal);
        _known = found;
        return [.. found.Values.OrderBy(f => !_isFile || f.Path != Path.GetFileName(root)).ThenBy(f => f.Path, StringComparer.Ordinal)];
    }

    private List<FileInfo> List()
    {
        if (_isFile && !neighbors)
            return [new FileInfo(root)];
        // Of neighbors, what cannot be listed is none of a run's business.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = _isFile };
        List<FileInfo> found = [.. new DirectoryInfo(_folder).EnumerateFiles("*", options).Where(f => f.Extension is ".yaml" or ".yml" && !IsHidden(f.FullName))];
        // The file that was named counts whatever it is called.
        if (_isFile && !found.Exists(f => Name(f.FullName) == Path.GetFileName(root)))
            found.Add(new FileInfo(root));
        return found;
    }

    private string Name(string file) => Path.GetRelativePath(_folder, file).Replace('\\', '/');

    private bool IsHidden(string file) => Name(file).Split('/').Any(part => part.StartsWith('.'));

    private FoundFile Read(FileInfo file)
    {
        var name = Name(file.FullName);
        try
        {
            if (_known.TryGetValue(name, out var known) && known.Problem is null && known.WrittenAt == file.LastWriteTimeUtc && known.Size == file.Length)
                return known;
            if (file.Length > MaxBytes)
                return Unreadable(ProblemCodes.TooLarge, $"The file has {file.Length:N0} bytes; a workflow file may have at most {MaxBytes:N0}.");
            return new FoundFile(name, file.LastWriteTimeUtc, file.Length, File.ReadAllText(file.FullName), Problem: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(ProblemCodes.FileUnreadable, $"The file cannot be read: {e.Message}");
        }

        FoundFile Unreadable(string code, string message) =>
            new(name, default, -1, "", new Problem(code, message, new SourceLocation(name, 1, 1)));
    }
}
