using System.Text.Json.Nodes;
using Carillon.Engine.Runs;

namespace Carillon.Engine.Connections;

/// <summary>A kind of connection: what its settings are, and how one finds out whether they lead anywhere. One instance serves all connections at once.</summary>
public interface IConnectionKind
{
    /// <summary>What it is and takes.</summary>
    ConnectionKind Kind { get; }

    /// <summary>What is wrong between settings that are each right, as sentences. Texts that are <c>${{ secrets.NAME }}</c> are still that.</summary>
    IEnumerable<string> Check(JsonObject settings);

    /// <summary>Really connects, and says what answered, in a few words.</summary>
    /// <exception cref="TaskFailedException">It could not; says why.</exception>
    Task<string> ConnectAsync(OpenConnection connection, CancellationToken cancellationToken);
}

/// <summary>A task type whose input <c>connection</c> may name a connection; it brings the kinds with it.</summary>
public interface IConnectionUser
{
    /// <summary>The kinds that it takes. Several task types may bring the same ones.</summary>
    IReadOnlyList<IConnectionKind> ConnectionKinds { get; }
}

/// <summary>A kind of connection as forms and lists show it. Immutable.</summary>
/// <param name="Name">What it is called, for example <c>http</c>.</param>
/// <param name="Summary">One sentence: what it leads to.</param>
/// <param name="Fields">Its settings, in the order of a form.</param>
public sealed record ConnectionKind(string Name, string Summary, IReadOnlyList<ConnectionField> Fields)
{
    /// <summary>The field of that name, or null.</summary>
    public ConnectionField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>One setting.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it says, one sentence.</param>
public sealed record ConnectionField(string Name, string Meaning)
{
    /// <summary>True: it is sealed and never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>True: it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True: a whole number; else text.</summary>
    public bool IsNumber { get; init; }

    /// <summary>The only texts it takes; empty for any.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];
}

/// <summary>A connection with everything in it, for the moment of its use. Never stored, logged or shown.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Settings">Its settings, secret ones too, by name.</param>
public sealed record OpenConnection(string Name, string Kind, JsonObject Settings)
{
    /// <summary>The folder the workflow files are in, which relative paths start from. Absolute.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>A setting as text; null when it is not given.</summary>
    public string? Text(string field) => Settings[field] is JsonValue value ? value.ToString() : null;

    /// <summary>Never its settings.</summary>
    public override string ToString() => $"{Kind} connection '{Name}'";
}
