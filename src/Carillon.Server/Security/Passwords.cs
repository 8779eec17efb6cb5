using Carillon.Core;
using Microsoft.AspNetCore.Identity;

namespace Carillon.Server.Security;

/// <summary>
/// Hashes passwords with the framework's own hasher (PBKDF2 with HMAC-SHA512 and a salt). That is slow on purpose, so one is looked at after the other and only so many wait:
/// guessing takes no more than one core. Thread safe.
/// </summary>
internal sealed class Passwords : IDisposable
{
    /// <summary>The shortest that is taken.</summary>
    public const int Shortest = 10;

    private const int Longest = 200;
    private const int MostWaiting = 20;
    private static readonly object Nobody = new();
    private readonly IPasswordHasher<object> _hasher;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>What an unknown name is compared with, so that it takes as long as a known one.</summary>
    private readonly string _none;
    private int _waiting;

    /// <summary>Makes it, and what an unknown name is compared with.</summary>
    /// <param name="hasher">What hashes; the framework's own when none is given.</param>
    public Passwords(IPasswordHasher<object>? hasher = null)
    {
        _hasher = hasher ?? new PasswordHasher<object>();
        _none = _hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
    }

    /// <summary>What is wrong with a new password; null when nothing is.</summary>
    public static Problem? Check(string? password, string account) => password switch
    {
        null or { Length: < Shortest } => new Problem(ProblemCodes.InvalidValue, $"A password has at least {Shortest} characters.") { Field = "password" },
        { Length: > Longest } => new Problem(ProblemCodes.InvalidValue, $"A password has at most {Longest} characters.") { Field = "password" },
        _ when password.Contains(account, StringComparison.OrdinalIgnoreCase) && password.Length < account.Length + Shortest => new Problem(ProblemCodes.InvalidValue, "The password is little more than the account's name.") { Field = "password" },
        _ => null,
    };

    /// <summary>The hash to keep; null when too many wait already.</summary>
    public Task<string?> HashAsync(string password, CancellationToken stop) => InTurnAsync<string?>(() => _hasher.HashPassword(Nobody, password), null, stop);

    /// <summary>Whether it is the password of that hash; null when too many wait already. Without a hash it is not, after the same time.</summary>
    public Task<bool?> IsAsync(string? hash, string password, CancellationToken stop) => InTurnAsync<bool?>(
        () => password.Length <= Longest & _hasher.VerifyHashedPassword(Nobody, hash ?? _none, password.Length <= Longest ? password : "") != PasswordVerificationResult.Failed & hash is not null,
        null,
        stop);

    private async Task<T> InTurnAsync<T>(Func<T> work, T busy, CancellationToken stop)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return busy;
        }
        try
        {
            await _turn.WaitAsync(stop);
            try
            {
                return await Task.Run(work, stop);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _turn.Dispose();
}
