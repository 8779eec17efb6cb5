using Carillon.Core.Definitions.Yaml;

namespace Carillon.Core.Definitions.Reading;

/// <summary>A task as read, with the places that later checks need.</summary>
/// <param name="Definition">The task, its needs as the file says them.</param>
/// <param name="Id">The id's place; the task's when the file gives none.</param>
/// <param name="Needs">The needs with their places.</param>
/// <param name="Sites">Its expressions.</param>
/// <param name="With">The input as it stands in the file, or null.</param>
/// <param name="Uses">The task type's place.</param>
/// <param name="Pool">The pool's place, or null.</param>
internal sealed record TaskDraft(
    TaskDefinition Definition,
    YamlValue Id,
    IReadOnlyList<YamlScalar> Needs,
    IReadOnlyList<ExpressionSite> Sites,
    YamlMapping? With,
    YamlScalar? Uses,
    YamlScalar? Pool)
{
    public string Name => Definition.Id.Value;
}
