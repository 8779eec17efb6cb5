using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Engine.History;
using Carillon.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Server.Tests.Api;

/// <summary>The same key with the same request gets the same answer, and has its effect once.</summary>
public sealed class IdempotencyTests : IAsyncLifetime
{
    private const string Schedules = "/api/workflows/greet/schedules";
    private const string Spec = """{"cron":"0 9 * * *","by":"ann"}""";
    private readonly ServerFixture _server = new ServerFixture().File("greet.yaml", Samples.Greet).File("yearly.yaml", Samples.Yearly).File("failing.yaml", Samples.Failing);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_same_request_again_gets_the_answer_of_the_first()
    {
        using var first = await SendAsync(Schedules, Spec, "k1");
        using var second = await SendAsync(Schedules, Spec, "k1");

        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (second.Headers.Location, second.Headers.ETag, second.Content.Headers.ContentType).ShouldBe((first.Headers.Location, first.Headers.ETag, first.Content.Headers.ContentType));
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await ManagedAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData(Schedules, """{"cron":"0 10 * * *","by":"ann"}""")]
    [InlineData("/api/workflows/yearly/schedules", Spec)]
    [InlineData("/api/schedules/schedule-default-yearly/pause", "")]
    public async Task Another_request_with_the_same_key_is_refused(string path, string body)
    {
        using var first = await SendAsync(Schedules, Spec, "k2");
        using var second = await SendAsync(path, body, "k2");

        (await ServerFixture.ReadAsync(second, HttpStatusCode.UnprocessableEntity))["code"]!.ToString().ShouldBe("SCH055");
        (await ManagedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Many_at_once_have_one_effect()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(Schedules, Spec, "k3")));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created || a.StatusCode == HttpStatusCode.Conflict);
        answers.Count(a => a.StatusCode == HttpStatusCode.Created && !a.Headers.Contains("Idempotency-Replayed")).ShouldBe(1);
        foreach (var busy in answers.Where(a => a.StatusCode == HttpStatusCode.Conflict))
            (await ServerFixture.ReadAsync(busy, HttpStatusCode.Conflict))["code"]!.ToString().ShouldBe("SCH063");
        (await ManagedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        using var refused = await SendAsync(Schedules, """{"cron":"nonsense"}""", "k4");
        using var mended = await SendAsync(Schedules, Spec, "k4");

        (refused.StatusCode, mended.StatusCode).ShouldBe((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Created));
    }

    [Fact]
    public async Task After_a_crash_between_change_and_answer_what_was_made_is_found_by_its_key()
    {
        using var made = await SendAsync(Schedules, Spec, "k5");
        using var ran = await SendAsync("/api/workflows/greet/run-now", "", "k6");
        var failed = await _server.RunAsync("failing");
        await _server.EndAsync(failed);
        using var retried = await SendAsync($"/api/runs/{failed}/retry", "", "k7");
        // The crash: the change is durable, its answer was not kept.
        await Database.WriteAsync(sql => sql.Execute("delete from idempotency_keys"));

        using var madeAgain = await SendAsync(Schedules, Spec, "k5");
        using var ranAgain = await SendAsync("/api/workflows/greet/run-now", "", "k6");
        using var retriedAgain = await SendAsync($"/api/runs/{failed}/retry", "", "k7");

        madeAgain.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        madeAgain.Headers.Location.ShouldBe(made.Headers.Location);
        ranAgain.Headers.Location.ShouldBe(ran.Headers.Location);
        retriedAgain.Headers.Location.ShouldBe(retried.Headers.Location);
        (await ManagedAsync()).ShouldBe(1);
        (await _server.GetAsync("/api/runs?workflow=greet"))["items"]!.AsArray().Count.ShouldBe(1);
        (await _server.GetAsync("/api/runs?workflow=failing"))["items"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_counts_for_a_day()
    {
        using var first = await SendAsync("/api/schedules/schedule-default-yearly/pause", "", "k8");
        await Database.WriteAsync(sql => sql.Execute("update idempotency_keys set made_at = made_at - 86400000000"));

        _server.Services.GetRequiredService<RequestStore>().Find("k8").ShouldBeNull();
        using var second = await SendAsync("/api/schedules/schedule-default-yearly/resume", "", "k8");

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        _server.Services.GetRequiredService<RequestStore>().Find("k8").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("/api/schedules/preview", """{"cron":"0 9 * * *"}""")]
    [InlineData("/api/workflows/validate", "id: a")]
    public async Task Where_nothing_changes_the_key_means_nothing(string path, string body)
    {
        using var first = await SendAsync(path, body, "k9");
        using var second = await SendAsync(path, body, "k9");

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_that_is_no_word_is_refused()
    {
        using var refused = await SendAsync(Schedules, Spec, new string('k', 201));

        (await ServerFixture.ReadAsync(refused, HttpStatusCode.BadRequest))["code"]!.ToString().ShouldBe("SCH043");
    }

    private Database Database => _server.Services.GetRequiredService<Database>();

    private async Task<int> ManagedAsync() => (await _server.GetAsync("/api/schedules?kind=managed"))["items"]!.AsArray().Count;

    private Task<HttpResponseMessage> SendAsync(string path, string body, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8, path.EndsWith("validate", StringComparison.Ordinal) ? "application/yaml" : "application/json");
        request.Headers.Add("Idempotency-Key", key);
        return _server.Http.SendAsync(request);
    }
}
