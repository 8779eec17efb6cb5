namespace Carillon.Core.Definitions;

/// <summary>What a definition is read against.</summary>
/// <param name="TaskTypes">The task types that exist.</param>
/// <param name="DefaultTimezone">The zone of schedules that name none. Default <c>UTC</c>.</param>
/// <param name="Project">The project, part of schedule ids (and so of <c>H</c> in cron and of jitter). Default <c>default</c>.</param>
public sealed record DefinitionContext(TaskTypeList TaskTypes, string DefaultTimezone = "UTC", string Project = "default");

/// <summary>Reads workflow files.</summary>
public static class DefinitionParser
{
    /// <summary>Parses one file: the definition with perhaps warnings, or every problem with its place. Never throws on bad text.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">The name to print in locations.</param>
    /// <param name="context">What it is read against.</param>
    public static Checked<WorkflowDefinition> Parse(string text, string file, DefinitionContext context) =>
        throw new NotSupportedException("written by the definitions slice " + text + file + context);
}
