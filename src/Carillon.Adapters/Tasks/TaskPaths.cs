using Carillon.Engine;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Tasks;

/// <summary>
/// Turns the paths of inputs into absolute ones and keeps them inside: relative ones start in the workflows' folder,
/// <c>work:</c> ones in the attempt's own; absolute ones may only be read, and only below the folders meant for it.
/// <c>..</c> and symbolic links that lead out are refused.
/// </summary>
/// <param name="baseFolder">The workflows' folder.</param>
/// <param name="workFolder">Makes the attempt's own; null where there is none.</param>
/// <param name="options">What the operator allows.</param>
internal sealed class TaskPaths(string baseFolder, Func<string>? workFolder, TaskOptions options)
{
    private const string WorkPrefix = "work:";

    /// <summary>Those of an attempt.</summary>
    public TaskPaths(TaskContext context, TaskOptions options)
        : this(context.BaseFolder, () => context.WorkFolder, options)
    {
    }

    /// <summary>The path of something to read. It need not exist.</summary>
    /// <exception cref="TaskFailedException">It leads out of its folder (class <c>input</c>).</exception>
    public string ToRead(string path) => Resolve(path, [.. Own, .. options.ReadFolders]);

    /// <summary>The path of something to write, make or delete. It need not exist.</summary>
    /// <exception cref="TaskFailedException">It leads out of its folder (class <c>input</c>).</exception>
    public string ToWrite(string path) => Resolve(path, Own);

    private string Work => workFolder?.Invoke() ?? throw TaskFailures.Input("there is no work folder here");

    private string[] Own => workFolder is null ? [baseFolder] : [baseFolder, workFolder()];

    private string Resolve(string path, string[] roots)
    {
        if (path.Length == 0 || path.Contains('\0')) throw TaskFailures.Input("a path is empty or has a zero character");
        string full;
        if (path.StartsWith(WorkPrefix, StringComparison.Ordinal))
            (full, roots) = (Below(Work, path[WorkPrefix.Length..]), [Work]);
        else if (Path.IsPathRooted(path))
            full = Path.GetFullPath(path);
        else
            (full, roots) = (Below(baseFolder, path), [baseFolder]);

        // Both sides with their links followed: the root may itself be reached through one, the path may not lead out by one.
        if (LinkedPath.Follow(full) is null) throw TaskFailures.Input($"path '{path}' has too many symbolic links");
        if (!roots.Any(root => LinkedPath.IsInside(full, Path.GetFullPath(root)) && LinkedPath.LeadsInto(full, Path.GetFullPath(root))))
            throw TaskFailures.Input($"path '{path}' leads out of the folders that tasks may use");
        return full;
    }

    private static string Below(string root, string relative) => Path.GetFullPath(Path.Join(root, relative));
}
