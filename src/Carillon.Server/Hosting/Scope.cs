using Carillon.Core;

namespace Carillon.Server.Hosting;

/// <summary>What a caller must be allowed to do for an endpoint, said next to each endpoint or once for a group. An endpoint without one needs <see cref="Admin"/>.</summary>
/// <param name="Name">As tokens will carry it.</param>
/// <param name="IsReading">True when it changes nothing, whatever the verb.</param>
internal sealed record Scope(string Name, bool IsReading)
{
    public static readonly Scope Public = new("public", true);

    /// <summary>For everybody with an account, whatever its scopes.</summary>
    public static readonly Scope SignedIn = new("signed-in", false);
    public static readonly Scope ReadWorkflows = new("workflow:read", true);
    public static readonly Scope WriteWorkflows = new("workflow:write", false);
    public static readonly Scope ReadSchedules = new("workflow.schedule:read", true);
    public static readonly Scope WriteSchedules = new("workflow.schedule:write", false);
    public static readonly Scope ExecuteRuns = new("run:execute", false);
    public static readonly Scope Admin = new("admin", false);
    public static readonly Scope ExportInternally = new("internal:export", true);

    /// <summary>Those that accounts and tokens carry.</summary>
    public static readonly IReadOnlyList<Scope> All = [ReadWorkflows, WriteWorkflows, ReadSchedules, WriteSchedules, ExecuteRuns, Admin, ExportInternally];

    /// <summary>What is wrong with names of scopes; null when nothing is.</summary>
    public static Problem? Check(IReadOnlyList<string?>? names)
    {
        if (names is not { Count: > 0 })
            return new Problem(ProblemCodes.InvalidValue, $"'scopes' must be a list of one or more of: {Names}.") { Field = "scopes" };
        var unknown = names.Where(name => !All.Any(scope => scope.Name == name)).ToList();
        return unknown.Count > 0 ? new Problem(ProblemCodes.InvalidValue, $"'{unknown[0]}' is no scope. There are: {Names}.") { Field = "scopes" } : null;
    }

    private static string Names => string.Join(", ", All.Select(scope => scope.Name));

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
