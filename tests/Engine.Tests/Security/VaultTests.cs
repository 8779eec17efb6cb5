using Carillon.Engine.Security;

namespace Carillon.Engine.Tests.Security;

/// <summary>What is sealed opens with its key and for its purpose only, and keys change while it is used.</summary>
public sealed class VaultTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carillon-test-");

    private string File => Path.Combine(_folder.FullName, "keys", "carillon.keys");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_sealed_opens_again()
    {
        var vault = new Vault(KeyRing.Of(SealingKey.New()));

        var stored = vault.Seal("s3cret ★", "secret/default/A");

        stored.ShouldNotContain("s3cret");
        vault.Open(stored, "secret/default/A").ShouldBe("s3cret ★");
        vault.Seal("s3cret ★", "secret/default/A").ShouldNotBe(stored);
    }

    [Fact]
    public void It_opens_for_its_own_purpose_only()
    {
        var vault = new Vault(KeyRing.Of(SealingKey.New()));
        var stored = vault.Seal("x", "secret/default/A");

        Should.Throw<VaultException>(() => vault.Open(stored, "secret/default/B"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1..")]
    [InlineData("v1.00000000.AAAA")]
    [InlineData("not sealed at all")]
    public void What_was_never_sealed_is_refused_with_words(string stored)
    {
        var vault = new Vault(KeyRing.Of(SealingKey.New()));

        Should.Throw<VaultException>(() => vault.Open(stored, "secret/default/A")).Suggestion.ShouldNotBeEmpty();
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        var vault = new Vault(KeyRing.Of(SealingKey.New()));
        var stored = vault.Seal("text", "p").Split('.');
        var bytes = Convert.FromBase64String(stored[2]);
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Should.Throw<VaultException>(() => vault.Open($"{stored[0]}.{stored[1]}.{Convert.ToBase64String(changed)}", "p"));
        }
    }

    [Fact]
    public void A_key_put_first_seals_from_then_on_and_the_old_one_still_opens()
    {
        var ring = KeyRing.OfFile(File, mayMake: true);
        var (one, other) = (new Vault(ring), new Vault(KeyRing.OfFile(File, mayMake: false)));
        var before = one.Seal("old", "p");

        var key = other.Keys.Rotate();
        var after = one.Seal("new", "p");

        Vault.KeyOf(after).ShouldBe(key.Id);
        Vault.KeyOf(before).ShouldNotBe(key.Id);
        new[] { other.Open(before, "p"), other.Open(after, "p") }.ShouldBe(["old", "new"]);
    }

    [Fact]
    public async Task Processes_that_need_a_first_key_at_once_have_the_same()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => KeyRing.OfFile(File, mayMake: true).Sealing().Id)));

        ids.Distinct().ShouldHaveSingleItem();
        KeyRing.OfFile(File, mayMake: false).Keys().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Keys_that_are_put_first_at_once_all_stay()
    {
        var rotated = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => KeyRing.OfFile(File, mayMake: true).Rotate().Id)));

        KeyRing.OfFile(File, mayMake: false).Keys().Select(key => key.Id).ShouldBe(rotated, ignoreOrder: true);
    }

    [Fact]
    public void The_key_file_is_its_owners_alone()
    {
        KeyRing.OfFile(File, mayMake: true).Sealing();

        if (!OperatingSystem.IsWindows())
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Without_a_key_that_may_be_made_nothing_is_sealed()
    {
        Should.Throw<VaultException>(() => KeyRing.OfFile(File, mayMake: false).Sealing()).Message.ShouldContain("no key");
        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public void Keys_that_are_none_are_told_by_their_number()
    {
        var good = SealingKey.New().ToText();
        KeyRing.FromText($"{good}, nonsense").Problems[0].Message.ShouldContain("Key 2");
        KeyRing.FromText($" {good} ").Value.Sealing().Id.ShouldBe(SealingKey.Parse(good)!.Id);
    }
}
