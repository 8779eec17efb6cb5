using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Server.Hosting;
using Carillon.Server.Runs;
using Microsoft.Net.Http.Headers;

namespace Carillon.Server.History;

/// <summary><c>/api/runs/{id}/artifacts</c>: the files that tasks kept.</summary>
internal static class ArtifactEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs/{id}/artifacts").WithTags("artifacts").Needs(Scope.ReadWorkflows);
        group.MapGet("/", List).Answers<ItemList<ArtifactRecord>>(404).WithSummary("What the run kept, oldest first.");
        group.MapGet("/{artifactId}", Download)
            .Produces(200, contentType: "application/octet-stream")
            .Produces(206, contentType: "application/octet-stream")
            .Produces<ApiProblem>(404, Reply.ProblemType)
            .Produces(416)
            .WithSummary("The file itself, with its own media type; ranges are served. With download=true it is offered for saving.");
    }

    private static IResult List(HttpContext context, RunReader runs, ArtifactReader artifacts, string id) =>
        runs.Find(new RunId(id)) is null
            ? Reply.Failed(context, RunEndpoints.Missing(id))
            : TypedResults.Ok(new ItemList<ArtifactRecord>(artifacts.List(new RunId(id))));

    private static IResult Download(HttpContext context, ArtifactReader artifacts, string id, string artifactId, bool? download)
    {
        if (artifacts.Find(new RunId(id), artifactId) is not { } found)
            return Reply.Failed(context, Reply.Missing(ProblemCodes.PartNotFound, $"artifact of run '{id}'", artifactId));
        if (!File.Exists(found.Path))
            return Reply.Failed(context, new Problem(ProblemCodes.PartNotFound, $"The file of artifact '{found.Artifact.Name}' is gone.", Suggestion: "Look for it in a backup of the data folder."));

        // A page or a picture that a task made must not act as a page of this server.
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "private, max-age=3600";
        var disposition = new ContentDispositionHeaderValue(download == true ? "attachment" : "inline");
        disposition.SetHttpFileName(Path.GetFileName(found.Artifact.Name));
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return TypedResults.PhysicalFile(
            found.Path,
            MediaType(found.Artifact.MediaType),
            lastModified: found.Artifact.CreatedAt.ToDateTimeOffset(),
            entityTag: new EntityTagHeaderValue($"\"{found.Artifact.Sha256}\""),
            enableRangeProcessing: true);
    }

    private static string MediaType(string stored) => MediaTypeHeaderValue.TryParse(stored, out var type)
        ? type.Charset.HasValue || !type.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? type.ToString() : type + "; charset=utf-8"
        : "application/octet-stream";
}
