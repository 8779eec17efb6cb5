namespace Carillon.Engine;

/// <summary>A table that a pack keeps beside those of the migrations, made when it is first used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">The statement that makes it where it does not exist, on either database.</param>
public sealed record PackTable(string Name, string Schema);
