using System.Text.Json.Nodes;
using Carillon.Core.Runs;
using Carillon.Engine.Connections;
using Carillon.Engine.Security;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Security;

/// <summary>Examples of secrets and connections. Their secrets are none.</summary>
internal static class SecretExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly SecretRecord Secret = new("SHOP_TOKEN", SecretProvider.Stored) { Version = 3, UpdatedAt = At, UpdatedBy = "ann", UsedAt = At + Duration.FromHours(9), Key = "5f1c0a97" };
    private static readonly ConnectionField Base = new("base_url", "The address that requests begin with.") { IsRequired = true };
    private static readonly ConnectionField Token = new("token", "A token, sent as Authorization: Bearer.") { IsSecret = true };

    private static readonly ConnectionRecord Connection = new("shop", "http")
    {
        Description = "The shop's API",
        Settings = new JsonObject { ["base_url"] = "https://api.example.com/v2" },
        Sealed = ["token"],
        Health = new ConnectionHealth(BreakerState.Open, 5, At + Duration.FromHours(2), "https://api.example.com/v2/orders answered 503", At + Duration.FromMinutes(121), 14),
        Incidents = [new ConnectionIncident(7, "shop", At + Duration.FromHours(2), "https://api.example.com/v2/orders answered 503", 14, null)],
        Revision = 2,
        UpdatedAt = At,
        UpdatedBy = "ann",
    };

    /// <summary>By type.</summary>
    public static IEnumerable<KeyValuePair<Type, object>> All() => new object[]
    {
        new ItemList<SecretRecord>([Secret, new SecretRecord("MAIL_PASSWORD", SecretProvider.File) { Behind = [SecretProvider.Environment] }]),
        Secret,
        new SecretRequest { Value = "…" },
        new KeyReport("carillon.keys", [new KeyStatus("5f1c0a97", Seals: true, IsHere: true, 4), new KeyStatus("c09d31e2", Seals: false, IsHere: true, 0)]),
        new ItemList<ConnectionRecord>([Connection with { Incidents = null }]),
        Connection,
        new ConnectionRequest { Kind = "http", Description = "The shop's API", Settings = new JsonObject { ["base_url"] = "https://api.example.com/v2", ["token"] = "${{ secrets.SHOP_TOKEN }}" } },
        new ConnectionCheck(true, "https://api.example.com/v2 answered 200", 41.3, At),
        new ItemList<ConnectionKind>([new ConnectionKind("http", "A service that is reached by HTTP.", [Base, Token])]),
    }.Select(example => KeyValuePair.Create(example.GetType(), example));
}
