using Carillon.Adapters.Channels;
using Carillon.Adapters.Guard;
using Carillon.Core.History.Notifications;
using Carillon.Engine.History.Notifications;
using Carillon.Tests.Shared;
using NodaTime;

namespace Carillon.Adapters.Tests.Channels;

/// <summary>E-mail, against a real mail server.</summary>
public sealed class EmailChannelTests
{
    private static readonly ChannelMessage Message = new("msg_abc", NotificationEvent.Recovered, Instant.FromUtc(2026, 3, 9, 20, 30), "Wieder gut: Bestellungen für Ümläute 𝄞")
    {
        Error = ".a line that begins with a dot\n..and two",
        Link = new Uri("https://carillon.example/runs/r-1"),
        LinkText = "Open run",
        AnswersTo = "msg_before",
    };

    [Fact]
    public async Task A_mail_has_what_threads_and_filters_need_and_reads_as_it_was_written()
    {
        using var server = new MailReceiver();

        (await SendAsync(server)).ShouldBe(new SendResult.Accepted("250 queued"));

        var mail = server.Mails.Single();
        mail.From.ShouldBe("carillon@example.com");
        mail.To.ShouldBe(["ann@example.com", "bob@example.com"]);
        mail.Header("Message-ID").ShouldBe("<msg_abc@example.com>");
        mail.Header("In-Reply-To").ShouldBe("<msg_before@example.com>");
        mail.Header("Auto-Submitted").ShouldBe("auto-generated");
        Decoded(mail.Header("Subject")).ShouldBe(Message.Title);
        mail.Body.ShouldContain(".a line that begins with a dot\r\n..and two");
        mail.Body.ShouldContain("Open run: https://carillon.example/runs/r-1");
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("XOAUTH2 LOGIN PLAIN")]
    public async Task It_signs_in_over_an_encrypted_connection_and_nothing_secret_goes_in_clear(string kinds)
    {
        using var server = new MailReceiver { OffersTls = true, Kinds = kinds, Account = ("ann", "s3cret") };

        (await SendAsync(server, Signed, "s3cret")).ShouldBeOfType<SendResult.Accepted>();

        server.Mails.Single().ShouldSatisfyAllConditions(mail => mail.WasSecure.ShouldBeTrue(), mail => mail.User.ShouldBe("ann"));
        server.Clear.ShouldBe(["EHLO carillon", "STARTTLS"]);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task A_wrong_password_sends_nothing_and_waits_to_be_mended(string kinds)
    {
        using var server = new MailReceiver { OffersTls = true, Kinds = kinds, Account = ("ann", "s3cret") };

        var later = (await SendAsync(server, Signed, "wrong")).ShouldBeOfType<SendResult.Later>();

        later.Error.ShouldContain("did not let 'ann' sign in");
        later.Error.ShouldNotContain("wrong\"");
        server.Mails.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("XOAUTH2")]
    public async Task Where_no_sign_in_is_offered_that_we_know_nothing_is_sent_without_one(string kinds)
    {
        using var server = new MailReceiver { OffersTls = true, Kinds = kinds, Account = ("ann", "s3cret") };

        (await SendAsync(server, Signed, "s3cret")).ShouldBeOfType<SendResult.Later>().Error.ShouldContain("no sign-in");
        server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_no_encryption_is_offered_nothing_is_sent_in_clear()
    {
        using var server = new MailReceiver { Kinds = "PLAIN", Account = ("ann", "s3cret") };

        (await SendAsync(server, Signed, "s3cret")).ShouldBeOfType<SendResult.Later>().Error.ShouldContain("no encryption");
        server.Clear.ShouldBe(["EHLO carillon"]);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_trusted()
    {
        using var server = new MailReceiver { OffersTls = true, Kinds = "PLAIN", Account = ("ann", "s3cret") };

        (await SendAsync(server, Signed, "s3cret", trusts: false)).ShouldBeOfType<SendResult.Later>().Error.ShouldContain("certificate");
        server.Mails.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("550 5.1.1 no such user", typeof(SendResult.Refused))]
    [InlineData("450 4.2.1 later", typeof(SendResult.Later))]
    public async Task A_receiver_that_is_refused_for_good_is_not_tried_again(string answer, Type result)
    {
        using var server = new MailReceiver { Receiver = _ => answer };

        (await SendAsync(server)).ShouldBeOfType(result);
        server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_accepted_gets_it_though_another_is_not_and_the_log_says_who()
    {
        using var server = new MailReceiver { Receiver = address => address.StartsWith("bob", StringComparison.Ordinal) ? "550 no such user" : null };

        (await SendAsync(server)).ShouldBeOfType<SendResult.Accepted>().Answer.ShouldContain("bob@example.com no such user");
        server.Mails.Single().To.ShouldBe(["ann@example.com"]);
    }

    [Fact]
    public async Task A_server_that_refuses_the_mail_itself_is_heard()
    {
        using var server = new MailReceiver { Taken = "554 spam" };

        (await SendAsync(server)).ShouldBeOfType<SendResult.Refused>().Error.ShouldContain("554 spam");
    }

    [Fact]
    public void Settings_that_cannot_work_are_refused_all_at_once()
    {
        var channel = new EmailChannel(new NetworkGuard(true), TimeProvider.System);
        var bad = new ChannelSettings { Host = "mail example", Port = 70_000, Security = MailSecurity.None, User = "ann\r\nRSET", From = "a@b\r\nc", To = ["x", "ann@example.com>\r\nRCPT TO:<eve@example.com"] };

        channel.Check(bad, new ChannelSecrets()).Select(problem => problem.Field).ShouldBe(["host", "port", "from", "to", "to", "user", "password", "security"], ignoreOrder: true);
        channel.Check(Signed(1) with { Host = "mail.example.com", Security = MailSecurity.None }, new ChannelSecrets { Password = "x" }).ShouldHaveSingleItem().Field.ShouldBe("security");
        channel.Check(Signed(25), new ChannelSecrets { Password = "x" }).ShouldBeEmpty();
    }

    private static ChannelSettings Signed(int port) => new() { Host = "localhost", Port = port, Security = MailSecurity.Starttls, User = "ann", From = "carillon@example.com", To = ["ann@example.com", "bob@example.com"] };

    private static Task<SendResult> SendAsync(MailReceiver server, Func<int, ChannelSettings>? settings = null, string? password = null, bool trusts = true)
    {
        var channel = new EmailChannel(new NetworkGuard(allowPrivateNetworks: true), TimeProvider.System, trusts ? (_, _, _, _) => true : null);
        return channel.SendAsync(
            settings?.Invoke(server.Port) ?? Signed(server.Port) with { Host = "127.0.0.1", Security = MailSecurity.None, User = null }, new ChannelSecrets { Password = password }, Message, CancellationToken.None);
    }

    private static string Decoded(string header) => System.Text.Encoding.UTF8.GetString([.. header.Split(' ').SelectMany(word => Convert.FromBase64String(word["=?utf-8?B?".Length..^2]))]);
}
