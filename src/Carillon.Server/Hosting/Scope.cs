namespace Carillon.Server.Hosting;

/// <summary>What a caller will have to be allowed to do for an endpoint, said next to each endpoint or once for a group. The contract lists it; nothing asks for it yet.</summary>
/// <param name="Name">As tokens will carry it.</param>
/// <param name="IsReading">True when it changes nothing, whatever the verb.</param>
internal sealed record Scope(string Name, bool IsReading)
{
    public static readonly Scope Public = new("public", true);
    public static readonly Scope ReadWorkflows = new("workflow:read", true);
    public static readonly Scope WriteWorkflows = new("workflow:write", false);
    public static readonly Scope ReadSchedules = new("workflow.schedule:read", true);
    public static readonly Scope WriteSchedules = new("workflow.schedule:write", false);
    public static readonly Scope ExecuteRuns = new("run:execute", false);
    public static readonly Scope Admin = new("admin", false);
    public static readonly Scope ExportInternally = new("internal:export", true);

    /// <summary>That of the endpoint; the endpoint's own comes before its group's.</summary>
    public static Scope? Of(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<Scope>();
}

/// <summary>Says what an endpoint needs.</summary>
internal static class ScopeMetadata
{
    /// <summary>Callers need this scope.</summary>
    public static T Needs<T>(this T builder, Scope scope)
        where T : IEndpointConventionBuilder => builder.WithMetadata(scope);
}
