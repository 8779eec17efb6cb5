using System.Text.Json.Nodes;
using Carillon.Core;

namespace Carillon.Server.Runs;

/// <summary>Asks for a run now. Every member may be left out, and so may the body.</summary>
internal sealed record RunNowRequest
{
    /// <summary>Input for the run; the workflow's defaults fill the rest.</summary>
    public JsonObject? Input { get; init; }

    /// <summary>Who asks, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }

    /// <summary>True: run it even over budget; <c>reason</c> must say why. Default false.</summary>
    public bool OverBudget { get; init; }

    /// <summary>Why it runs over budget, for the record.</summary>
    public string? Reason { get; init; }
}

/// <summary>Asks for a retry or a test run. Every member may be left out, and so may the body.</summary>
internal sealed record RunActRequest
{
    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }

    /// <summary>True: run it even over budget; <c>reason</c> must say why. Default false.</summary>
    public bool OverBudget { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }
}

/// <summary>A run was made, or had been made for the same idempotency key.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Url">Where it can be read.</param>
internal sealed record RunAccepted(RunId RunId, string Url);

/// <summary>Who does something, and why. Every member may be left out, and so may the body.</summary>
internal sealed record ActRequest
{
    /// <summary>Who, for the record. Default <c>api</c>.</summary>
    public string? By { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }
}
