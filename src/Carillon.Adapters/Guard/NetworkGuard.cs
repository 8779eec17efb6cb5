using System.Net;
using System.Net.Sockets;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Guard;

/// <summary>
/// Decides at connect time, on the address itself, where tasks and channels may connect to, so that no name, redirect or rebinding gets round it.
/// Link-local, multicast and the metadata services of clouds are refused always; loopback and private networks when the operator says so.
/// </summary>
/// <param name="allowPrivateNetworks">Whether loopback and private networks may be reached.</param>
/// <param name="resolve">The addresses of a host name; null for those that the system knows.</param>
/// <param name="connect">Opens a connection to one of the addresses that are allowed; null for a socket of the system.</param>
internal sealed class NetworkGuard(
    bool allowPrivateNetworks,
    Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
    Func<IPAddress[], int, CancellationToken, ValueTask<Stream>>? connect = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;
    private readonly Func<IPAddress[], int, CancellationToken, ValueTask<Stream>> _connect = connect ?? OpenAsync;

    private static readonly IPNetwork[] Never =
    [
        .. Networks("169.254.0.0/16", "fe80::/10", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8"),
        // Metadata services outside link-local: AWS over IPv6, Alibaba, Azure's wire server, Oracle.
        .. Networks("fd00:ec2::254/128", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32"),
    ];

    private static readonly IPNetwork[] Private = Networks(
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "0.0.0.0/8", "198.18.0.0/15", "192.0.0.0/24", "::1/128", "::/128", "fc00::/7", "fec0::/10",
        // NAT64 of one's own (RFC 8215), IPv4-translated and Teredo: where those lead is for a gateway to decide.
        "64:ff9b:1::/48", "::ffff:0:0:0/96", "2001::/32");

    /// <summary>True when a task may connect there.</summary>
    public bool Allows(IPAddress address) =>
        Unwrapped(address).All(a => !Array.Exists(Never, n => n.Contains(a)) && (allowPrivateNetworks || !Array.Exists(Private, n => n.Contains(a))));

    /// <summary>Resolves, checks and connects: for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="TaskFailedException">Every address of the host is refused (class <c>input</c>).</exception>
    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) => ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);

    /// <summary>The same for any protocol.</summary>
    /// <exception cref="TaskFailedException">Every address of the host is refused (class <c>input</c>).</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        var allowed = Array.FindAll(addresses, Allows);
        if (allowed.Length == 0) throw TaskFailures.Input($"host '{host}' is refused: tasks may not connect to its address");

        return await _connect(allowed, port, cancellationToken);
    }

    private static async ValueTask<Stream> OpenAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // An IPv4 address may travel inside an IPv6 one: mapped, compatible, NAT64, 6to4 and ISATAP.
    private static IEnumerable<IPAddress> Unwrapped(IPAddress address)
    {
        yield return address;
        if (address.AddressFamily != AddressFamily.InterNetworkV6) yield break;
        var bytes = address.GetAddressBytes();
        if (address.IsIPv4MappedToIPv6) yield return address.MapToIPv4();
        if (bytes is [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..]) yield return new IPAddress(bytes[12..]);
        if (bytes is [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, not 0, ..]) yield return new IPAddress(bytes[12..]);
        if (bytes is [0x20, 0x02, ..]) yield return new IPAddress(bytes[2..6]);
        if (bytes is [_, _, _, _, _, _, _, _, 0 or 2, 0, 0x5e, 0xfe, ..]) yield return new IPAddress(bytes[12..]);
    }

    private static IPNetwork[] Networks(params string[] networks) => Array.ConvertAll(networks, IPNetwork.Parse);
}
