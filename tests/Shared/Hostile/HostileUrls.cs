using System.Globalization;
using System.Net;

namespace Carillon.Tests.Hostile;

/// <summary>Addresses that end at this machine or in a private network, in every spelling that some reader takes.</summary>
/// <param name="port">Where something listens on this machine.</param>
internal sealed class HostileUrls(int port)
{
    /// <summary>A name that the test's own resolver gives a private address.</summary>
    public const string Rebound = "rebound.example";

    /// <summary>A name of which one address is public and one is private.</summary>
    public const string Both = "both.example";

    private static readonly string[] V4 = ["127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.192", "198.18.0.1", "255.255.255.255"];

    private static readonly string[] V6Patterns =
    [
        "[::ffff:{0}]", "[::{0}]", "[64:ff9b::{0}]", "[64:ff9b:1::{0}]", "[2002:{1}::1]", "[::ffff:0:{0}]", "[0:0:0:0:0:ffff:{1}]", "[2001:0:{1}:0:0:{2}]", "[fe80::5efe:{0}]", "[2001:db8::5efe:{0}]",
    ];

    private static readonly string[] Names = ["localhost", "LOCALHOST", "localhost.", "a.localhost", "localhost.localdomain", "ip6-localhost", Rebound, Both, Rebound + ".", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::1%25lo]", "[fe80::1]", "[fe80::1%25eth0]", "[fd00:ec2::254]", "[fec0::1]", "0", "127.1", "127.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.1."];

    /// <summary>One of them, as a task would be given it or as another server would redirect to it.</summary>
    public string Next(Random random)
    {
        var host = Host(random);
        var at = random.Next(12) switch
        {
            0 => $"example.com@{host}",
            1 => $"example.com:80@{host}",
            2 => $"{host}#@example.com",
            3 => $"{host}\\@example.com",
            4 => $"%65xample.com%40{host}",
            _ => host,
        };
        var scheme = random.Next(10) switch { 0 => "HTTP", 1 => random.Any(["https", "ftp", "file", "gopher", "ws", "data", "javascript", "unix", "dict", ""]), _ => "http" };
        var place = random.Next(8) switch { 0 => "", 1 => random.Any(["/../x", "//x", "/\\x", "?x=http://example.com", "#", "/%2f..", ";x", "/x y"]), _ => "/x" };
        var url = $"{scheme}://{at}:{port}{place}";
        return random.Next(25) switch
        {
            0 => $"//{at}:{port}/x",
            1 => $"http:/{at}:{port}/x",
            2 => $"http:{at}:{port}/x",
            3 => url.Replace("://", ":\\\\", StringComparison.Ordinal),
            4 => random.Any(["\t", " ", "\n", "\0", "\u00a0"]) + url,
            5 => HostileText.Mutate(url, random),
            _ => url,
        };
    }

    private static string Host(Random random)
    {
        var address = random.Next(3) == 0 ? random.Any(V4) : "127.0.0.1";
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        var number = ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
        return random.Next(9) switch
        {
            0 => number.ToString(CultureInfo.InvariantCulture),
            1 => "0x" + number.ToString("x", CultureInfo.InvariantCulture),
            2 => "0" + Convert.ToString(number, 8),
            3 => string.Join('.', bytes.Select(b => random.Next(3) switch { 0 => "0x" + b.ToString("x", CultureInfo.InvariantCulture), 1 => "0" + Convert.ToString(b, 8), _ => b.ToString(CultureInfo.InvariantCulture) })),
            4 => string.Create(CultureInfo.InvariantCulture, $"{bytes[0]}.{number & 0xffffff}"),
            5 or 6 => string.Format(CultureInfo.InvariantCulture, random.Any(V6Patterns), address, Hex(number), Hex(~number)),
            7 => random.Any(Names),
            _ => address,
        };
    }

    private static string Hex(uint number) => string.Create(CultureInfo.InvariantCulture, $"{number >> 16:x}:{number & 0xffff:x}");
}
