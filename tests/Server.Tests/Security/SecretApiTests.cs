using System.Net;
using System.Text.Json.Nodes;

namespace Carillon.Server.Tests.Security;

/// <summary>Secrets over the API: administrators set them, readers see their names, nobody their values, and the audit trail who it was.</summary>
public sealed class SecretApiTests : IAsyncLifetime
{
    private const string Value = "v4lue-that-nobody-sees";

    private SignedServer _signed = null!;

    public async Task InitializeAsync()
    {
        _signed = await SignedServer.StartAsync();
        await _signed.PersonAsync("ann", "workflow:read", "workflow:write");
    }

    public async Task DisposeAsync() => await _signed.DisposeAsync();

    [Fact]
    public async Task An_administrator_sets_it_and_no_answer_has_its_value()
    {
        using var root = await _signed.SignedInAsync("root");
        using var ann = await _signed.SignedInAsync("ann");
        var answers = new List<string>();
        foreach (var (verb, path, body) in new (HttpMethod, string, JsonObject?)[]
        {
            (HttpMethod.Put, "/api/secrets/TOKEN", new JsonObject { ["value"] = Value }), (HttpMethod.Get, "/api/secrets", null), (HttpMethod.Get, "/api/secrets/TOKEN", null),
            (HttpMethod.Get, "/api/secret-keys", null), (HttpMethod.Get, "/api/audit", null),
        })
        {
            using var answer = await SendAsync(root, verb, path, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answers.Add(await answer.Content.ReadAsStringAsync());
        }
        using (var answer = await SendAsync(ann, HttpMethod.Get, "/api/secrets"))
            answers.Add(await answer.Content.ReadAsStringAsync());

        answers.Where(answer => answer.Contains(Value, StringComparison.Ordinal)).ShouldBeEmpty();
        var listed = JsonNode.Parse(answers[^1])!["items"]![0]!;
        (listed["name"]!.ToString(), listed["provider"]!.ToString(), listed["version"]!.GetValue<int>(), listed["updated_by"]!.ToString()).ShouldBe(("TOKEN", "stored", 1, "root"));
        var told = JsonNode.Parse(answers[4])!["items"]!.AsArray().Single(entry => entry!["subject"]!.ToString() == "secret")!;
        (told["actor"]!.ToString(), told["action"]!.ToString(), told["subject_id"]!.ToString()).ShouldBe(("root", "set", "TOKEN"));
    }

    [Fact]
    public async Task Who_is_no_administrator_changes_none()
    {
        using var ann = await _signed.SignedInAsync("ann");
        foreach (var (verb, path, body) in new (HttpMethod, string, JsonObject?)[]
        {
            (HttpMethod.Put, "/api/secrets/TOKEN", new JsonObject { ["value"] = Value }), (HttpMethod.Delete, "/api/secrets/TOKEN", null), (HttpMethod.Get, "/api/secret-keys", null),
            (HttpMethod.Put, "/api/connections/shop", new JsonObject { ["kind"] = "http" }), (HttpMethod.Delete, "/api/connections/shop", null), (HttpMethod.Post, "/api/connections/shop/check", null),
        })
        {
            using var answer = await SendAsync(ann, verb, path, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{verb} {path}");
        }
    }

    [Fact]
    public async Task Only_the_version_that_was_seen_is_replaced_or_deleted()
    {
        using var root = await _signed.SignedInAsync("root");
        using var made = await SendAsync(root, HttpMethod.Put, "/api/secrets/TOKEN", new JsonObject { ["value"] = Value }, "\"0\"");
        made.Headers.ETag!.ToString().ShouldBe("\"1\"");
        using var late = await SendAsync(root, HttpMethod.Put, "/api/secrets/TOKEN", new JsonObject { ["value"] = Value + "2" }, "\"0\"");
        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var again = await SendAsync(root, HttpMethod.Put, "/api/secrets/TOKEN", new JsonObject { ["value"] = Value + "2" }, "\"1\"");
        again.Headers.ETag!.ToString().ShouldBe("\"2\"");
        using var gone = await SendAsync(root, HttpMethod.Delete, "/api/secrets/TOKEN", null, "\"1\"");
        gone.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var deleted = await SendAsync(root, HttpMethod.Delete, "/api/secrets/TOKEN", null, "\"2\"");
        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod verb, string path, JsonObject? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(verb, path) { Content = body is null ? null : SignedServer.Json(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await http.SendAsync(request);
    }
}
