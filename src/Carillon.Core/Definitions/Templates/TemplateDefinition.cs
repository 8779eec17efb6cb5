using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Templates;

/// <summary>A workflow with parameters, of which strategies are made. Checked and immutable.</summary>
public sealed record TemplateDefinition
{
    /// <summary>The id, unique among the templates of the project.</summary>
    public required string Id { get; init; }

    /// <summary>The name as the file says it, parameters and all; the id when it gives none.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, as the file says it.</summary>
    public string? Description { get; init; }

    /// <summary>Its parameters, in the order of the file.</summary>
    public required IReadOnlyList<InputField> Parameters { get; init; }

    /// <summary>SHA-256 of the file's text in lower-case hex.</summary>
    public required string Version { get; init; }

    /// <summary>The file as it is named in problems.</summary>
    public required string File { get; init; }

    /// <summary>The parameters as a JSON Schema (draft 2020-12) of what a strategy gives.</summary>
    public JsonObject ParametersSchema => InputSchema.ToJsonSchema(Parameters);

    internal YamlMapping Tree { get; init; } = new(1, 1);
}

/// <summary>What a file turned out to define.</summary>
/// <param name="IsTemplate">True for <c>kind: template</c>.</param>
/// <param name="Workflow">The workflow. Of a template: what it makes of its defaults, with stand-ins for parameters that must be given; good for checks and not for runs.</param>
/// <param name="Template">The template, when it is one without errors.</param>
public sealed record FileDefinition(bool IsTemplate, Checked<WorkflowDefinition> Workflow, TemplateDefinition? Template = null);
