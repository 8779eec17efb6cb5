using System.Text.Json.Nodes;
using NodaTime;

namespace Carillon.Engine.Connections;

/// <summary>A connection as lists and pages show it: never what is secret of it. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
public sealed record ConnectionRecord(string Name, string Kind)
{
    /// <summary>What it is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Its settings without secret ones; a secret one that is <c>${{ secrets.NAME }}</c> is shown as that.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>The secret settings that are sealed.</summary>
    public IReadOnlyList<string> Sealed { get; init; } = [];

    /// <summary>False: the key of its secret settings is not here, and what needs it fails.</summary>
    public bool Opens { get; init; } = true;

    /// <summary>How it stands.</summary>
    public ConnectionHealth? Health { get; init; }

    /// <summary>When it was down, latest first, twenty at most; null in lists.</summary>
    public IReadOnlyList<ConnectionIncident>? Incidents { get; init; }

    /// <summary>How often it was edited, from 1.</summary>
    public long Revision { get; init; }

    /// <summary>When it was edited.</summary>
    public Instant UpdatedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string UpdatedBy { get; init; }
}

/// <summary>What connecting came to.</summary>
/// <param name="Connected">True when it could be connected to.</param>
/// <param name="Detail">What answered, or why it could not be connected to.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="At">When.</param>
public sealed record ConnectionCheck(bool Connected, string Detail, double Milliseconds, Instant At);

/// <summary>Another state of a connection.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="Settings">All of its settings. A secret one that is left out stays as it is, one that is null is taken away.</param>
public sealed record ConnectionEdit(string Kind, string? Description, JsonObject Settings);
