using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Carillon.Server.Tests.Pages;

/// <summary>The web UI as the server sends it.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private const string Page = "<!doctype html><title>Carillon</title>";
    private static readonly string Script = "console.log('" + new string('x', 5000) + "');";

    private readonly string _folder = Directory.CreateTempSubdirectory("carillon-pages-").FullName;
    private readonly ServerFixture _server;

    public PageTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "assets"));
        File.WriteAllText(Path.Combine(_folder, "index.html"), Page);
        File.WriteAllText(Path.Combine(_folder, "icon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        var script = Path.Combine(_folder, "assets", "index-Ab12.js");
        File.WriteAllText(script, Script);
        using (var packed = new BrotliStream(File.Create(script + ".br"), CompressionLevel.Optimal))
            packed.Write(Encoding.UTF8.GetBytes(Script));
        using (var packed = new GZipStream(File.Create(script + ".gz"), CompressionLevel.Optimal))
            packed.Write(Encoding.UTF8.GetBytes(Script));
        _server = new ServerFixture { Pages = _folder };
    }

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/schedules")]
    [InlineData("/schedules/schedule-default-report.v2?tab=table")]
    [InlineData("/workflows/a%20b/versions/1")]
    [InlineData("/apis")]
    public async Task Every_address_of_a_page_gives_the_page_so_that_reload_and_links_work(string path)
    {
        using var answer = await _server.Http.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        (await answer.Content.ReadAsStringAsync()).ShouldBe(Page);
    }

    [Fact]
    public async Task The_page_may_load_nothing_from_elsewhere_and_be_framed_by_nobody()
    {
        using var answer = await _server.Http.GetAsync("/schedules");

        Header(answer, "Content-Security-Policy").ShouldBe(
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "Referrer-Policy").ShouldBe("same-origin");
    }

    [Fact]
    public async Task Numbered_assets_are_kept_for_ever_and_all_else_is_asked_for_again()
    {
        using var script = await _server.Http.GetAsync("/assets/index-Ab12.js");
        using var icon = await _server.Http.GetAsync("/icon.svg");
        using var page = await _server.Http.GetAsync("/");

        Header(script, "Cache-Control").ShouldBe("public, max-age=31536000, immutable");
        Header(icon, "Cache-Control").ShouldBe("no-cache");
        Header(page, "Cache-Control").ShouldBe("no-cache");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/runs") { Headers = { IfNoneMatch = { page.Headers.ETag! } } };
        using var unchanged = await _server.Http.SendAsync(again);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await unchanged.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        using var other = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { icon.Headers.ETag! } } };
        using var changed = await _server.Http.SendAsync(other);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData("rubbish;;q=,", null)]
    [InlineData(null, null)]
    public async Task Files_are_sent_packed_as_the_browser_takes_them(string? accepted, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/index-Ab12.js");
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var answer = await _server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.ShouldBe(encoding is null ? [] : [encoding]);
        answer.Headers.Vary.ShouldBe(["Accept-Encoding"]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using Stream content = encoding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
        (await new StreamReader(content).ReadToEndAsync()).ShouldBe(Script);
    }

    [Fact]
    public async Task Each_form_of_a_file_has_a_tag_of_its_own()
    {
        var tags = new List<string>();
        foreach (var accepted in new[] { "br", "gzip", "identity" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/index-Ab12.js") { Headers = { { "Accept-Encoding", accepted } } };
            using var answer = await _server.Http.SendAsync(request);
            tags.Add(answer.Headers.ETag!.Tag);
        }

        tags.ShouldBeUnique();
    }

    [Fact]
    public async Task Answers_of_the_api_are_not_packed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi.json") { Headers = { { "Accept-Encoding", "gzip, br" } } };
        using var answer = await _server.Http.SendAsync(request);

        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/api", 404)]
    [InlineData("GET", "/api/", 404)]
    [InlineData("GET", "/api/none", 404)]
    [InlineData("GET", "/API/none/of/this.html", 404)]
    [InlineData("PUT", "/api/none", 404)]
    [InlineData("PUT", "/api/schedules", 405)]
    [InlineData("POST", "/schedules", 404)]
    [InlineData("DELETE", "/", 404)]
    [InlineData("GET", "/assets", 404)]
    [InlineData("GET", "/assets/", 404)]
    [InlineData("GET", "/assets/index-Old1.js", 404)]
    [InlineData("GET", "/ASSETS/INDEX-AB12.JS", 404)]
    [InlineData("GET", "/assets/index-Ab12.js.br", 404)]
    [InlineData("GET", "/favicon.ico", 404)]
    [InlineData("GET", "/.env", 404)]
    [InlineData("GET", "/.well-known/security.txt", 404)]
    [InlineData("GET", "/wwwroot.zip", 404)]
    public async Task What_is_not_there_is_a_problem_and_no_page(string verb, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        using var answer = await _server.Http.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status);
        (await ServerFixture.ReadAsync(answer, answer.StatusCode))["code"]!.ToString().ShouldBe("SCH043");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/assets/../../etc/passwd")]
    [InlineData("/assets/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/%252e%252e%252fetc/passwd")]
    [InlineData("/assets/..%5c..%5cetc%5cpasswd")]
    [InlineData("/assets//etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/assets/index-Ab12.js%00.png")]
    [InlineData("/assets/%c0%ae%c0%ae/etc/passwd")]
    [InlineData("/..%2findex.html")]
    [InlineData("/assets/index-Ab12.js/../../../../etc/passwd")]
    public async Task No_path_leaves_the_folder(string path)
    {
        // A client of its own: HttpClient tidies such paths up before it sends them.
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Http.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(stream).ReadToEndAsync();

        answer.ShouldMatch("^HTTP/1.1 (200|400|404) ");
        answer.ShouldNotContain("root:");
        if (answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
            answer.ShouldEndWith(Page);
    }

    [Fact]
    public async Task Head_gives_the_headers_only()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/assets/index-Ab12.js");
        using var answer = await _server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength.ShouldBe(Script.Length);
    }

    [Fact]
    public async Task Pages_too_are_for_this_machine_only()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "rebound.example" } };
        using var answer = await _server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public async Task A_file_that_a_later_build_has_replaced_is_not_there()
    {
        File.Delete(Path.Combine(_folder, "icon.svg"));

        using var answer = await _server.Http.GetAsync("/icon.svg");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_build_without_pages_says_where_the_api_is()
    {
        await using var server = await new ServerFixture { Pages = Path.Combine(_folder, "none") }.StartAsync();

        (await server.Http.GetStringAsync("/")).ShouldStartWith("Carillon answers under /api; /openapi.json describes it.");
        await server.GetAsync("/schedules", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_program_carries_its_pages_and_all_they_name()
    {
        await using var server = await new ServerFixture().StartAsync();

        var page = await server.Http.GetStringAsync("/");

        var named = Regex.Matches(page, "(?:src|href)=\"(/[^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        named.ShouldContain(path => path.StartsWith("/assets/", StringComparison.Ordinal));
        foreach (var path in named)
        {
            using var answer = await server.Http.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
