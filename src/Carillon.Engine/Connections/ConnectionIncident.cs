using NodaTime;

namespace Carillon.Engine.Connections;

/// <summary>One time that a connection was down. Immutable.</summary>
/// <param name="Id">Its number; later ones have larger ones.</param>
/// <param name="Connection">The connection.</param>
/// <param name="OpenedAt">From when on.</param>
/// <param name="Failure">What opened it, in words.</param>
/// <param name="Waited">How many task runs have waited for it.</param>
/// <param name="ClosedAt">Until when; null while it is down.</param>
public sealed record ConnectionIncident(long Id, string Connection, Instant OpenedAt, string Failure, long Waited, Instant? ClosedAt);

/// <summary>How a connection stands. Immutable.</summary>
/// <param name="State">How it is trusted.</param>
/// <param name="FailuresInRow">Failures since it last worked.</param>
/// <param name="OpenedAt">Since when it is down; null while it is not.</param>
/// <param name="Failure">Its last failure, or null.</param>
/// <param name="ProbeAt">From when on one task may try; null while it is not down.</param>
/// <param name="Waiting">How many runs wait for it.</param>
public sealed record ConnectionHealth(Core.Runs.BreakerState State, int FailuresInRow, Instant? OpenedAt, string? Failure, Instant? ProbeAt, long Waiting);
