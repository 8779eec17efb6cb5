using Carillon.Core;

namespace Carillon.Engine.Definitions;

/// <summary>Adds workflow files to the folder that is watched. Nothing that is there is ever changed. Thread safe.</summary>
/// <param name="options">Where the folder is.</param>
public sealed class WorkflowFolder(EngineOptions options)
{
    /// <summary>
    /// Puts the text there whole as <c>{id}.yaml</c>; reconcile makes it live. The problem when it is not there afterwards: SCH033 there is such a file, or the server
    /// has one file instead of a folder; SCH044 the folder cannot be written.
    /// </summary>
    /// <param name="id">The workflow's id, as the text says it.</param>
    /// <param name="yaml">The text.</param>
    public Problem? Add(WorkflowId id, string yaml)
    {
        if (File.Exists(options.Workflows))
            return new Problem(ProblemCodes.StateConflict, "This server has one workflow file, not a folder to add to.");
        var path = Path.Combine(options.Workflows, id + ".yaml");
        // Hidden until it is whole: readers skip names that begin with a dot.
        var draft = Path.Combine(options.Workflows, $".{id}.{Guid.CreateVersion7():N}");
        try
        {
            File.WriteAllText(draft, yaml);
            File.Move(draft, path, overwrite: false);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            return File.Exists(path)
                ? new Problem(ProblemCodes.StateConflict, $"There is a file '{id}.yaml' already.", Suggestion: "Change that file.")
                : new Problem(ProblemCodes.FileUnreadable, $"The folder of workflows cannot be written: {e.Message}");
        }
    }
}
