using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Carillon.Server.Tests.Hostile;

/// <summary>Clients that send a request byte by byte, to hold its connection for as long as they like, are cut off; everybody else is answered meanwhile.</summary>
public sealed class SlowClientTests
{
    private const int Clients = 200;

    // The server's own patience is 10 s for a head, and 5 s for a body that comes at less than 240 bytes a second.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(25);

    [Theory]
    [InlineData("GET /api/about HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "a")]
    [InlineData("POST /api/workflows/greet/run-now HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n", " ")]
    public async Task One_that_dribbles_is_cut_off_and_others_are_answered(string begin, string next)
    {
        await using var server = await new ServerFixture().File("greet.yaml", "id: greet\ntasks:\n  - { id: a, uses: shell, with: { run: ':' } }\n").StartAsync();
        using var enough = new CancellationTokenSource(Most);
        var slow = Enumerable.Range(0, Clients).Select(_ => DribbleAsync(server.Http.BaseAddress!.Port, begin, next, enough.Token)).ToList();
        var all = Task.WhenAll(slow);
        var answered = 0;
        while (!all.IsCompleted)
        {
            (await server.Http.GetAsync("/api/about", enough.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
            answered++;
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(100)));
        }

        (await all).ShouldAllBe(status => status == "HTTP/1.1 408 Request Timeout" || status == "");
        answered.ShouldBeGreaterThan(10);
    }

    /// <summary>A byte every half second until the server hangs up. What it said in the end: a status line, or nothing.</summary>
    private static async Task<string> DribbleAsync(int port, string begin, string next, CancellationToken enough)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, enough);
        await socket.SendAsync(Encoding.ASCII.GetBytes(begin), enough);
        var answer = ReadAsync(socket, enough);
        try
        {
            while (await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(500), enough)) != answer)
                await socket.SendAsync(Encoding.ASCII.GetBytes(next), enough);
        }
        catch (SocketException)
        {
            // It hung up while something was under way.
        }
        return (await answer).Split("\r\n")[0];
    }

    private static async Task<string> ReadAsync(Socket socket, CancellationToken enough)
    {
        var said = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, enough) is > 0 and var count)
                said.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // Reset: it hung up without reading what was under way.
        }
        return said.ToString();
    }
}
