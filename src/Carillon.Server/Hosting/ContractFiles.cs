using System.Text;
using Microsoft.AspNetCore.Http.Metadata;

namespace Carillon.Server.Hosting;

/// <summary>The contract as files under review: <c>docs/reference/openapi.json</c> and <c>endpoints.txt</c>.</summary>
internal static class ContractFiles
{
    /// <summary>One line for each endpoint: route, verb, scope, status codes; sorted by route.</summary>
    public static string Endpoints(IServiceProvider services)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var verbs = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            var codes = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => answer.StatusCode).Distinct().Order();
            foreach (var verb in verbs)
                lines.Add($"{(endpoint.RoutePattern.RawText is { Length: > 1 } route ? route.TrimEnd('/') : "/"),-45} {verb,-6} {Scope.Of(endpoint)?.Name ?? "?",-23} {string.Join(' ', codes)}".TrimEnd());
        }

        return new StringBuilder().AppendJoin('\n', lines).Append('\n').ToString();
    }

    /// <summary>The document of a running server, with one newline at its end.</summary>
    public static async Task<string> OpenApiAsync(HttpClient http, CancellationToken cancellationToken) =>
        (await http.GetStringAsync("/openapi.json", cancellationToken)).ReplaceLineEndings("\n").TrimEnd() + "\n";
}
