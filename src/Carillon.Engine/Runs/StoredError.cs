using System.Text.Json.Serialization;

namespace Carillon.Engine.Runs;

/// <summary>A task error as the database and the API write it.</summary>
/// <param name="Code">The problem code.</param>
/// <param name="Class">The error class.</param>
/// <param name="Message">What happened.</param>
/// <param name="Retryable">False: trying again cannot help.</param>
/// <param name="RetryAfterMs">The remote side asked to wait so many milliseconds, or null.</param>
public sealed record StoredError(string Code, string Class, string Message, bool Retryable, double? RetryAfterMs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredError))]
internal sealed partial class StoredErrorContext : JsonSerializerContext;
