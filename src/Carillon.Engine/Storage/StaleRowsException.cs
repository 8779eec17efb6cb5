namespace Carillon.Engine.Storage;

/// <summary>A row is not any more as memory holds it: somebody else has changed it. The batch is undone, memory is forgotten, and the batch is made again.</summary>
internal sealed class StaleRowsException(string statement) : Exception($"A row has changed meanwhile: {statement}");
