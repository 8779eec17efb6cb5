using Carillon.Core;

namespace Carillon.Engine.Storage;

/// <summary>The database did not do what was asked: nothing of the call has been kept.</summary>
/// <param name="code"><see cref="ProblemCodes.StorageUnavailable"/> (try again later) or <see cref="ProblemCodes.DatabaseUnusable"/> (a person must act).</param>
/// <param name="message">What happened and what to do.</param>
/// <param name="inner">The driver's exception.</param>
public sealed class StorageException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The problem code.</summary>
    public string Code { get; } = code;
}
