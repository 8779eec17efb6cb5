using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace Carillon.Server.Hosting;

/// <summary>What <c>/openapi.json</c> says beyond what the endpoints tell of themselves.</summary>
internal static class OpenApiContract
{
    private static readonly Dictionary<Type, (string? Format, string Example)> Texts = new()
    {
        [typeof(Instant)] = ("date-time", "2026-03-09T20:30:00Z"),
        [typeof(WorkflowId)] = (null, "aapl-daily"),
        [typeof(ScheduleId)] = (null, "schedule-default-aapl-daily"),
        [typeof(RunId)] = ("uuid", "019cd3b1-7d80-7c11-9d4e-2f5f3c1b7a10"),
        [typeof(TaskId)] = (null, "bars"),
    };

    /// <summary>Sets version, titles, texts and examples.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Carillon",
                Version = ServerVersion.Text,
                Description = "Workflows, their schedules and their runs. Times are UTC; lists are paged by cursor: pass next_cursor as cursor. Errors are problem details (RFC 9457) with code and problems.",
            };
            document.Servers?.Clear();
            RequiredMembers.Mark(document);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (Texts.TryGetValue(Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type, out var text))
            {
                // The component is shared: whether null may stand in its place is said where it is used.
                schema.Type = JsonSchemaType.String;
                schema.Format = text.Format;
                schema.Examples = [text.Example];
            }

            Complete(schema, context);
            RequiredMembers.Note(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var response in operation.Responses ?? [])
                AddExample(response.Value, context.Description.SupportedResponseTypes.FirstOrDefault(type => type.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture) == response.Key)?.Type);
            foreach (var (type, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                content.Example = type == "application/json" ? Examples.Request(context.Description.HttpMethod, context.Description.RelativePath ?? "") : Examples.Yaml;
            }

            return Task.CompletedTask;
        });
    }

    // What the generator leaves open: words are text, free objects have any member, and the items of a list of ids or instants are just these.
    private static void Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo;
        if (schema.Enum is { Count: > 0 })
            schema.Type ??= JsonSchemaType.String;
        if (type.Type == typeof(JsonObject))
            schema.AdditionalProperties = new OpenApiSchema();
        if (schema.Items is null && type.ElementType is { } element && Texts.ContainsKey(element))
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = Texts[element].Format };
    }

    private static void AddExample(IOpenApiResponse response, Type? type)
    {
        if (type is null || !Examples.ByType.TryGetValue(type, out var value))
            return;
        foreach (var content in response.Content?.Values ?? [])
            content.Example = JsonSerializer.SerializeToNode(value, ApiJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException(type.Name)) ?? new JsonObject();
    }
}
