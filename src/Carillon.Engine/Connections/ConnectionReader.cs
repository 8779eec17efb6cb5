using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions.Expressions;
using Carillon.Engine.Security;
using Carillon.Engine.Storage;

namespace Carillon.Engine.Connections;

/// <summary>Opens connections for what is about to use them. Thread safe.</summary>
internal sealed class ConnectionReader(EngineOptions options, Database database, Vault vault, SecretReader secrets)
{
    /// <summary>The connection with what is secret of it, and those texts. Problems: SCH078 unknown, SCH075 its key is not here, SCH076 a secret that it names is missing.</summary>
    /// <exception cref="StorageException">The database cannot be read at the moment.</exception>
    public Checked<(OpenConnection Connection, IReadOnlyList<string> Hidden)> Open(string name) => database.Read(sql => ConnectionStore.Find(sql, options.Project, name)) is { } stored
        ? Open(stored)
        : Checked<(OpenConnection, IReadOnlyList<string>)>.Bad(Missing(name));

    /// <summary>As <see cref="Open(string)"/>, of one that was read.</summary>
    public Checked<(OpenConnection Connection, IReadOnlyList<string> Hidden)> Open(StoredConnection stored)
    {
        try
        {
            var settings = stored.Record.Settings.DeepClone().AsObject();
            var hidden = new List<string>();
            foreach (var (field, value) in Sealed(stored))
            {
                settings[field] = value?.DeepClone();
                hidden.Add(value?.ToString() ?? "");
            }
            var names = SecretNames.In(settings);
            if (names.Count == 0)
                return Checked<(OpenConnection, IReadOnlyList<string>)>.Ok((Made(stored.Record, settings), hidden));
            var read = secrets.Read([.. names.Select(secret => secret.Name)]);
            if (SecretNames.Missing(names, read) is { Count: > 0 } missing)
                return Checked<(OpenConnection, IReadOnlyList<string>)>.Bad(missing);
            secrets.Use(read.Values.Keys);
            hidden.AddRange(read.Values.Values);
            var values = new JsonObject();
            foreach (var (secret, value) in read.Values)
                values[secret] = value;
            var resolved = InputTemplate.ResolveHiding(settings, new SecretScope(NoScope.Instance, values), hidden.Add);
            return resolved.IsOk
                ? Checked<(OpenConnection, IReadOnlyList<string>)>.Ok((Made(stored.Record, resolved.Value.Input), hidden))
                : Checked<(OpenConnection, IReadOnlyList<string>)>.Bad([.. resolved.Problems]);
        }
        catch (VaultException e)
        {
            return Checked<(OpenConnection, IReadOnlyList<string>)>.Bad(SecretService.Told(e));
        }
    }

    private OpenConnection Made(ConnectionRecord record, JsonObject settings) => new(record.Name, record.Kind, settings) { BaseFolder = options.BaseFolder };

    public static Problem Missing(string name) => new(ProblemCodes.ConnectionMissing, $"There is no connection '{name}'.", Suggestion: "'carillon connections' lists those that there are.");

    /// <summary>The sealed settings by name.</summary>
    /// <exception cref="VaultException">They cannot be opened.</exception>
    internal JsonObject Sealed(StoredConnection stored) =>
        stored.Text is null ? [] : JsonNode.Parse(vault.Open(stored.Text, ConnectionStore.Purpose(stored.Record.Name)))!.AsObject();
}
