using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.History.Notifications;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History.Notifications;

/// <summary>A channel as somebody wants it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Secrets">What of its secrets is set anew; what is null stays as it is.</param>
/// <param name="Enabled">Whether it is switched on.</param>
public sealed record ChannelEdit(ChannelKind Kind, ChannelSettings Settings, ChannelSecrets Secrets, bool Enabled = true);

/// <summary>A channel as it was saved.</summary>
/// <param name="Channel">It.</param>
/// <param name="MadeKey">The key that was made for it because none was given; shown here only.</param>
/// <param name="IsNew">Whether it was not there before.</param>
public sealed record ChannelSaved(ChannelRecord Channel, string? MadeKey, bool IsNew);

/// <summary>How a test message went.</summary>
/// <param name="Sent">Whether the receiver has accepted it.</param>
/// <param name="Detail">What it answered, or why not.</param>
/// <param name="TookMs">How long it took, in milliseconds.</param>
public sealed record ChannelTest(bool Sent, string Detail, long TookMs);

/// <summary>Channels and rules as people change them. Thread safe. A change is durable, and in the audit trail, when the task completes.</summary>
public sealed class NotificationService
{
    private const int MaxName = 60;
    private static readonly Duration KeyOverlap = Duration.FromHours(24);
    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly Vault _vault;
    private readonly RuleBook _book;
    private readonly ChannelSender _sender;
    private readonly Action _lookAgain;

    internal NotificationService(EngineOptions options, Database database, Vault vault, RuleBook book, ChannelSender sender, Action lookAgain) =>
        (_options, _database, _vault, _book, _sender, _lookAgain) = (options, database, vault, book, sender, lookAgain);

    /// <summary>Every channel, by name.</summary>
    public IReadOnlyList<ChannelRecord> Channels() => _database.Read(sql => ChannelStore.List(sql, _options.Project, _options.Time.Now()));

    /// <summary>The channel, or null.</summary>
    public ChannelRecord? Channel(string name) => _database.Read(sql => ChannelStore.Find(sql, _options.Project, name, _options.Time.Now()));

    /// <summary>Every rule, by name.</summary>
    public IReadOnlyList<RuleRecord> Rules() => _database.Read(sql => RuleStore.List(sql, _options.Project));

    /// <summary>The rule, or null.</summary>
    public RuleRecord? Rule(string id) => _database.Read(sql => RuleStore.Find(sql, _options.Project, id));

    /// <summary>Makes or changes a channel. Problems: SCH082 (all of them), SCH054 (<paramref name="revision"/> is not the stored one), SCH075.</summary>
    /// <param name="name">Its name: 1 to 60 letters, digits and <c>. _ -</c>.</param>
    /// <param name="edit">What it is to be.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="revision">Only if it stands at this one; null for any.</param>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public async Task<Checked<ChannelSaved>> SaveChannelAsync(string name, ChannelEdit edit, string by, string? reason, long? revision = null)
    {
        if (NameProblem(name) is { } bad)
            return Checked<ChannelSaved>.Bad(bad);
        if (_options.Channels.FirstOrDefault(channel => channel.Kind == edit.Kind) is not { } kind)
            return Checked<ChannelSaved>.Bad(new Problem(ProblemCodes.ChannelUnusable, $"This program has no channels of kind '{edit.Kind.ToWord()}'.") { Field = "kind" });
        try
        {
            while (true)
            {
                // What is secret is opened and sealed here, beside the writer: keys may have to be read or made.
                var seen = _database.Read(sql => ChannelStore.Stored(sql, _options.Project, name));
                var draft = Draft(name, kind, edit, seen);
                if (!draft.IsOk)
                    return Checked<ChannelSaved>.Bad(draft.Problems);
                if (await _database.WriteAsync(sql => Save(sql, name, draft.Value, seen?.Revision, edit, by, reason, revision)) is not { } saved)
                    continue;
                _lookAgain();
                return saved;
            }
        }
        catch (VaultException e)
        {
            return Checked<ChannelSaved>.Bad(new Problem(ProblemCodes.KeysUnusable, e.Message, Suggestion: e.Suggestion));
        }
    }

    /// <summary>Takes a channel away: what waits for it is given up. Gives what was there, or null.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<ChannelRecord?> DeleteChannelAsync(string name, string by, string? reason) => _database.WriteAsync(sql =>
    {
        var now = _options.Time.Now();
        if (ChannelStore.Find(sql, _options.Project, name, now) is not { } channel)
            return null;
        OutboxStore.FailAll(sql, _options.Project, name, "The channel was taken away.", now);
        ChannelStore.Delete(sql, _options.Project, name);
        Audit(sql, "deleted", "channel", name, by, reason, new JsonObject { ["kind"] = channel.Kind.ToWord() });
        return channel;
    });

    /// <summary>Sends a test message now, past the outbox. One that is accepted has what waits tried at once. Problems: SCH080.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<Checked<ChannelTest>> TestAsync(string name, string by, CancellationToken stop)
    {
        if (_database.Read(sql => ChannelStore.Stored(sql, _options.Project, name)) is not { } stored)
            return Checked<ChannelTest>.Bad(NoChannel(name));
        var now = _options.Time.Now();
        var occasion = new Occasion(NotificationEvent.Test, $"test/{now.ToStored()}", "channel/" + name, now) { Text = $"{by} has asked for this message. Channel '{name}' of project '{_options.Project}' works." };
        var message = MessageText.Of(MessageMaker.IdOf(_options.Project, name, occasion.Key), occasion, _options.PublicUrl) with { Project = _options.Project };
        var began = _options.Time.GetTimestamp();
        var result = await _sender.SendAsync(name, stored, message, stop);
        var took = (long)_options.Time.GetElapsedTime(began).TotalMilliseconds;
        var test = result switch
        {
            SendResult.Accepted accepted => new ChannelTest(true, accepted.Answer, took),
            SendResult.Later later => new ChannelTest(false, later.Error, took),
            SendResult.Refused refused => new ChannelTest(false, refused.Error, took),
            _ => throw new InvalidOperationException(result.GetType().Name),
        };
        await _database.WriteAsync(sql => Tested(sql, name, test, by));
        _lookAgain();
        return Checked<ChannelTest>.Ok(test);
    }

    /// <summary>Makes or changes a rule. Problems: SCH082 (all of them), SCH080 (no such channel), SCH054.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public async Task<Checked<RuleRecord>> SaveRuleAsync(string id, string? channel, RuleContent content, string by, string? reason, long? revision = null)
    {
        var read = content.Read(id, channel ?? "");
        List<Problem> problems = [.. NameProblem(id) is { } bad ? new[] { bad } : [], .. read.IsOk ? [] : read.Problems];
        if (string.IsNullOrWhiteSpace(channel))
            problems.Add(new Problem(ProblemCodes.ChannelUnusable, "'channel' is missing: where the messages go.") { Field = "channel" });
        if (problems.Count > 0 || channel is null)
            return Checked<RuleRecord>.Bad(problems);
        return await _database.WriteAsync(sql =>
        {
            var before = RuleStore.Find(sql, _options.Project, id);
            if (revision is { } wanted && wanted != (before?.Revision ?? 0))
                return Checked<RuleRecord>.Bad(Stale("rule", id, before?.Revision, before?.UpdatedBy));
            if (ChannelStore.Stored(sql, _options.Project, channel) is null)
                return Checked<RuleRecord>.Bad(NoChannel(channel) with { Field = "channel" });
            RuleStore.Save(sql, _options.Project, id, channel, content, by, _options.Time.Now());
            _book.Changed(sql);
            var after = RuleStore.Find(sql, _options.Project, id)!;
            Audit(sql, before is null ? "created" : "changed", "rule", id, by, reason, new JsonObject { ["before"] = Document(before), ["after"] = Document(after) });
            return Checked<RuleRecord>.Ok(after);
        });
    }

    /// <summary>Takes a rule away. Gives what was there, or null.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing has changed.</exception>
    public Task<RuleRecord?> DeleteRuleAsync(string id, string by, string? reason) => _database.WriteAsync(sql =>
    {
        if (RuleStore.Find(sql, _options.Project, id) is not { } rule)
            return null;
        RuleStore.Delete(sql, _options.Project, id);
        _book.Changed(sql);
        Audit(sql, "deleted", "rule", id, by, reason, new JsonObject { ["before"] = Document(rule) });
        return rule;
    });

    private Checked<ChannelDraft> Draft(string name, IChannel kind, ChannelEdit edit, StoredChannel? seen)
    {
        var purpose = ChannelSender.Purpose(name);
        var kept = seen is { Secret: { } text } && seen.Kind == edit.Kind ? NotificationJson.Secrets(_vault.Open(text, purpose)) : new ChannelSecrets();
        var made = edit.Kind == ChannelKind.Webhook && edit.Secrets.Key is null && kept.Key is null ? WebhookKey.New(_options.Chance) : null;
        var secrets = Merge(kept, edit.Secrets with { Key = edit.Secrets.Key ?? made }, _options.Time.Now());
        var settings = edit.Settings with { Address = secrets.Url is { } url ? ShownAddress(url) : null };
        if (kind.Check(settings, secrets) is { Count: > 0 } problems)
            return Checked<ChannelDraft>.Bad(problems);
        var sealedText = secrets == new ChannelSecrets() ? null : _vault.Seal(NotificationJson.Of(secrets), purpose);
        return Checked<ChannelDraft>.Ok(new ChannelDraft(new StoredChannel(edit.Kind, settings, sealedText, edit.Enabled, 0), made));
    }

    /// <summary>Null when somebody has changed it since it was seen.</summary>
    private Checked<ChannelSaved>? Save(Sql sql, string name, ChannelDraft draft, long? seen, ChannelEdit edit, string by, string? reason, long? revision)
    {
        var now = _options.Time.Now();
        var before = ChannelStore.Find(sql, _options.Project, name, now);
        if (revision is { } wanted && wanted != (before?.Revision ?? 0))
            return Checked<ChannelSaved>.Bad(Stale("channel", name, before?.Revision, before?.UpdatedBy));
        if (before?.Revision != seen)
            return null;
        ChannelStore.Save(sql, _options.Project, name, draft.Channel, by, now);
        OutboxStore.TryNow(sql, _options.Project, name);
        var after = ChannelStore.Find(sql, _options.Project, name, now)!;
        // What is secret is in no trail: only that it was set.
        Audit(sql, before is null ? "created" : "changed", "channel", name, by, reason, new JsonObject
        {
            ["kind"] = edit.Kind.ToWord(),
            ["enabled"] = edit.Enabled,
            ["before"] = before is null ? null : JsonNode.Parse(NotificationJson.Of(before.Settings)),
            ["after"] = JsonNode.Parse(NotificationJson.Of(draft.Channel.Settings)),
            ["secret_set"] = edit.Secrets != new ChannelSecrets() || draft.MadeKey is not null,
        });
        return Checked<ChannelSaved>.Ok(new ChannelSaved(after, draft.MadeKey, before is null));
    }

    // A new key signs beside the old one for a day, so that receivers can change theirs in between.
    private static ChannelSecrets Merge(ChannelSecrets kept, ChannelSecrets given, Instant now) => new()
    {
        Password = given.Password is { } password ? (password.Length == 0 ? null : password) : kept.Password,
        Url = given.Url ?? kept.Url,
        Key = given.Key ?? kept.Key,
        FormerKey = given.Key is not null && kept.Key is not null && given.Key != kept.Key ? kept.Key : kept.FormerKey,
        FormerUntil = given.Key is not null && kept.Key is not null && given.Key != kept.Key ? (now + KeyOverlap).ToUnixTimeSeconds() : kept.FormerUntil,
    };

    private void Tested(Sql sql, string name, ChannelTest test, string by)
    {
        var now = _options.Time.Now();
        if (test.Sent)
        {
            ChannelStore.Sent(sql, _options.Project, name, now);
            OutboxStore.TryNow(sql, _options.Project, name);
        }
        else
        {
            ChannelStore.Failed(sql, _options.Project, name, ShownText.Cut(ShownText.Line(test.Detail), ChannelMessage.MostError), now);
        }
        Audit(sql, "tested", "channel", name, by, null, new JsonObject { ["sent"] = test.Sent });
        sql.AfterCommit(() => _options.Meter.Notified(name, test.Sent ? "sent" : "failed", 1));
    }

    /// <summary>An address without what may be secret of it.</summary>
    private static string ShownAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? $"{address.Scheme}://{address.Authority}/…" : "";

    private static Problem? NameProblem(string name) => name.Length is >= 1 and <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && char.IsAsciiLetterOrDigit(name[0])
        ? null
        : new Problem(ProblemCodes.ChannelUnusable, $"A name has 1 to {MaxName} ASCII letters, digits, '.', '_' and '-', from the first a letter or digit.") { Field = "name" };

    private static Problem NoChannel(string name) => new(ProblemCodes.ChannelNotFound, $"There is no channel '{ShownText.Cut(name, 100)}'.", Suggestion: "'carillon channels' lists them.");

    private static Problem Stale(string what, string name, long? revision, string? by) => new(
        ProblemCodes.StaleEdit, revision is null ? $"There is no {what} '{name}' (any more)." : $"The {what} '{name}' stands at revision {revision}, changed by {by}.", Suggestion: "Read it again and repeat the change.");

    private static JsonNode? Document(RuleRecord? rule)
    {
        if (rule is null)
            return null;
        var document = JsonSerializer.SerializeToNode(rule.Content, NotificationJson.Default.RuleContent)!.AsObject();
        document.Insert(0, "channel", rule.Channel);
        return document;
    }

    private void Audit(Sql sql, string action, string subject, string id, string by, string? reason, JsonNode? detail) =>
        AuditStore.Append(sql, _options.Project, new AuditEntry(by, action, subject, id, reason, detail), _options.Time.Now());

    /// <summary>A channel that can be stored.</summary>
    private sealed record ChannelDraft(StoredChannel Channel, string? MadeKey);
}
