using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Carillon.Tests.Hostile;
using Xunit.Abstractions;

namespace Carillon.Server.Tests.Hostile;

/// <summary>
/// Hostile requests to every operation of a real server, by callers with every scope and with none: whatever is sent is answered soon, with a problem document where it
/// is refused and never with a fault; afterwards the server is well.
/// </summary>
/// <param name="said">Where the figures go.</param>
[Trait("Hostile", "yes")]
[Collection(Alone.Name)]
public sealed partial class HostileHttpTests(ITestOutputHelper said)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bodies(bool signIn)
    {
        await using var hostile = await HostileServer.StartAsync(signIn);
        var requests = await RequestsAsync(hostile);
        await TryAsync(hostile, signIn ? "body-signed" : "body", signIn ? 30 : 15, requests.WithBody);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parameters_and_headers(bool signIn)
    {
        await using var hostile = await HostileServer.StartAsync(signIn);
        var requests = await RequestsAsync(hostile);
        await TryAsync(hostile, signIn ? "parameter-signed" : "parameter", signIn ? 15 : 20, requests.WithParameters);
    }

    [Fact]
    public async Task Bytes_on_the_wire()
    {
        await using var hostile = await HostileServer.StartAsync(signIn: false);
        var requests = await RequestsAsync(hostile);
        var trial = new Trial("wire", HostileScale.Share(25));
        var point = new IPEndPoint(IPAddress.Loopback, hostile.Server.Http.BaseAddress!.Port);
        await trial.RunAsync(requests.Raw, bytes => SendAsync(point, bytes), Encoding.Latin1.GetString);
        trial.Conclude(said.WriteLine, HostileScale.Figures);
        await hostile.ProveWellAsync();
    }

    [Theory]
    [InlineData("7fffffff0\r\n{")]
    [InlineData("ffffffffffffffffffffffff\r\n{")]
    [InlineData("zz\r\n{")]
    [InlineData("-1\r\n{")]
    public async Task A_chunk_whose_size_is_no_size_is_a_bad_request(string body)
    {
        await using var hostile = await HostileServer.StartAsync(signIn: false);
        var point = new IPEndPoint(IPAddress.Loopback, hostile.Server.Http.BaseAddress!.Port);

        (await SendAsync(point, Encoding.Latin1.GetBytes("POST /api/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + body))).ShouldBeFalse();

        await hostile.ProveWellAsync();
    }

    [Fact]
    public async Task An_endpoint_that_breaks_is_found()
    {
        await using var broken = await BrokenServer.StartAsync();
        var trial = new Trial("broken-endpoint", 40) { IsProof = true };
        await trial.RunAsync(random => random.Next(10), async number =>
        {
            using var answer = await broken.Http.GetAsync($"/{number}");
            return await VerdictAsync(answer, $"GET /{number}");
        }, number => $"{number}");

        trial.Broken.ShouldNotBeEmpty();
        trial.Broken.ShouldAllBe(found => found.Contains("500") || found.Contains("no problem document"));
    }

    private static async Task<HostileRequests> RequestsAsync(HostileServer hostile) =>
        new(JsonNode.Parse(await hostile.Callers[^1].Http.GetStringAsync("/openapi.json"))!, hostile.Callers.Count, hostile.Mark);

    private async Task TryAsync(HostileServer hostile, string target, int perThousand, Func<Random, HostileRequest> make)
    {
        var trial = new Trial(target, HostileScale.Share(perThousand));
        var sent = 0;
        await trial.RunAsync(make, async request =>
        {
            if (++sent % 50 == 0)
                await hostile.MendAsync();
            return await SendAsync(hostile, request);
        }, request => request.ToString());
        trial.Conclude(said.WriteLine, HostileScale.Figures);
        await hostile.ProveWellAsync();
    }

    private static async Task<bool> SendAsync(HostileServer hostile, HostileRequest asked)
    {
        var address = new Uri(hostile.Server.Url + Visible(asked.Path), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(asked.Verb), address);
        if (asked.Body is not null)
        {
            request.Content = new ByteArrayContent(asked.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", asked.Type);
            // Else the server may close the connection of a body that it will not read while that is still being sent.
            request.Headers.ExpectContinue = asked.Body.Length > 1 << 20;
        }

        foreach (var (name, value) in asked.Headers.Where(header => header.Name is not ("Transfer-Encoding" or "Expect" or "Upgrade") && !(header.Name == "Content-Encoding" && asked.Body is null)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, Header(value)))
                request.Content?.Headers.TryAddWithoutValidation(name, Header(value));
        }

        using var answer = await hostile.Callers[asked.Caller].Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await VerdictAsync(answer, $"{asked.Verb} {asked.Path}");
    }

    /// <summary>True for what was taken, false for what was refused with a problem document.</summary>
    private static async Task<bool> VerdictAsync(HttpResponseMessage answer, string what)
    {
        var status = (int)answer.StatusCode;
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (status < 400)
        {
            // What streams on is left; what is a document must come whole.
            if (type == "application/json")
                await answer.Content.LoadIntoBufferAsync();
            return true;
        }

        var text = await answer.Content.ReadAsStringAsync();
        if (status >= 500)
            throw new InvalidOperationException($"{what}: {status} {text}");
        if (text.Length == 0 && status is 400 or 404 or 405 or 411 or 413 or 414 or 416 or 417 or 431)
            return false;
        var problem = type == "application/problem+json" ? JsonNode.Parse(text) : null;
        if (problem?["code"] is null || problem["detail"]?.ToString() is not { Length: > 0 } || problem["problems"]?.AsArray() is not { Count: > 0 })
            throw new InvalidOperationException($"{what}: {status} with no problem document: {type} {text}");
        return false;
    }

    private static async Task<bool> SendAsync(IPEndPoint point, byte[] bytes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(point);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var text = new StringBuilder();
        try
        {
            await socket.SendAsync(bytes, limit.Token);
            socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, limit.Token) is var count and > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // Closed before everything was sent or read: refused.
        }

        var statuses = Statuses().Matches(text.ToString()).Select(match => match.Groups[1].Value).ToList();
        return statuses.Exists(status => status[0] == '5' && status != "505")
            ? throw new InvalidOperationException($"answered {string.Join(", ", statuses)}: {text}")
            : statuses.Count > 0 && statuses.TrueForAll(status => status[0] is '2' or '3');
    }

    /// <summary>What a client library would refuse to send, written out.</summary>
    private static string Visible(string path) => string.Concat(path.Select(c => c is > ' ' and <= '~' and not '#' ? c.ToString() : Uri.EscapeDataString(c.ToString())));

    private static string Header(string value) => string.Concat(value.Where(c => c is >= ' ' and <= '~'));

    [GeneratedRegex(@"(?:^|\n|\})HTTP/1\.1 (\d{3})")]
    private static partial Regex Statuses();
}
