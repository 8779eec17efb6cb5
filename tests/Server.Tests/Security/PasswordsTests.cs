using Carillon.Server.Security;
using Microsoft.AspNetCore.Identity;

namespace Carillon.Server.Tests.Security;

/// <summary>What is done to look at a password, whatever the name.</summary>
public sealed class PasswordsTests
{
    [Fact]
    public async Task An_unknown_name_costs_the_same_work_as_a_wrong_password()
    {
        var hasher = new CountingHasher();
        using var passwords = new Passwords(hasher);
        var hash = (await passwords.HashAsync("correct horse battery", default))!;
        hasher.Looks.Clear();

        (await passwords.IsAsync(null, "wrong", default)).ShouldBe(false);
        (await passwords.IsAsync(hash, "wrong", default)).ShouldBe(false);
        (await passwords.IsAsync(null, new string('x', 5000), default)).ShouldBe(false);
        (await passwords.IsAsync(hash, "correct horse battery", default)).ShouldBe(true);

        // Once each, against a hash of the same kind and length.
        hasher.Looks.Count.ShouldBe(4);
        hasher.Looks.Select(looked => looked.Length).Distinct().ShouldHaveSingleItem();
    }

    private sealed class CountingHasher : IPasswordHasher<object>
    {
        private readonly PasswordHasher<object> _real = new();

        public List<string> Looks { get; } = [];

        public string HashPassword(object user, string password) => _real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(object user, string hashedPassword, string providedPassword)
        {
            Looks.Add(hashedPassword);
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
