using Carillon.Adapters.Channels;
using Carillon.Adapters.Guard;
using Carillon.Core.History.Notifications;
using Carillon.Engine.History.Notifications;
using Carillon.Tests.Shared;
using NodaTime;

namespace Carillon.Adapters.Tests.Channels;

/// <summary>Slack, Teams and signed webhooks, against a real receiver.</summary>
public sealed class PostingChannelTests : IDisposable
{
    private const string Key = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    private static readonly ChannelMessage Message = new("msg_test01", NotificationEvent.Failure, Instant.FromUtc(2026, 1, 1, 0, 0), "Failed: Orders")
    {
        Error = "no List<Order>",
        Link = new Uri("https://carillon.example/runs/r-1"),
        LinkText = "Open run",
    };

    private readonly HttpReceiver _receiver = new();
    private readonly Posting _posting = new(new NetworkGuard(allowPrivateNetworks: true));

    [Fact]
    public void The_signature_is_that_of_the_vector() =>
        WebhookSignature.Of(WebhookKey.Parse(Key)!, "msg_test01", 1767225600, """{"type":"run.failed","timestamp":"2026-01-01T00:00:00Z","data":{"runId":"r-1"}}"""u8.ToArray())
            .ShouldBe("v1,bYb9hPL8C1XZK8/zaffStE6KzwaLC5l4NSV3srj2QHE=");

    [Fact]
    public async Task A_webhook_signs_the_very_bytes_that_it_posts()
    {
        (await WebhookAsync(new ChannelSecrets { Url = _receiver.Url, Key = Key })).ShouldBe(new SendResult.Accepted("HTTP 200: ok"));

        var post = _receiver.Posts.Single();
        var timestamp = long.Parse(post.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture);
        post.Headers["webhook-id"].ShouldBe("msg_test01");
        post.Headers["webhook-signature"].ShouldBe(WebhookSignature.Of(WebhookKey.Parse(Key)!, "msg_test01", timestamp, System.Text.Encoding.UTF8.GetBytes(post.Body)));
        post.Json["type"]!.ToString().ShouldBe("carillon.failure");
        post.Json["data"]!["url"]!.ToString().ShouldBe("https://carillon.example/runs/r-1");
    }

    [Fact]
    public async Task After_a_change_of_keys_both_sign_for_a_while()
    {
        const string newer = "whsec_Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkI";
        var until = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60;
        await WebhookAsync(new ChannelSecrets { Url = _receiver.Url, Key = newer, FormerKey = Key, FormerUntil = until });
        await WebhookAsync(new ChannelSecrets { Url = _receiver.Url, Key = newer, FormerKey = Key, FormerUntil = until - 120 });

        _receiver.Posts.Select(post => post.Headers["webhook-signature"].Split(' ').Length).ShouldBe([2, 1]);
    }

    [Theory]
    [InlineData("204 No Content", "", typeof(SendResult.Accepted), false)]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1:1/", "", typeof(SendResult.Refused), false)]
    [InlineData("400 Bad", "", typeof(SendResult.Refused), false)]
    [InlineData("410 Gone", "", typeof(SendResult.Refused), true)]
    [InlineData("500 Oops", "", typeof(SendResult.Later), false)]
    public async Task A_webhook_takes_2xx_for_yes_and_nothing_else(string answer, string body, Type result, bool disables)
    {
        (_receiver.Answer, _receiver.AnswerBody) = (_ => answer, body);

        var sent = await WebhookAsync(new ChannelSecrets { Url = _receiver.Url, Key = Key });

        sent.ShouldBeOfType(result);
        ((sent as SendResult.Refused)?.Disables ?? false).ShouldBe(disables);
        _receiver.Posts.Count.ShouldBe(1, "nothing is followed");
    }

    [Fact]
    public async Task A_receiver_that_asks_to_wait_is_heard()
    {
        _receiver.Answer = _ => "429 Slow down\r\nRetry-After: 77";

        (await SlackAsync()).ShouldBeOfType<SendResult.Later>().RetryAfter.ShouldBe(Duration.FromSeconds(77));
    }

    [Theory]
    [InlineData("400 Bad", "invalid_payload", false)]
    [InlineData("403 No", "action_prohibited", false)]
    [InlineData("404 No", "no_service", true)]
    [InlineData("404 No", "channel_not_found", true)]
    [InlineData("410 Gone", "channel_is_archived", true)]
    public async Task What_Slack_refuses_for_good_is_not_tried_again(string answer, string body, bool disables)
    {
        (_receiver.Answer, _receiver.AnswerBody) = (_ => answer, body);

        var refused = (await SlackAsync()).ShouldBeOfType<SendResult.Refused>();

        refused.Disables.ShouldBe(disables);
        refused.Error.ShouldContain(body);
    }

    [Fact]
    public async Task Slack_gets_a_button_to_the_run_and_no_bare_angle_brackets()
    {
        await SlackAsync();

        var payload = _receiver.Posts.Single();
        payload.Headers["Content-Type"].ShouldBe("application/json");
        payload.Body.ShouldContain("no List&lt;Order&gt;");
        payload.Json["blocks"]!.AsArray().Last()!["elements"]![0]!["url"]!.ToString().ShouldBe("https://carillon.example/runs/r-1");
    }

    [Fact]
    public async Task Teams_gets_a_card_in_an_attachment_and_its_202_is_called_what_it_is()
    {
        _receiver.Answer = _ => "202 Accepted";
        var sent = await new TeamsChannel(_posting).SendAsync(new ChannelSettings(), new ChannelSecrets { Url = _receiver.Url + "?sig=a%2Fb%2Bc&sp=%2Ftriggers" }, Message, CancellationToken.None);

        sent.ShouldBeOfType<SendResult.Accepted>().Answer.ShouldContain("whether it posts only Teams knows");
        var post = _receiver.Posts.Single();
        post.Path.ShouldBe("/hook?sig=a%2Fb%2Bc&sp=%2Ftriggers", "the query is used as it is");
        post.Json["attachments"]![0]!["contentType"]!.ToString().ShouldBe("application/vnd.microsoft.card.adaptive");
    }

    [Fact]
    public async Task A_receiver_that_is_down_may_be_up_later_and_its_address_is_in_no_error()
    {
        _receiver.Down();

        var later = (await SlackAsync()).ShouldBeOfType<SendResult.Later>();

        later.Error.ShouldContain("cannot be reached");
        later.Error.ShouldNotContain("hook");
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://localhost:1/")]
    public async Task Where_nobody_may_connect_to_no_channel_does(string url)
    {
        using var guarded = new Posting(new NetworkGuard(allowPrivateNetworks: false));

        var refused = (await new WebhookChannel(guarded, TimeProvider.System).SendAsync(new ChannelSettings(), new ChannelSecrets { Url = url, Key = Key }, Message, CancellationToken.None)).ShouldBeOfType<SendResult.Refused>();

        refused.Error.ShouldContain("may not connect");
    }

    [Fact]
    public void Settings_that_cannot_work_are_refused_at_once()
    {
        new SlackChannel(_posting).Check(new ChannelSettings(), new ChannelSecrets { Url = "http://hooks.slack.com/services/x" }).ShouldHaveSingleItem().Message.ShouldContain("https");
        new SlackChannel(_posting).Check(new ChannelSettings(), new ChannelSecrets()).ShouldHaveSingleItem().Field.ShouldBe("url");
        new TeamsChannel(_posting).Check(new ChannelSettings(), new ChannelSecrets { Url = "ftp://x" }).ShouldHaveSingleItem();
        new WebhookChannel(_posting, TimeProvider.System).Check(new ChannelSettings(), new ChannelSecrets { Url = "http://me:secret@x/", Key = "whsec_YQ==" }).Count.ShouldBe(2);
        new WebhookChannel(_posting, TimeProvider.System).Check(new ChannelSettings(), new ChannelSecrets { Url = "http://x/", Key = Key }).ShouldBeEmpty();
    }

    private Task<SendResult> WebhookAsync(ChannelSecrets secrets) => new WebhookChannel(_posting, TimeProvider.System).SendAsync(new ChannelSettings(), secrets, Message, CancellationToken.None);

    private Task<SendResult> SlackAsync() => new SlackChannel(_posting).SendAsync(new ChannelSettings(), new ChannelSecrets { Url = _receiver.Url }, Message, CancellationToken.None);

    public void Dispose()
    {
        _posting.Dispose();
        _receiver.Dispose();
    }
}
