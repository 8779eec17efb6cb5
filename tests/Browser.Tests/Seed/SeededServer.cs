using System.Net;
using System.Text.Json.Nodes;
using Carillon.Server.Tests;
using NodaTime;

namespace Carillon.Browser.Tests;

/// <summary>A server as after some weeks of use, the same each time: for tests of pages and for their pictures.</summary>
public sealed class SeededServer : IAsyncLifetime
{
    /// <summary>When the server starts by its own clock, which goes on from here: a Tuesday, 10:40 in New York, two days after its clocks went forward.</summary>
    public static readonly Instant Now = Instant.FromUtc(2026, 3, 10, 14, 40);

    /// <summary>The zone of the person at the browser.</summary>
    public const string ViewerZone = "Europe/Berlin";

    private readonly ServerFixture _server = new() { Engine = options => options with { Time = new ShiftedTime(Now), RunSchedules = false } };

    public string Url => _server.Url;

    /// <summary>Ids by the names that paths of tests use: <c>{schedule}</c>.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>The path with ids in place of their names.</summary>
    public string Fill(string path) => Ids.Aggregate(path, (text, id) => text.Replace("{" + id.Key + "}", Uri.EscapeDataString(id.Value), StringComparison.Ordinal));

    public Task<JsonNode> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK) => _server.GetAsync(path, expected);

    public Task<JsonNode> PostAsync(string path, string? json = null, HttpStatusCode expected = HttpStatusCode.OK) => _server.PostAsync(path, json, expected);

    public async Task InitializeAsync()
    {
        if (Chromium.WhyNot is not null)
            return;
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();
}
