using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>One evaluation under way: its scope, what it may still cost, and the first failure.</summary>
internal sealed class Evaluation(IExpressionScope scope)
{
    /// <summary>The longest text that a step may make, in UTF-16 units.</summary>
    public const int MaxText = 1 << 20;

    // Text made and items looked at by all steps together.
    private const long MaxCost = 16L << 20;

    private long _cost;
    private bool _missing;

    public IExpressionScope Scope => scope;

    /// <summary>The first failure, without its code.</summary>
    public (string Message, string? Suggestion)? Failure { get; private set; }

    public bool Failed => Failure is not null;

    /// <summary>Records a failure. Always null, so that a step can return it.</summary>
    public JsonNode? Fail(string message, string? suggestion = null)
    {
        Failure ??= (message, suggestion);
        return null;
    }

    /// <summary>Records that a path leads nowhere, which <c>default()</c> forgives.</summary>
    public JsonNode? Missing(string message, string? suggestion = null)
    {
        _missing = !Failed;
        return Fail(message, suggestion);
    }

    /// <summary>Drops the failure when it is a missing path.</summary>
    public bool ForgiveMissing()
    {
        if (!_missing)
            return false;
        Failure = null;
        _missing = false;
        return true;
    }

    /// <summary>Pays for work; false and a failure when the evaluation has cost too much.</summary>
    public bool Charge(long cost)
    {
        _cost += cost;
        if (_cost > MaxCost)
            Fail("The expression does too much work.", "Do such work in a task.");
        return !Failed;
    }

    /// <summary>Pays for text of that length before it is made.</summary>
    public bool ChargeText(long length)
    {
        if (length > MaxText)
            Fail("The expression makes a text longer than 1 MiB.", "Keep large text in a file or an artifact.");
        return !Failed && Charge(length);
    }
}
