using System.Collections.Concurrent;
using Carillon.Core;
using Carillon.Core.Security;
using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.Security;

/// <summary>Reads the values of secrets for what is about to use them. They are kept nowhere. Thread safe.</summary>
internal sealed class SecretReader(EngineOptions options, Database database, Vault vault)
{
    private readonly ConcurrentDictionary<string, Instant> _uses = new(StringComparer.Ordinal);

    /// <summary>The values of those names that exist, and what is wrong with others than missing ones, by name.</summary>
    /// <exception cref="StorageException">The database cannot be read at the moment.</exception>
    public (Dictionary<string, string> Values, Dictionary<string, Problem> Problems) Read(IReadOnlyCollection<string> names)
    {
        var stored = database.Read(sql => SecretStore.Values(sql, options.Project, names));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new Dictionary<string, Problem>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            try
            {
                var value = stored.TryGetValue(name, out var text) ? vault.Open(text, SecretStore.Purpose(name)) : options.Secrets.Find(name)?.Value;
                if (value is null)
                    continue;
                if (Fault(value) is { } fault)
                    problems[name] = new Problem(ProblemCodes.SecretMissing, $"The secret '{name}' {fault}, so it cannot be masked and is not used.");
                else
                    values[name] = value;
            }
            catch (VaultException e)
            {
                problems[name] = new Problem(ProblemCodes.KeysUnusable, e.Message, Suggestion: e.Suggestion);
            }
        }
        return (values, problems);
    }

    /// <summary>Notes that a secret was read for a task.</summary>
    public void Use(IEnumerable<string> names)
    {
        var now = options.Time.Now();
        foreach (var name in names)
            _uses[name] = now;
    }

    /// <summary>Stores what was noted.</summary>
    public async Task NoteUsesAsync()
    {
        if (_uses.IsEmpty)
            return;
        var uses = _uses.ToArray();
        await database.WriteAsync(sql => Array.ForEach(uses, use => SecretStore.Used(sql, options.Project, use.Key, use.Value)));
        foreach (var use in uses)
            _uses.TryRemove(use);
    }

    /// <summary>Why a value cannot be a secret, as the end of a sentence; null when it can.</summary>
    public static string? Fault(string value) =>
        value.Trim().Length < SecretMask.ShortestValue ? $"has fewer than {SecretMask.ShortestValue} characters"
        : value.Length > SecretMask.LongestValue ? $"has more than {SecretMask.LongestValue} characters"
        : null;
}
