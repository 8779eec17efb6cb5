using Carillon.Core.Schedules;
using Carillon.Engine;
using Carillon.Engine.Storage;
using NodaTime;
using NodaTime.TimeZones;

namespace Carillon.Server.Hosting;

/// <summary><c>/api/about</c>: what the head of a page needs to know of this server.</summary>
internal static class AboutEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/about", Read).Needs(Scope.SignedIn).WithTags("system").Answers<AboutView>()
        .WithSummary("The project, the program and its clock, and whether documents may be changed here.");

    private static IResult Read(ServerOptions options, ServerClock clock, TimeProvider time) => TypedResults.Ok(new AboutView
    {
        Project = options.Engine.Project,
        Version = ServerVersion.Text,
        Node = options.Engine.Node,
        StartedAt = clock.StartedAt,
        Now = time.Now(),
        Tzdb = ZoneDatabase.Release,
        DefaultTimezone = options.Engine.DefaultTimezone,
        Editing = options.Editing.Users is not { Count: 0 },
        Editors = options.Editing.Users,
        KeepsRunsDays = (int)options.Engine.KeepRuns.TotalDays,
    });
}

/// <summary>What this server is.</summary>
internal sealed record AboutView
{
    public required string Project { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The name of the process that answers.</summary>
    public required string Node { get; init; }

    /// <summary>Since when it runs.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>The time by its clock, which decides what is due.</summary>
    public required Instant Now { get; init; }

    /// <summary>The release of the time zone rules, for example <c>2025b</c>.</summary>
    public required string Tzdb { get; init; }

    /// <summary>The zone of schedules that name none.</summary>
    public required string DefaultTimezone { get; init; }

    /// <summary>Whether anybody may change schedules, workflows and strategies over the API.</summary>
    public required bool Editing { get; init; }

    /// <summary>Who may; null for everybody.</summary>
    public IReadOnlyList<string>? Editors { get; init; }

    /// <summary>For how many days ended runs are kept; what became of occurrences is kept for ever.</summary>
    public required int KeepsRunsDays { get; init; }
}
