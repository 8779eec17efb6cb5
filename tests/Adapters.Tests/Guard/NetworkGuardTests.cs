using System.Net;
using Carillon.Adapters.Guard;

namespace Carillon.Adapters.Tests.Guard;

public sealed class NetworkGuardTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    public void Metadata_and_link_local_addresses_are_refused_always(string address)
    {
        new NetworkGuard(allowPrivateNetworks: true).Allows(IPAddress.Parse(address)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fd12::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b:1::7f00:1")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("2001:0:7f00:1::1")]
    [InlineData("2001:db8::5efe:127.0.0.1")]
    [InlineData("2a00::200:5efe:10.0.0.1")]
    public void Private_networks_are_a_choice_of_the_operator(string address)
    {
        new NetworkGuard(allowPrivateNetworks: true).Allows(IPAddress.Parse(address)).ShouldBeTrue();
        new NetworkGuard(allowPrivateNetworks: false).Allows(IPAddress.Parse(address)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:2800:220:1::1")]
    public void Public_addresses_are_allowed(string address)
    {
        new NetworkGuard(allowPrivateNetworks: false).Allows(IPAddress.Parse(address)).ShouldBeTrue();
    }
}
