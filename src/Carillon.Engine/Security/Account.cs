using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>What an account stands for.</summary>
public enum AccountKind
{
    /// <summary>Somebody who signs in with a password.</summary>
    Person,

    /// <summary>A program, which has tokens only.</summary>
    Service,
}

/// <summary>Who may use this server. Immutable.</summary>
/// <param name="Id">Its name, in lower case.</param>
/// <param name="Kind">Person or program.</param>
/// <param name="Scopes">What it may do; <c>admin</c> is everything.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">By whom.</param>
public sealed record Account(string Id, AccountKind Kind, IReadOnlyList<string> Scopes, Instant CreatedAt, string CreatedBy)
{
    /// <summary>Since when it may do nothing; null while it may.</summary>
    public Instant? DisabledAt { get; init; }

    /// <summary>False until its holder has chosen a password.</summary>
    public bool HasPassword { get; init; }
}

/// <summary>A program's token, without its secret, which is shown once and never kept. Immutable.</summary>
/// <param name="Id">What it is called in lists; not secret.</param>
/// <param name="Account">Whose.</param>
/// <param name="Name">What it is for, in its owner's words.</param>
/// <param name="Scopes">What it may do, as far as its account may.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">By whom.</param>
public sealed record ApiToken(string Id, string Account, string Name, IReadOnlyList<string> Scopes, Instant CreatedAt, string CreatedBy)
{
    /// <summary>From when on it is worth nothing; null for never.</summary>
    public Instant? EndsAt { get; init; }

    /// <summary>When it was used last, to within five minutes; null for never.</summary>
    public Instant? UsedAt { get; init; }

    /// <summary>Since when it is revoked; null while it is not.</summary>
    public Instant? RevokedAt { get; init; }
}

/// <summary>Who asks, and what they may do at this moment. Immutable.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Scopes">What may be done.</param>
public sealed record Grant(string Account, IReadOnlyList<string> Scopes);
