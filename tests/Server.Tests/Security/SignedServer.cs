using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Carillon.Engine.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Server.Tests.Security;

/// <summary>A server that wants to know who asks, and callers of it.</summary>
public sealed class SignedServer(ServerFixture server) : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    public ServerFixture Server => server;

    public static async Task<SignedServer> StartAsync(ServerFixture? server = null)
    {
        var signed = new SignedServer(await (server ?? new ServerFixture().File("greet.yaml", Samples.Greet)).StartAsync());
        await signed.PersonAsync("root", "admin");
        return signed;
    }

    internal AccountService Accounts => server.Services.GetRequiredService<AccountService>();

    /// <summary>A person with the password above.</summary>
    public async Task PersonAsync(string name, params string[] scopes)
    {
        (await Accounts.CreateAsync(name, AccountKind.Person, scopes, "test")).IsOk.ShouldBeTrue();
        var link = (await Accounts.MakeLinkAsync(name, "test")).Value;
        using var http = Browser();
        using var chosen = await http.PostAsync("/api/sign-in/link", Json(new JsonObject { ["link"] = link, ["password"] = Password }));
        chosen.StatusCode.ShouldBe(HttpStatusCode.OK, await chosen.Content.ReadAsStringAsync());
    }

    /// <summary>A program's client.</summary>
    public async Task<HttpClient> TokenAsync(string account, params string[] scopes)
    {
        var made = await Accounts.CreateTokenAsync(account, "test", scopes, null, "test");
        return Bearer(made.Value.Secret);
    }

    public HttpClient Bearer(string secret)
    {
        var http = Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return http;
    }

    /// <summary>A client with cookies of its own, as a browser has them.</summary>
    public HttpClient Browser() => new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Http.BaseAddress };

    public static Task<HttpResponseMessage> SignInAsync(HttpClient http, string name, string password) =>
        http.PostAsync("/api/sign-in", Json(new JsonObject { ["name"] = name, ["password"] = password }));

    /// <summary>A browser that has signed in.</summary>
    public async Task<HttpClient> SignedInAsync(string name)
    {
        var http = Browser();
        using var answer = await SignInAsync(http, name, Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return http;
    }

    public static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync() => await server.DisposeAsync();
}
