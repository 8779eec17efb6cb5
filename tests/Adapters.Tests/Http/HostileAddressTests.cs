using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Carillon.Adapters.Guard;
using Carillon.Adapters.Http;
using Carillon.Adapters.Tests.Tasks;
using Carillon.Engine.Runs;
using Carillon.Tests.Hostile;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace Carillon.Adapters.Tests.Http;

/// <summary>
/// Addresses of this machine in every spelling, given to the HTTP task and sent by another server as where to go on, with private networks refused: a listener on
/// loopback hears nothing. What a name means is answered by the test; the "public" server is one on loopback that the test alone may reach.
/// </summary>
/// <param name="said">Where the figures go.</param>
[Trait("Hostile", "yes")]
public sealed class HostileAddressTests(ITestOutputHelper said)
{
    private const string Public = "93.184.216.34";

    // Private addresses that travel inside others.
    private static readonly string[] Hidden = ["7f000001", "7f080808", "c0a80101", "a9fea9fe", "0a000001", "ac100001"];

    [Fact]
    public async Task Nothing_on_this_machine_is_reached()
    {
        using var listener = new CountingListener();
        var urls = new HostileUrls(listener.Port);
        var next = "";
        await using var server = await LoopbackServer.StartAsync(http =>
        {
            if (http.Request.Path == "/go")
            {
                http.Response.StatusCode = http.Request.Query["s"] == "" ? 302 : int.Parse(http.Request.Query["s"].ToString());
                http.Response.Headers.Location = next;
            }

            return http.Response.WriteAsync("here");
        });
        using var bench = new TaskBench();
        using var exchange = new HttpExchange(new NetworkGuard(allowPrivateNetworks: false, ResolveAsync, (addresses, port, stop) => ConnectAsync(new Uri(server.Url).Port, addresses, port, stop)));
        var task = new HttpTask(exchange);
        var trial = new Trial("address", HostileScale.Share(11));
        await trial.RunAsync(random => (Url: urls.Next(random), Redirect: random.Once(2) ? random.Any([301, 302, 303, 307, 308]) : 0), async input =>
        {
            next = string.Concat(input.Url.Where(c => c is >= ' ' and <= '~'));
            var url = input.Redirect == 0 ? input.Url : $"http://public.example/go?s={input.Redirect}";
            var result = await bench.RunAsync(task, new JsonObject { ["url"] = url, ["timeout"] = "5s" }.ToJsonString());
            listener.Heard.ShouldBe(0, "a connection came");
            return result is TaskResult.Succeeded;
        }, input => $"{input.Redirect} {input.Url}");
        trial.Conclude(said.WriteLine, HostileScale.Figures);
        listener.Heard.ShouldBe(0);
    }

    [Fact]
    public async Task The_listener_hears_what_is_let_through()
    {
        using var listener = new CountingListener();
        using var bench = new TaskBench();
        using var exchange = new HttpExchange(new NetworkGuard(allowPrivateNetworks: true));

        await bench.RunAsync(new HttpTask(exchange), new JsonObject { ["url"] = $"http://0x7f.1:{listener.Port}/", ["timeout"] = "5s" }.ToJsonString());

        // It is counted a moment after it was made.
        SpinWait.SpinUntil(() => listener.Heard > 0, TimeSpan.FromSeconds(10)).ShouldBeTrue("else the trial above shows nothing");
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => host.TrimEnd('.').ToLowerInvariant() switch
    {
        HostileUrls.Rebound => [IPAddress.Loopback],
        HostileUrls.Both => [IPAddress.Parse(Public), IPAddress.Loopback],
        "public.example" or "example.com" => [IPAddress.Parse(Public)],
        // Numbers in any base, as the system reads them; nothing of the network is asked.
        var text when text.All(c => char.IsAsciiHexDigit(c) || c is 'x' or '.' or ':') || text.Contains("localhost", StringComparison.Ordinal) => await Dns.GetHostAddressesAsync(host, cancellationToken),
        _ => throw new SocketException((int)SocketError.HostNotFound),
    };

    /// <summary>The public address is played by the test's server. Of this machine every other is connected to for real; beyond it, nothing is.</summary>
    private static async ValueTask<Stream> ConnectAsync(int played, IPAddress[] addresses, int port, CancellationToken stop)
    {
        foreach (var inside in addresses.Select(a => Convert.ToHexStringLower(a.GetAddressBytes())))
        {
            if (Array.Exists(Hidden, inside.Contains))
                throw new InvalidOperationException($"{inside} was let through");
        }

        if (!Array.Exists(addresses, a => a.ToString() == Public || IPAddress.IsLoopback(a) || a.Equals(IPAddress.Any) || a.Equals(IPAddress.IPv6Any)))
            throw new SocketException((int)SocketError.NetworkUnreachable);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (addresses.Contains(IPAddress.Parse(Public)))
                await socket.ConnectAsync([.. addresses.Select(a => a.ToString() == Public ? IPAddress.Loopback : a)], played, stop);
            else
                await socket.ConnectAsync(addresses, port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Counts connections to every address of this machine.</summary>
    private sealed class CountingListener : IDisposable
    {
        private readonly TcpListener _listener = Socket.OSSupportsIPv6 ? new(IPAddress.IPv6Any, 0) { Server = { DualMode = true } } : new(IPAddress.Any, 0);
        private int _heard;

        public CountingListener()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Heard => Volatile.Read(ref _heard);

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    using var socket = await _listener.AcceptSocketAsync();
                    Interlocked.Increment(ref _heard);
                }
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // The test has ended.
            }
        }
    }
}
