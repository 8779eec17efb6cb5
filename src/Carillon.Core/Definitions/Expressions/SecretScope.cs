using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>A scope in which <c>secrets.NAME</c> is there too. For the moment in which an attempt begins, and no other.</summary>
/// <param name="rest">Everything else.</param>
/// <param name="secrets">The values by name.</param>
public sealed class SecretScope(IExpressionScope rest, JsonObject secrets) : IMemberScope
{
    /// <summary>The name that paths to secrets begin with.</summary>
    internal const string Root = "secrets";

    /// <summary>True when there is a secret of that name.</summary>
    internal bool Has(string name) => secrets.ContainsKey(name);

    /// <inheritdoc/>
    public bool Success => rest.Success;

    /// <inheritdoc/>
    public bool TryGet(string name, out JsonNode? value)
    {
        if (name != Root)
            return rest.TryGet(name, out value);
        value = secrets;
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetMember(string name, string member, out JsonNode? value)
    {
        if (name == Root)
            return secrets.TryGetPropertyValue(member, out value);
        value = null;
        return rest is IMemberScope members && members.TryGetMember(name, member, out value);
    }
}
