using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Engine.Definitions;
using Carillon.Engine.History;
using Carillon.Server.Hosting;

namespace Carillon.Server.Definitions;

/// <summary><c>/api/templates</c>.</summary>
internal static class TemplateEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/templates").WithTags("strategies").Needs(Scope.ReadWorkflows);
        group.MapGet("/", List).Answers<RecordPage<TemplateView>>(400).WithSummary("Every template file, by path, with its parameters as JSON Schema and its problems.");
        group.MapGet("/{id}", Find).Answers<TemplateView>(404).WithSummary("One template with its text.");
    }

    private static IResult List(HttpContext context, Catalog catalog, string? text, string? cursor, int? limit)
    {
        var query = new Query();
        var count = query.Limit(limit);
        var after = query.Cursor("templates", cursor);
        if (query.Problems.Count > 0)
            return Reply.Failed(context, query.Problems);
        var entries = catalog.Entries;
        var found = entries
            .Where(entry => entry.IsTemplate && (after is null || string.CompareOrdinal(entry.Path, after) > 0))
            .Where(entry => text is null || entry.Path.Contains(text, StringComparison.OrdinalIgnoreCase) || $"{entry.Template?.Id} {entry.Template?.Name}".Contains(text, StringComparison.OrdinalIgnoreCase))
            .Take(count + 1)
            .ToList();
        return TypedResults.Ok(new RecordPage<TemplateView>(
            [.. found.Take(count).Select(entry => TemplateView.From(entry, entries) with { Yaml = null })],
            found.Count > count ? found[count - 1].Path : null).Sealed("templates"));
    }

    private static IResult Find(HttpContext context, Catalog catalog, string id) =>
        catalog.Snapshot.Templates.GetValueOrDefault(id) is { } entry
            ? TypedResults.Ok(TemplateView.From(entry, catalog.Entries))
            : Reply.Failed(context, StatusCodes.Status404NotFound, Reply.Missing(ProblemCodes.TemplateNotFound, "template", id));
}

/// <summary>A template. <c>id</c> is null for a file that has not been valid since the server started.</summary>
internal sealed record TemplateView
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public required string Path { get; init; }

    /// <summary>SHA-256 of the text.</summary>
    public string? Version { get; init; }

    /// <summary>False when the file has errors: its strategies run on with their last good version.</summary>
    public required bool Valid { get; init; }

    public required IReadOnlyList<ProblemView> Problems { get; init; }

    /// <summary>JSON Schema of what a strategy gives.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>How many strategies are made of it.</summary>
    public required int StrategyCount { get; init; }

    /// <summary>The file's text; null in lists.</summary>
    public string? Yaml { get; init; }

    public static TemplateView From(CatalogEntry entry, IReadOnlyList<CatalogEntry> all) => new()
    {
        Id = entry.Template?.Id,
        Name = entry.Template?.Name,
        Description = entry.Template?.Description,
        Path = entry.Path,
        Version = entry.Template?.Version,
        Valid = !entry.Stale,
        Problems = [.. entry.Problems.Select(ProblemView.From)],
        Parameters = entry.Template?.ParametersSchema,
        StrategyCount = entry.Template is { } template ? all.Count(e => e.Strategy?.Template == template.Id) : 0,
        Yaml = entry.Text,
    };
}
