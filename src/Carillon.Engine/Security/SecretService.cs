using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Security;
using Carillon.Engine.History;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Security;

/// <summary>Secrets: list, set and delete them. No value ever comes out. Thread safe. A change is durable, and in the audit trail, when its task completes.</summary>
/// <param name="project">Whose.</param>
/// <param name="time">The clock.</param>
/// <param name="database">Where those are that are stored.</param>
/// <param name="vault">Seals them.</param>
/// <param name="sources">Where others come from.</param>
public sealed class SecretService(string project, TimeProvider time, Database database, Vault vault, SecretSources sources)
{
    /// <summary>Does something with the secrets of a database, beside a server that may be running on it.</summary>
    /// <exception cref="StorageException">It is not there, or cannot be used.</exception>
    public static async Task<T> UseAsync<T>(DatabaseAddress address, string project, TimeProvider time, KeyRing keys, SecretSources sources, Func<SecretService, Task<T>> work)
    {
        LongWork.RefuseMissing(address);
        using var database = Database.Open(address);
        return await work(new SecretService(project, time, database, new Vault(keys), sources));
    }

    /// <summary>Every secret, by name.</summary>
    public IReadOnlyList<SecretRecord> List()
    {
        var (stored, uses) = database.Read(sql => (SecretStore.List(sql, project), SecretStore.Uses(sql, project)));
        var given = sources.Names().ToLookup(one => one.Name, one => one.Provider, StringComparer.Ordinal);
        var ring = Ring();
        return [.. stored.Select(one => one.Record with { Behind = [.. given[one.Record.Name]], Opens = ring.Contains(one.Record.Key!) })
            .Concat(given.Where(one => stored.TrueForAll(other => other.Record.Name != one.Key)).Select(one => new SecretRecord(one.Key, one.First()) { Behind = [.. one.Skip(1)] }))
            .Select(record => uses.TryGetValue(record.Name, out var used) ? record with { UsedAt = used } : record)
            .OrderBy(record => record.Name, StringComparer.Ordinal)];
    }

    /// <summary>The secret, or null.</summary>
    public SecretRecord? Find(string name) => List().FirstOrDefault(record => record.Name == name);

    /// <summary>How the keys stand to the database. Problems: SCH075.</summary>
    public Checked<KeyReport> Keys()
    {
        try
        {
            return Checked<KeyReport>.Ok(KeyReport.Of(vault.Keys, database.Read(SealedColumn.Count)));
        }
        catch (VaultException e)
        {
            return Checked<KeyReport>.Bad(Told(e));
        }
    }

    /// <summary>Sets a value. Problems: SCH016 a name or value that cannot be one, SCH054 another version, SCH075 no key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="by">Who.</param>
    /// <param name="version">The version that it must have, 0 for none; null for any.</param>
    public async Task<Checked<SecretRecord>> SetAsync(string name, string value, string by, long? version = null)
    {
        List<Problem> problems = [];
        if (!SecretName.IsValid(name))
            problems.Add(new Problem(ProblemCodes.InvalidValue, $"'{name}' can be no secret's name.", Suggestion: SecretName.Rule) { Field = "name" });
        if (SecretReader.Fault(value) is { } fault)
            problems.Add(new Problem(ProblemCodes.InvalidValue, $"The value {fault}, so it could not be masked.") { Field = "value" });
        if (problems.Count > 0)
            return Checked<SecretRecord>.Bad(problems);
        try
        {
            // A node that comes new to a database must not seal with a key that the others lack.
            if (SealedRows.Foreign(database.Read(SealedColumn.Count), vault.Keys) is { } early)
                return Checked<SecretRecord>.Bad(early);
            var text = vault.Seal(value, SecretStore.Purpose(name));
            var set = await database.WriteAsync(sql =>
            {
                if (SealedRows.Foreign(SealedColumn.Count(sql), vault.Keys) is { } foreign)
                    return foreign;
                if (Stale(sql, name, version) is { } stale)
                    return stale;
                SecretStore.Set(sql, project, name, text, by, time.Now());
                Audit(sql, by, "set", name, new JsonObject { ["version"] = SecretStore.Version(sql, project, name) });
                return null;
            });
            return set is null ? Checked<SecretRecord>.Ok(Find(name)!) : Checked<SecretRecord>.Bad(set);
        }
        catch (VaultException e)
        {
            return Checked<SecretRecord>.Bad(Told(e));
        }
    }

    /// <summary>Deletes a stored secret; one that a file or the environment gives is there again afterwards. Problems: SCH076 unknown, SCH054 another version, SCH033 not stored.</summary>
    public async Task<Checked<SecretRecord>> DeleteAsync(string name, string by, long? version = null)
    {
        if (Find(name) is not { } before)
            return Checked<SecretRecord>.Bad(new Problem(ProblemCodes.SecretMissing, $"There is no secret '{name}'."));
        if (before.Provider != SecretProvider.Stored)
            return Checked<SecretRecord>.Bad(new Problem(ProblemCodes.StateConflict, $"The secret '{name}' is not stored: {(before.Provider == SecretProvider.File ? "a file of the secrets folder" : $"the variable {SecretSources.Prefix}{name}")} gives it.", Suggestion: "Take it away there."));
        var refused = await database.WriteAsync(sql =>
        {
            if (Stale(sql, name, version) is { } stale)
                return stale;
            SecretStore.Delete(sql, project, name);
            Audit(sql, by, "deleted", name);
            return null;
        });
        return refused is null ? Checked<SecretRecord>.Ok(before) : Checked<SecretRecord>.Bad(refused);
    }

    internal static Problem Told(VaultException e) => new(ProblemCodes.KeysUnusable, e.Message, Suggestion: e.Suggestion);

    private Problem? Stale(Sql sql, string name, long? version) => version is { } asked && (SecretStore.Version(sql, project, name) ?? 0) is var stands && stands != asked
        ? new Problem(ProblemCodes.StaleEdit, stands == 0 ? $"The secret '{name}' is not stored." : $"The secret '{name}' was set meanwhile: it has version {stands}, not {asked}.")
        : null;

    private void Audit(Sql sql, string by, string action, string name, JsonNode? detail = null) => AuditStore.Append(sql, project, new AuditEntry(by, action, "secret", name, Detail: detail), time.Now());

    private HashSet<string> Ring()
    {
        try
        {
            return [.. vault.Keys.Keys().Select(key => key.Id)];
        }
        catch (VaultException)
        {
            return [];
        }
    }
}

/// <summary>What is sealed in a database, as a whole.</summary>
internal static class SealedRows
{
    /// <summary>The problem with sealing anything more when the database holds what is sealed and none of it with a key that is here; else null.</summary>
    /// <exception cref="VaultException">The keys cannot be read.</exception>
    public static Problem? Foreign(SortedDictionary<string, long> rows, KeyRing ring) => rows.Count == 0 || ring.Keys().Any(key => rows.ContainsKey(key.Id))
        ? null
        : new Problem(
            ProblemCodes.KeysUnusable, $"The database holds what was sealed with {(rows.Count == 1 ? "key" : "keys")} {string.Join(", ", rows.Keys)}, and {ring.Source} has none of them.",
            Suggestion: "Give this server the key file (--key-file) or CARILLON_KEYS that the other nodes have. Where the keys are lost, delete what they held first.");
}
