using Carillon.Server.Hosting;

namespace Carillon.Server.Tests.Cli;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("http://0.0.0.0:8080", "http://localhost:8080")]
    [InlineData("http://[::]:8080", "http://localhost:8080")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    [InlineData("http://10.0.0.7:8080", "http://10.0.0.7:8080")]
    public void A_link_to_all_addresses_names_this_machine(string listen, string link) => ListenAddress.Here(listen).ShouldBe(link);
}
