using Carillon.Engine.Security;
using Carillon.Server.Hosting;
using NodaTime;

namespace Carillon.Server.Security;

/// <summary>Examples of accounts and tokens. Their secrets are none.</summary>
internal static class AccountExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly Account Ann = new("ann", AccountKind.Person, ["workflow:read", "run:execute"], At, "admin") { HasPassword = true };
    private static readonly ApiToken Token = new("3f2a9c01d4e7", "ann", "nightly build", ["run:execute"], At, "ann") { EndsAt = At + Duration.FromDays(90), UsedAt = At + Duration.FromHours(3) };
    private const string Link = "https://carillon.example/welcome#crk_…";

    /// <summary>By type.</summary>
    public static IEnumerable<KeyValuePair<Type, object>> All() => new object[]
    {
        new SignInRequest { Name = "ann", Password = "…" },
        new LinkRequest { Link = "crk_…", Password = "…" },
        new PasswordRequest { Current = "…", Password = "…" },
        new AccountView("ann", ["workflow:read", "run:execute"], true, "id.example"),
        new ItemList<Account>([Ann]),
        Ann,
        new AccountRequest { Id = "ann", Scopes = ["workflow:read", "run:execute"] },
        new AccountChange { Scopes = ["workflow:read"] },
        new AccountMade(Ann with { HasPassword = false }, Link),
        new LinkMade(Link),
        new ItemList<ApiToken>([Token]),
        Token,
        new TokenRequest { Name = "nightly build", Scopes = ["run:execute"], Days = 90 },
        new TokenMade(Token with { UsedAt = null }, "crl_…"),
    }.Select(example => KeyValuePair.Create(example.GetType(), example));
}
