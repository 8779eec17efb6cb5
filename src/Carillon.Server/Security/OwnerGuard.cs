using Carillon.Core;
using Carillon.Engine.Security;
using Carillon.Server.Hosting;

namespace Carillon.Server.Security;

/// <summary>Refuses changes of what belongs to somebody else.</summary>
/// <param name="owners">Whose things are.</param>
internal sealed class OwnerGuard(Owners owners) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (Scope.Of(context.GetEndpoint()) is { IsReading: true } || Caller.Of(context) is not { IsAdmin: false } caller || context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } route })
            return next(invocation);
        var kind = route.Split('/', StringSplitOptions.RemoveEmptyEntries)[1];
        // What an owner may spend is for others to say.
        if (kind == "costs" && context.Request.RouteValues["scope"] as string is "owner")
            return Refused(context, $"Budgets of owners need the scope {AccountService.Admin}.");
        var names = owners.Of(kind, context.Request.RouteValues);
        return Owners.May(caller, names) ? next(invocation) : Refused(context, $"This belongs to {string.Join(" and ", names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => $"'{name}'"))}, and you are '{caller.Account}'.");
    }

    private static ValueTask<object?> Refused(HttpContext context, string why) => ValueTask.FromResult<object?>(
        Reply.Failed(context, StatusCodes.Status403Forbidden, new Problem(ProblemCodes.NotAllowed, why, Suggestion: "Ask the owner or an administrator.")));
}
