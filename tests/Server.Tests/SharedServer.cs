namespace Carillon.Server.Tests;

/// <summary>One server for all tests of a class, which change nothing that another of them looks at.</summary>
public abstract class SharedServer(ServerFixture server) : IAsyncLifetime
{
    public ServerFixture Server { get; } = server;

    public Task InitializeAsync() => Server.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
