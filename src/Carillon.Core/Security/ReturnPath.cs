namespace Carillon.Core.Security;

/// <summary>Where a browser goes once somebody has signed in: a page of this server, never another site.</summary>
public static class ReturnPath
{
    private const string First = "/";
    private const int Longest = 2000;

    /// <summary>The path when it is one within this server, else <c>/</c>. What browsers leave out or turn round (control characters, backslashes) is in none.</summary>
    /// <param name="asked">What was asked for.</param>
    public static string Of(string? asked) =>
        asked is ['/', ..] && asked.Length <= Longest && !asked.StartsWith("//", StringComparison.Ordinal) && !asked.StartsWith("/api/", StringComparison.OrdinalIgnoreCase) && asked.All(c => c is > ' ' and <= '~' and not '\\')
            ? asked
            : First;
}
