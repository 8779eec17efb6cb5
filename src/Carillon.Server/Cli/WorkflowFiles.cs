using Carillon.Core;

namespace Carillon.Server.Cli;

/// <summary>Finds and reads workflow files for the verbs that work without a server.</summary>
internal static class WorkflowFiles
{
    /// <summary>The files named, and those in the folders named: <c>*.yaml</c> and <c>*.yml</c>, sorted, nothing hidden.</summary>
    public static (IReadOnlyList<string> Paths, IReadOnlyList<Problem> Problems) Find(IEnumerable<string> paths)
    {
        var files = new List<string>();
        var problems = new List<Problem>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                var found = InFolder(path);
                if (found.Length == 0)
                    problems.Add(new Problem(ProblemCodes.FileUnreadable, $"The folder '{path}' has no .yaml or .yml file."));
                files.AddRange(found);
            }
            else
            {
                files.Add(path);
            }
        }

        return (files.Distinct(StringComparer.Ordinal).ToList(), problems);
    }

    /// <summary>The text of a file, or why it cannot be read.</summary>
    public static Checked<string> Read(string path)
    {
        try
        {
            return Checked<string>.Ok(File.ReadAllText(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Checked<string>.Bad(new Problem(ProblemCodes.FileUnreadable, $"The file '{path}' does not exist."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Checked<string>.Bad(new Problem(ProblemCodes.FileUnreadable, $"The file '{path}' cannot be read: {e.Message}"));
        }
    }

    private static string[] InFolder(string folder) => [.. Directory
        .EnumerateFiles(folder, "*.y*ml", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System })
        .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
        .Order(StringComparer.Ordinal)];
}
