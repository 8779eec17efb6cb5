using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Carillon.Tests.Shared;

/// <summary>What was posted.</summary>
public sealed record ReceivedPost(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>A real HTTP receiver on a free loopback port, which answers as the test says, goes down and comes back under the same address.</summary>
public sealed class HttpReceiver : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly CancellationTokenSource _gone = new();
    private TcpListener? _listener;
    private int _port;

    public HttpReceiver() => Up();

    public string Url => $"http://127.0.0.1:{_port}/hook";

    /// <summary>Everything that was posted and read whole, in order.</summary>
    public ConcurrentQueue<ReceivedPost> Posts { get; } = [];

    /// <summary>The status line's end and further headers: <c>200 OK</c>, <c>429 Slow down\r\nRetry-After: 60</c>. Empty: it never answers.</summary>
    public Func<ReceivedPost, string> Answer { get; set; } = _ => "200 OK";

    /// <summary>The body that is answered.</summary>
    public string AnswerBody { get; set; } = "ok";

    /// <summary>From now on connections are refused.</summary>
    public void Down()
    {
        lock (_gate)
        {
            _listener?.Stop();
            _listener = null;
        }
    }

    public void Up()
    {
        var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        lock (_gate)
            _listener = listener;
        _ = AcceptAsync(listener);
    }

    /// <summary>Waits until so many have come; fails with words after a minute.</summary>
    public async Task<IReadOnlyList<ReceivedPost>> UntilAsync(int count, string because)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Posts.Count < count)
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(1))
                throw new TimeoutException($"waited for {count} posts {because}; there are {Posts.Count}: {string.Join("\n", Posts.Select(post => post.Body))}");
            await _came.WaitAsync(TimeSpan.FromMilliseconds(50));
        }
        return [.. Posts];
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadAsync(stream) is not { } post)
                    return;
                var answer = Answer(post);
                Posts.Enqueue(post);
                _came.Release();
                if (answer.Length == 0)
                    await Task.Delay(Timeout.Infinite, _gone.Token);
                var body = Encoding.UTF8.GetBytes(AnswerBody);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
                await stream.WriteAsync(body);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The sender has gone, or we have.
            }
        }
    }

    private static async Task<ReceivedPost?> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (!Ends(bytes))
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            bytes.Add(one[0]);
        }
        var lines = Encoding.ASCII.GetString([.. bytes]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new ReceivedPost(lines[0].Split(' ')[1], headers, Encoding.UTF8.GetString(body));
    }

    private static bool Ends(List<byte> bytes) => bytes.Count >= 4 && bytes[^1] == '\n' && bytes[^2] == '\r' && bytes[^3] == '\n' && bytes[^4] == '\r';

    public void Dispose()
    {
        Down();
        _gone.Cancel();
    }
}
