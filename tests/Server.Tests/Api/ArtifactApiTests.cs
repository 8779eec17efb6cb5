using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Carillon.Server.Tests.Api;

public sealed class ArtifactApiTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new ServerFixture().File("keeping.yaml", Samples.Keeping).File("greet.yaml", Samples.Greet);
    private string _run = "";
    private string _url = "";
    private System.Text.Json.Nodes.JsonNode _artifact = null!;

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        _run = await _server.RunAsync("keeping");
        await _server.EndAsync(_run);
        _artifact = (await _server.GetAsync($"/api/runs/{_run}/artifacts"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        _url = $"/api/runs/{_run}/artifacts/{_artifact["id"]}";
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_file_comes_back_as_it_was_kept()
    {
        using var response = await _server.Http.GetAsync(_url);
        var bytes = await response.Content.ReadAsByteArrayAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(_artifact["sha256"]!.ToString());
        bytes.Length.ShouldBe(_artifact["size"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_picture_with_a_script_in_it_cannot_act_as_a_page_of_this_server()
    {
        using var response = await _server.Http.GetAsync(_url);

        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox; default-src 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [Fact]
    public async Task A_range_is_served()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url);
        request.Headers.Range = new RangeHeaderValue(0, 3);
        using var response = await _server.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await response.Content.ReadAsStringAsync()).ShouldBe("<svg");
    }

    [Fact]
    public async Task A_download_is_offered_under_its_name()
    {
        using var response = await _server.Http.GetAsync(_url + "?download=true");

        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        response.Content.Headers.ContentDisposition.FileName.ShouldBe("chart.svg");
    }

    [Fact]
    public async Task The_file_of_one_run_is_not_a_file_of_another()
    {
        var other = await _server.RunAsync("greet");

        await _server.GetAsync($"/api/runs/{other}/artifacts/{_artifact["id"]}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_said_to_be_gone()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_server.DataFolder, "artifacts"), "*", SearchOption.AllDirectories))
            System.IO.File.Delete(file);

        (await _server.GetAsync(_url, HttpStatusCode.NotFound))["detail"]!.ToString().ShouldContain("is gone");
    }
}
