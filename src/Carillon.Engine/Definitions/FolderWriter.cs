using System.Text;
using Carillon.Core;
using Carillon.Core.Definitions;

namespace Carillon.Engine.Definitions;

/// <summary>Writes workflow files into the folder that the engine reads. Every file appears whole or not at all.</summary>
internal sealed class FolderWriter(string folder)
{
    private const int MaxPath = 200;

    /// <summary>What file systems take for one part of a path, less what is added while a file is written; in bytes of UTF-8.</summary>
    private const int MaxPart = 200;

    /// <summary>What is wrong with these paths: each must be a plain relative one that the folder's reader would read.</summary>
    public IReadOnlyList<Problem> Check(IEnumerable<DefinitionFile> files)
    {
        var problems = new List<Problem>();
        if (!Directory.Exists(folder))
            problems.Add(new Problem(ProblemCodes.StateConflict, "This server reads a single file, not a folder; there is nowhere to write workflows to."));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in files.Select(file => file.Path))
        {
            var parts = path.Split('/');
            var isPlain = path.Length <= MaxPath
                && Path.GetExtension(path) is ".yaml" or ".yml"
                && Array.TrueForAll(parts, part => part.Length > 0 && part[0] != '.' && Encoding.UTF8.GetByteCount(part) <= MaxPart && part.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' '));
            if (!isPlain)
                problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'{Shown(path)}' is no path of a workflow file.", Suggestion: "Write a relative path of letters, digits, '-', '_' and '.', with '/', that ends in .yaml and has no part that begins with '.'."));
            else if (!seen.Add(path))
                problems.Add(new Problem(ProblemCodes.Duplicate, $"The file '{path}' is there twice."));
            else if (LeadsOut(parts))
                problems.Add(new Problem(ProblemCodes.InvalidRequest, $"'{Shown(path)}' leads through a link to another folder, which is not followed.", Suggestion: "Choose a folder that is no link."));
        }

        return problems;
    }

    /// <summary>Writes files, new and changed ones first, then deletes. What was written when it fails stays written.</summary>
    /// <exception cref="IOException">A file cannot be written or deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Write(IEnumerable<DefinitionFile> changed, IEnumerable<string> gone)
    {
        foreach (var file in changed)
        {
            var target = Place(file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            // Hidden, so that no pass reads it before it is whole.
            var half = Path.Combine(Path.GetDirectoryName(target)!, $".{Guid.NewGuid():N}.part");
            try
            {
                using (var stream = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
                {
                    stream.Write(Encoding.UTF8.GetBytes(file.Text));
                    stream.Flush(flushToDisk: true);
                }

                File.Move(half, target, overwrite: true);
            }
            finally
            {
                File.Delete(half);
            }
        }

        foreach (var path in gone)
            File.Delete(Place(path));
    }

    private bool LeadsOut(string[] parts) =>
        Enumerable.Range(1, parts.Length - 1).Any(count => new DirectoryInfo(Path.Combine([folder, .. parts[..count]])).LinkTarget is not null);

    private string Place(string path) => Path.Combine([folder, .. path.Split('/')]);

    private static string Shown(string path) => path.Length <= 60 ? path : string.Concat(path.AsSpan(0, 60), "…");
}
