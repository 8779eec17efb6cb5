using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>What an expression may look at. Immutable, thread safe. Lookups never run code.</summary>
public interface IExpressionScope
{
    /// <summary>The value of a root name: <c>input</c>, <c>tasks</c>, <c>run</c>, <c>item</c>, <c>index</c>, <c>output</c>, <c>error</c>, <c>secrets</c>. False: no such name here.</summary>
    bool TryGet(string name, out JsonNode? value);

    /// <summary>True when nothing before this task failed (or was upstream-failed): <c>success()</c>. <c>failure()</c> is its opposite, <c>always()</c> is true.</summary>
    bool Success { get; }
}

/// <summary>A parsed expression. Immutable, thread safe.</summary>
public abstract class Expression
{
    /// <summary>The text it was parsed from, without <c>${{ }}</c>.</summary>
    public abstract string Text { get; }

    /// <summary>The root paths it reads, for example <c>tasks.bars.output.path</c>, for the check that they come before. A part that is no plain name is written as <c>['part']</c> or <c>[3]</c>.</summary>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>True when it calls <c>success()</c>, <c>failure()</c> or <c>always()</c> itself; otherwise an <c>if</c> is joined with <c>success()</c>.</summary>
    public abstract bool AsksStatus { get; }

    /// <summary>Its value, a copy of the caller's own. Division by zero, a missing path and a wrong type are problems with code SCH021, never exceptions.</summary>
    public abstract Checked<JsonNode?> Evaluate(IExpressionScope scope);

    /// <summary>Whether a value counts as true in <c>if</c>, <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and <c>? :</c>. False, null, 0 and empty text do not; everything else does.</summary>
    public static bool IsTrue(JsonNode? value) => ExpressionValues.IsTrue(value);

    /// <summary>The secrets that it names.</summary>
    public IReadOnlyList<SecretRead> Secrets => SecretRead.Of(Reads);

    internal abstract IReadOnlyList<PathRead> Reads { get; }

    /// <summary>True when what it gives is made of a secret.</summary>
    internal bool ReadsSecret => Reads.Any(read => read.Parts[0] == SecretScope.Root);
}

/// <summary>One path as it stands in the text.</summary>
/// <param name="Parts">The root name and the parts after it, as far as they are literal.</param>
/// <param name="Offset">Where the path begins in the expression's text, from 0.</param>
/// <param name="Tolerant">True inside the first argument of <c>default()</c>, where it may be missing.</param>
internal sealed record PathRead(IReadOnlyList<string> Parts, int Offset, bool Tolerant);
