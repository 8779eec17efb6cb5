namespace Carillon.Core.Security;

/// <summary>What secrets may be called.</summary>
public static class SecretName
{
    /// <summary>Characters of the longest name.</summary>
    public const int Longest = 100;

    /// <summary>The rule in words.</summary>
    public const string Rule = "A secret's name has 1 to 100 letters, digits and '_' and begins with no digit.";

    /// <summary>True for 1 to 100 ASCII letters, digits and <c>_</c>, the first no digit.</summary>
    public static bool IsValid(string name) => name.Length is > 0 and <= Longest && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

/// <summary>What connections may be called.</summary>
public static class ConnectionName
{
    /// <summary>The rule in words.</summary>
    public const string Rule = "A connection's name has 1 to 100 letters, digits, '_' and '-' and begins with a letter or '_'.";

    /// <summary>True for 1 to 100 ASCII letters, digits, <c>_</c> and <c>-</c>, the first a letter or <c>_</c>. No address of a database is one.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= SecretName.Longest && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
