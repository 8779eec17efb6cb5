using Carillon.Core;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>A file that a task kept. Immutable.</summary>
/// <param name="Id">The artifact.</param>
/// <param name="RunId">Its run.</param>
/// <param name="TaskId">The task that kept it.</param>
/// <param name="Item">The place in the task's list from 0, or null.</param>
/// <param name="Attempt">The attempt that kept it.</param>
/// <param name="Name">Its name.</param>
/// <param name="MediaType">For example <c>image/svg+xml</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="CreatedAt">When it was kept.</param>
public sealed record ArtifactRecord(
    string Id,
    RunId RunId,
    TaskId TaskId,
    int? Item,
    int Attempt,
    string Name,
    string MediaType,
    long Size,
    string Sha256,
    Instant CreatedAt);
