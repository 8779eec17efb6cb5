using System.IO.Enumeration;
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
        var found = new Dictionary<string, FoundFile>(StringComparer.Ordinal);
        foreach (var file in List())
        {
            var name = Name(file.FullName);
            // Two names that are no text can look alike.
            if (!found.TryAdd(name, Read(file, name)))
                found[name] = Unreadable(name, ProblemCodes.FileUnreadable, "Several files are called so, once what is no text in their names is left out.");
        }

        _known = found;
        return [.. found.Values.OrderBy(f => !_isFile || f.Path != Path.GetFileName(root)).ThenBy(f => f.Path, StringComparer.Ordinal)];
    }

    private List<FileSystemInfo> List()
    {
        if (_isFile && !neighbors)
            return [new FileInfo(root)];
        // Of neighbors, what cannot be listed is none of a run's business. A link to a folder is found but not gone into: it could lead anywhere, or in a circle.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = _isFile, AttributesToSkip = default };
        List<FileSystemInfo> found =
        [
            .. new FileSystemEnumerable<FileSystemInfo>(_folder, Found, options)
            {
                ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.FileName.StartsWith('.') && !Is(ref entry, FileAttributes.ReparsePoint),
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.FileName.StartsWith('.')
                    && (Is(ref entry, FileAttributes.Directory) ? Is(ref entry, FileAttributes.ReparsePoint) : Path.GetExtension(entry.FileName) is ".yaml" or ".yml"),
            }.Where(f => !IsHidden(f.FullName)),
        ];
        // The file that was named counts whatever it is called.
        if (_isFile && !found.Exists(f => Name(f.FullName) == Path.GetFileName(root)))
            found.Add(new FileInfo(root));
        return found;
    }

    // A name that is no text can be longer as text than the system takes: that file is told of when it is read, and the others are read.
    private static FileSystemInfo Found(ref FileSystemEntry entry)
    {
        try
        {
            return entry.ToFileSystemInfo();
        }
        catch (IOException)
        {
            return new FileInfo(entry.ToFullPath());
        }
    }

    private static bool Is(ref FileSystemEntry entry, FileAttributes attribute)
    {
        try
        {
            return entry.Attributes.HasFlag(attribute);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string Name(string file) => Path.GetRelativePath(_folder, file).Replace('\\', '/');

    private bool IsHidden(string file) => Name(file).Split('/').Any(part => part.StartsWith('.'));

    private FoundFile Read(FileSystemInfo found, string name)
    {
        try
        {
            if (found is not FileInfo file)
                return Unreadable(name, ProblemCodes.FileUnreadable, "This is a link to a folder, which is not followed.", "Put the folder itself here, or serve the one that it leads to.");
            if (!_isFile && file.Attributes.HasFlag(FileAttributes.ReparsePoint) && !LinkedPath.LeadsInto(file.FullName, Path.GetFullPath(_folder)))
                return Unreadable(name, ProblemCodes.FileUnreadable, "This is a link that leads out of the workflows folder.", "Put the file itself here.");
            if (_known.TryGetValue(name, out var known) && known.Problem is null && known.WrittenAt == file.LastWriteTimeUtc && known.Size == file.Length)
                return known;
            if (file.Length > MaxBytes)
                return Unreadable(name, ProblemCodes.TooLarge, $"The file has {file.Length:N0} bytes; a workflow file may have at most {MaxBytes:N0}.");
            // What is no file, as a pipe or a device, has no length, and reading it may never end.
            return new FoundFile(name, file.LastWriteTimeUtc, file.Length, file.Length == 0 ? "" : File.ReadAllText(file.FullName), Problem: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(name, ProblemCodes.FileUnreadable, $"The file cannot be read: {e.Message}");
        }
    }

    private static FoundFile Unreadable(string name, string code, string message, string? suggestion = null) =>
        new(name, default, -1, "", new Problem(code, message, new SourceLocation(name, 1, 1), suggestion));
}
