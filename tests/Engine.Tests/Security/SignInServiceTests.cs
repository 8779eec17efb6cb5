using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using Carillon.Tests.Shared;
using NodaTime;

namespace Carillon.Engine.Tests.Security;

/// <summary>What time does to sessions, tokens, links and failures.</summary>
public sealed class SignInServiceTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("carillon-sign-in-").FullName;
    private readonly ManualTime _time = new(Instant.FromUtc(2026, 1, 5, 9, 0));
    private Database _database = null!;
    private AccountService _accounts = null!;
    private SignInService _signIn = null!;

    public async Task InitializeAsync()
    {
        _database = Database.Open(TestDatabase.For(_folder));
        (_accounts, _signIn) = (new AccountService("default", _time, _database), new SignInService("default", _time, _database));
        await _accounts.CreateAsync("root", AccountKind.Person, [AccountService.Admin], "test");
        await _accounts.CreateAsync("ann", AccountKind.Person, ["workflow:read", "run:execute"], "test");
    }

    public Task DisposeAsync()
    {
        _database.Dispose();
        TestDatabase.Drop(_folder);
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_session_ends_when_nobody_has_used_it_for_twelve_hours()
    {
        var session = await _signIn.OpenAsync("ann", "::1");

        _time.Advance(Duration.FromHours(11));
        _signIn.OfSession(session)!.Account.ShouldBe("ann");
        await _database.WriteAsync(_ => { });
        _time.Advance(Duration.FromHours(11));
        _signIn.OfSession(session).ShouldNotBeNull("it was used eleven hours ago");
        await _database.WriteAsync(_ => { });
        _time.Advance(Duration.FromHours(12));
        _signIn.OfSession(session).ShouldBeNull();
    }

    [Fact]
    public async Task A_session_ends_after_a_week_in_any_case()
    {
        var session = await _signIn.OpenAsync("ann", "::1");

        for (var hours = 0; hours < 7 * 24 - 1; hours += 6)
        {
            _signIn.OfSession(session).ShouldNotBeNull();
            await _database.WriteAsync(_ => { });
            _time.Advance(Duration.FromHours(6));
        }
        _signIn.OfSession(session).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_ends_when_it_says_and_tells_when_it_was_used_last()
    {
        var made = (await _accounts.CreateTokenAsync("ann", "ci", ["workflow:read"], _time.Now() + Duration.FromDays(1), "test")).Value;

        _signIn.OfToken(made.Secret)!.Scopes.ShouldBe(["workflow:read"]);
        await _database.WriteAsync(_ => { });
        _accounts.Token(made.Token.Id)!.UsedAt.ShouldBe(_time.Now());
        _time.Advance(Duration.FromDays(1));
        _signIn.OfToken(made.Secret).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_may_no_more_than_its_account_may_at_that_moment()
    {
        var made = (await _accounts.CreateTokenAsync("ann", "ci", ["workflow:read", "workflow:write"], null, "test")).Value;
        _signIn.OfToken(made.Secret)!.Scopes.ShouldBe(["workflow:read"]);

        await _accounts.ChangeAsync("ann", ["admin"], null, "test");
        _signIn.OfToken(made.Secret)!.Scopes.ShouldBe(["workflow:read", "workflow:write"]);
        await _accounts.ChangeAsync("ann", ["run:execute"], null, "test");
        _signIn.OfToken(made.Secret)!.Scopes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_link_is_worth_nothing_after_a_day()
    {
        var link = (await _accounts.MakeLinkAsync("ann", "test")).Value;
        _signIn.AccountOfLink(link).ShouldBe("ann");

        _time.Advance(Duration.FromDays(1));

        _signIn.AccountOfLink(link).ShouldBeNull();
        (await _signIn.UseLinkAsync(link, "hash", "::1")).ShouldBeNull();
    }

    [Fact]
    public async Task Failures_in_a_row_make_a_name_wait_longer_and_longer_until_one_succeeds()
    {
        for (var i = 0; i < 5; i++)
            await _signIn.FailedAsync("ann", "::1");

        _signIn.Until("ann").ShouldBe(_time.Now() + Duration.FromSeconds(4));
        _signIn.Until("bob").ShouldBeNull();
        _time.Advance(Duration.FromSeconds(4));
        _signIn.Until("ann").ShouldBeNull();
        await _signIn.OpenAsync("ann", "::1");
        await _signIn.FailedAsync("ann", "::1");
        _signIn.Until("ann").ShouldBeNull();
    }

    [Fact]
    public async Task Failures_are_forgotten_after_a_day()
    {
        for (var i = 0; i < 20; i++)
            await _signIn.FailedAsync("ann", "::1");
        _time.Advance(Duration.FromDays(1));

        await _signIn.FailedAsync("bob", "::1");

        _database.Read(sql => sql.Number("select count(*) from sign_in_failures")).ShouldBe(1);
    }

    [Fact]
    public async Task The_first_start_makes_an_account_and_as_long_as_it_is_alone_without_a_password_each_start_gives_a_new_link()
    {
        await _database.WriteAsync(sql => sql.Execute("delete from accounts"));
        var first = await _accounts.BeginAsync();
        var second = await _accounts.BeginAsync();

        _signIn.AccountOfLink(first!).ShouldBe(AccountService.FirstAccount, "another node may have printed it");
        _signIn.AccountOfLink(second!).ShouldBe(AccountService.FirstAccount);
        await _signIn.UseLinkAsync(second!, "hash", "::1");
        _signIn.AccountOfLink(first!).ShouldBeNull();
        (await _accounts.BeginAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_starts_again_and_again_leaves_no_more_than_ten_links()
    {
        await _database.WriteAsync(sql => sql.Execute("delete from accounts"));
        var links = new List<string>();
        for (var start = 0; start < 12; start++)
        {
            links.Add((await _accounts.BeginAsync())!);
            _time.Advance(Duration.FromSeconds(2));
        }

        links.Select(link => _signIn.AccountOfLink(link) is not null).ShouldBe([false, false, .. Enumerable.Repeat(true, 10)]);
    }

    [Theory]
    [InlineData(AccountKind.Service, AccountService.Admin)]
    [InlineData(AccountKind.Person, "workflow:read")]
    public async Task The_first_account_is_one_by_which_somebody_can_do_everything(AccountKind kind, string scope)
    {
        await _database.WriteAsync(sql => sql.Execute("delete from accounts"));

        (await _accounts.CreateAsync("first", kind, [scope], "test")).Problems.ShouldHaveSingleItem().Code.ShouldBe("SCH033");
        _accounts.List().ShouldBeEmpty();
    }

    [Fact]
    public void Whether_anybody_has_to_sign_in_is_never_guessed()
    {
        using var database = Database.Open(DatabaseAddress.File(Path.Combine(_folder, "away.db")), link: new Away(DatabaseAddress.File(Path.Combine(_folder, "away.db"))));
        var accounts = new AccountService("default", _time, database);

        Should.Throw<StorageException>(() => accounts.Any);
    }

    [Fact]
    public async Task Nothing_that_is_stored_lets_anybody_in()
    {
        var session = await _signIn.OpenAsync("ann", "::1");
        var token = (await _accounts.CreateTokenAsync("ann", "ci", ["workflow:read"], null, "test")).Value.Secret;
        var link = (await _accounts.MakeLinkAsync("ann", "test")).Value;

        var stored = _database.Read(sql => sql.Query("select hash from sessions union all select hash from tokens union all select id from tokens union all select hash from sign_in_links union all select coalesce(detail, '') from audit", row => row.GetString(0)));

        foreach (var secret in new[] { session, token, link }.Select(secret => secret[4..]))
            stored.ShouldAllBe(text => !text.Contains(secret, StringComparison.Ordinal));
    }

    /// <summary>A database that can be written and not read.</summary>
    private sealed class Away(DatabaseAddress address) : SqliteLink(address)
    {
        public override Sql OpenReader() => throw new StorageException("SCH034", "away");
    }
}
