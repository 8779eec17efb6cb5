using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Engine.Definitions;
using Carillon.Server.Hosting;

namespace Carillon.Server.Definitions;

/// <summary><c>/api/schemas</c>: the JSON Schemas of documents, for editors.</summary>
internal static class SchemaEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/schemas").WithTags("workflows").Needs(Scope.ReadWorkflows);
        group.MapGet("/workflow", (HttpContext context, Catalog catalog) => Answer(context, WorkflowSchema.ToJsonSchema(catalog.Context.TaskTypes)))
            .Answers<JsonObject>().Produces(304).WithSummary("The JSON Schema (draft 2020-12) of workflow files, with what every task type of this server takes.");
        group.MapGet("/calendar", (HttpContext context) => Answer(context, WorkflowSchema.ToCalendarSchema()))
            .Answers<JsonObject>().Produces(304).WithSummary("The JSON Schema (draft 2020-12) of calendar files.");
    }

    private static IResult Answer(HttpContext context, JsonObject schema) => Revision.Answer(context, schema, AnswerJson.Context.JsonObject);
}
