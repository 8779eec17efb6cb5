namespace Carillon.Simulation.Tests.World;

/// <summary>What becomes of a batch at its commit.</summary>
internal enum CommitFate
{
    Kept,

    /// <summary>The store refuses it: a full disk, a timeout.</summary>
    Refused,

    /// <summary>It is durable, and the node is told that it is not.</summary>
    AnswerLost,

    /// <summary>The node dies before it.</summary>
    DiesBefore,

    /// <summary>The node dies after it, before anybody is told.</summary>
    DiesAfter,

    /// <summary>The connection breaks before it, which undoes it; the node connects again. Only where nodes share the database.</summary>
    ConnectionLost,

    /// <summary>The connection breaks after it, before the node is told; it connects again and asks. Only where nodes share the database.</summary>
    ConnectionLostAfter,
}
