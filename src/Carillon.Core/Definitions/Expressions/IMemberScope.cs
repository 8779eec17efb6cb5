using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>
/// A scope that answers <c>root.member</c> at once, so that <c>tasks.bars</c> does not need the outputs of every other task
/// put together first. Thread safe; what it hands out is shared and only to be read.
/// </summary>
public interface IMemberScope : IExpressionScope
{
    /// <summary>The value of <paramref name="member"/> of the root <paramref name="name"/>. False: ask <see cref="IExpressionScope.TryGet"/> instead.</summary>
    bool TryGetMember(string name, string member, out JsonNode? value);
}
