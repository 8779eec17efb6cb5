namespace Carillon.Core.Security;

/// <summary>What names of scopes and of owners allow.</summary>
public static class Permissions
{
    /// <summary>The scope that is everything.</summary>
    public const string Admin = "admin";

    /// <summary>What two lists of scopes both allow.</summary>
    public static IReadOnlyList<string> Both(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        one.Contains(Admin, StringComparer.Ordinal) ? other : other.Contains(Admin, StringComparer.Ordinal) ? one : [.. one.Intersect(other, StringComparer.Ordinal)];

    /// <summary>True when an account may be tied to somebody because an issuer calls them by its name. A name may be free to choose there: one that may do everything needs more, the issuer's word that they are an administrator.</summary>
    /// <param name="scopes">What the account may do.</param>
    /// <param name="said">What the issuer's groups say that they may do; null when groups are not looked at.</param>
    public static bool MayClaim(IReadOnlyList<string> scopes, IReadOnlyList<string>? said) =>
        !scopes.Contains(Admin, StringComparer.Ordinal) || said?.Contains(Admin, StringComparer.Ordinal) == true;

    /// <summary>True when the account may change what these own: one of them, by name without regard to case; anybody for no owner; and whoever may do everything.</summary>
    /// <param name="account">The account; null for nobody known.</param>
    /// <param name="scopes">What it may do.</param>
    /// <param name="owners">Whose it is; empty for nobody in particular.</param>
    public static bool MayChange(string? account, IReadOnlyList<string> scopes, IReadOnlyList<string> owners) =>
        scopes.Contains(Admin, StringComparer.Ordinal) || owners.Count == 0 || owners.Contains(account, StringComparer.OrdinalIgnoreCase);
}
