using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Runs;
using Carillon.Core.Security;
using Carillon.Engine.History;
using Carillon.Engine.Runs;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Connections;

/// <summary>Connections: list, edit, delete and check them. Thread safe. A change is durable, and in the audit trail, when its task completes.</summary>
public sealed class ConnectionService
{
    private const int MostIncidents = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly EngineOptions _options;
    private readonly Database _database;
    private readonly Vault _vault;
    private readonly ConnectionReader _reader;
    private readonly Dictionary<string, IConnectionKind> _kinds;

    internal ConnectionService(EngineOptions options, Database database, Vault vault, ConnectionReader reader, IEnumerable<ITaskHandler> handlers)
    {
        (_options, _database, _vault, _reader) = (options, database, vault, reader);
        _kinds = handlers.OfType<IConnectionUser>().SelectMany(user => user.ConnectionKinds).DistinctBy(kind => kind.Kind.Name, StringComparer.Ordinal)
            .ToDictionary(kind => kind.Kind.Name, StringComparer.Ordinal);
    }

    /// <summary>The kinds that there are, by name.</summary>
    public IReadOnlyList<ConnectionKind> Kinds => [.. _kinds.Values.Select(kind => kind.Kind).OrderBy(kind => kind.Name, StringComparer.Ordinal)];

    /// <summary>Every connection, by name.</summary>
    public IReadOnlyList<ConnectionRecord> List()
    {
        var (stored, breakers, waiting) = _database.Read(sql => (ConnectionStore.List(sql, _options.Project), BreakerStore.All(sql, _options.Project), BreakerStore.Counts(sql, _options.Project)));
        return [.. stored.Select(one => Shown(one) with { Health = HealthOf(breakers.GetValueOrDefault(one.Record.Name, Breaker.New), waiting.GetValueOrDefault(one.Record.Name)) })];
    }

    /// <summary>The names of all of them.</summary>
    public IReadOnlyList<string> Names() => _database.Read(sql => ConnectionStore.Names(sql, _options.Project));

    /// <summary>The connection, or null.</summary>
    public ConnectionRecord? Find(string name)
    {
        var (stored, breaker, waiting, incidents) = _database.Read(sql => (
            ConnectionStore.Find(sql, _options.Project, name), BreakerStore.Find(sql, _options.Project, name), BreakerStore.Counts(sql, _options.Project).GetValueOrDefault(name),
            BreakerStore.Incidents(sql, _options.Project, name, MostIncidents)));
        return stored is null ? null : Shown(stored) with { Health = HealthOf(breaker, waiting), Incidents = incidents };
    }

    /// <summary>Makes a connection or edits one. Problems: SCH016 a name that cannot be one, SCH079 its settings, SCH054 another revision, SCH075 no key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="edit">How it is from now on.</param>
    /// <param name="by">Who.</param>
    /// <param name="revision">The revision that it must have, 0 for none; null for any.</param>
    public async Task<Checked<ConnectionRecord>> SetAsync(string name, ConnectionEdit edit, string by, long? revision = null)
    {
        if (!ConnectionName.IsValid(name))
            return Bad(new Problem(ProblemCodes.InvalidValue, $"'{name}' can be no connection's name.", Suggestion: ConnectionName.Rule) { Field = "name" });
        if (!_kinds.TryGetValue(edit.Kind, out var kind))
            return Bad(Unfit("kind", $"There is no kind of connection '{edit.Kind}'; there are {string.Join(", ", Kinds.Select(known => known.Name))}."));
        try
        {
            var before = _database.Read(sql => ConnectionStore.Find(sql, _options.Project, name));
            var (open, hidden) = Split(kind.Kind, edit.Settings, before is not null && before.Record.Kind == edit.Kind ? before : null);
            var problems = ConnectionSettings.Problems(kind, open, hidden);
            if (problems.Count > 0)
                return Bad([.. problems]);
            if (hidden.Count > 0 && SealedRows.Foreign(_database.Read(SealedColumn.Count), _vault.Keys) is { } early)
                return Bad(early);
            var record = new ConnectionRecord(name, edit.Kind) { Description = edit.Description, Settings = open, Sealed = [.. hidden.Select(field => field.Key)], UpdatedBy = by };
            var stored = new StoredConnection(record, hidden.Count == 0 ? null : _vault.Seal(hidden.ToJsonString(), ConnectionStore.Purpose(name)));
            // What was read before may have been edited meanwhile: what stayed secret of it must not come back.
            var expected = revision ?? (before?.Record.Revision ?? 0);
            var refused = await _database.WriteAsync(sql =>
            {
                var stands = ConnectionStore.Find(sql, _options.Project, name)?.Record.Revision ?? 0;
                if (stands != expected)
                    return Stale(name, stands, expected);
                if (hidden.Count > 0 && SealedRows.Foreign(SealedColumn.Count(sql), _vault.Keys) is { } foreign)
                    return foreign;
                ConnectionStore.Set(sql, _options.Project, stored, _options.Time.Now());
                Audit(sql, by, stands == 0 ? "created" : "edited", name, new JsonObject { ["kind"] = edit.Kind, ["settings"] = open.DeepClone(), ["sealed"] = new JsonArray([.. record.Sealed.Select(field => (JsonNode)field)]) });
                return null;
            });
            return refused is null ? Checked<ConnectionRecord>.Ok(Find(name)!) : Bad(refused);
        }
        catch (VaultException e)
        {
            return Bad(SecretService.Told(e));
        }
    }

    /// <summary>Deletes a connection. Problems: SCH078 unknown, SCH054 another revision.</summary>
    public async Task<Checked<ConnectionRecord>> DeleteAsync(string name, string by, long? revision = null)
    {
        var (deleted, refused) = await _database.WriteAsync(sql =>
        {
            if (ConnectionStore.Find(sql, _options.Project, name) is not { } stored)
                return (null, ConnectionReader.Missing(name));
            if (revision is { } expected && stored.Record.Revision != expected)
                return ((ConnectionRecord?)null, (Problem?)Stale(name, stored.Record.Revision, expected));
            ConnectionStore.Delete(sql, _options.Project, name);
            // What waits is let go, and says then what is wrong.
            BreakerStore.Save(sql, _options.Project, name, Breaker.New);
            BreakerStore.Close(sql, _options.Project, name, _options.Time.Now());
            Audit(sql, by, "deleted", name, new JsonObject { ["kind"] = stored.Record.Kind });
            return (stored.Record, null);
        });
        return refused is null ? Checked<ConnectionRecord>.Ok(Shown(new StoredConnection(deleted!, null))) : Bad(refused);
    }

    /// <summary>Really connects. Problems: SCH078 unknown, SCH075 and SCH076 what it needs is not here, SCH079 its kind is not installed.</summary>
    public async Task<Checked<ConnectionCheck>> CheckAsync(string name, CancellationToken cancellationToken)
    {
        var opened = _reader.Open(name);
        if (!opened.IsOk)
            return Checked<ConnectionCheck>.Bad([.. opened.Problems]);
        var (connection, hidden) = opened.Value;
        if (!_kinds.TryGetValue(connection.Kind, out var kind))
            return Checked<ConnectionCheck>.Bad(Unfit("kind", $"The kind '{connection.Kind}' of the connection '{name}' is not installed here."));
        var mask = SecretMask.Of(hidden);
        _options.LogMask.Use(hidden);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var (at, began) = (_options.Time.Now(), _options.Time.GetTimestamp());
        try
        {
            return Told(true, await kind.ConnectAsync(connection, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Told(false, $"nothing answered within {Patience.TotalSeconds:0} seconds");
        }
        catch (TaskFailedException e)
        {
            return Told(false, e.Error.Message);
        }

        Checked<ConnectionCheck> Told(bool connected, string words) => Checked<ConnectionCheck>.Ok(
            new ConnectionCheck(connected, mask.Apply(words, mayBeCut: !connected), Math.Round(_options.Time.GetElapsedTime(began).TotalMilliseconds, 1), at));
    }

    /// <summary>What may be shown and what is sealed. A secret setting that only names secrets is none itself.</summary>
    private (JsonObject Open, JsonObject Hidden) Split(ConnectionKind kind, JsonObject settings, StoredConnection? before)
    {
        var (open, hidden) = (new JsonObject(), new JsonObject());
        var kept = before is not null && before.Record.Sealed.Any(field => !settings.ContainsKey(field)) ? _reader.Sealed(before) : [];
        foreach (var field in kind.Fields.Where(field => field.IsSecret && !settings.ContainsKey(field.Name)))
        {
            if (kept.TryGetPropertyValue(field.Name, out var value))
                hidden[field.Name] = value?.DeepClone();
            else if (before?.Record.Settings[field.Name] is { } named)
                open[field.Name] = named.DeepClone();
        }
        foreach (var (name, value) in settings.Where(setting => setting.Value is not null))
        {
            var isSealed = kind.Find(name)?.IsSecret == true && !ConnectionSettings.OnlyNamesSecrets(value!);
            (isSealed ? hidden : open)[name] = value!.DeepClone();
        }
        return (open, hidden);
    }

    private ConnectionRecord Shown(StoredConnection stored) => stored.Text is null ? stored.Record : stored.Record with { Opens = Opens(stored.Text) };

    private bool Opens(string text)
    {
        try
        {
            return _vault.Keys.Find(Vault.KeyOf(text)) is not null;
        }
        catch (VaultException)
        {
            return false;
        }
    }

    private static ConnectionHealth HealthOf(Breaker breaker, long waiting) => new(breaker.State, breaker.FailuresInRow, breaker.OpenedAt, breaker.Failure, breaker.ProbeAt, waiting);

    private static Problem Stale(string name, long stands, long expected) => new(
        ProblemCodes.StaleEdit, stands == 0 ? $"The connection '{name}' is not there any more." : $"The connection '{name}' was edited meanwhile: it has revision {stands}, not {expected}.");

    private static Problem Unfit(string field, string message) => new Problem(ProblemCodes.ConnectionUnfit, message) { Field = field };

    private static Checked<ConnectionRecord> Bad(params Problem[] problems) => Checked<ConnectionRecord>.Bad(problems);

    private void Audit(Sql sql, string by, string action, string name, JsonNode detail) =>
        AuditStore.Append(sql, _options.Project, new AuditEntry(by, action, "connection", name, Detail: detail), _options.Time.Now());
}
