using System.Text.Json.Nodes;

namespace Carillon.Core.Definitions.Expressions;

/// <summary>A node of a parsed expression.</summary>
internal abstract class ExpressionNode
{
    /// <summary>The value; null with <see cref="Evaluation.Failed"/> set when there is none.</summary>
    public abstract JsonNode? Evaluate(Evaluation e);
}

internal sealed class LiteralNode(JsonNode? value) : ExpressionNode
{
    public JsonNode? Value => value;

    public override JsonNode? Evaluate(Evaluation e) => value;
}

internal sealed class RootNode(string name) : ExpressionNode
{
    public string Name => name;

    public override JsonNode? Evaluate(Evaluation e) =>
        e.Scope.TryGet(name, out var value) ? value : e.Missing($"There is no '{name}' here.");
}

internal sealed class MemberNode(ExpressionNode target, ExpressionNode part, string shownTarget) : ExpressionNode
{
    public override JsonNode? Evaluate(Evaluation e)
    {
        if (target is RootNode root && part is LiteralNode literal && e.Scope is IMemberScope members
            && ExpressionValues.TryText(literal.Value, out var member) && members.TryGetMember(root.Name, member, out var found))
            return found;
        var value = target.Evaluate(e);
        var key = e.Failed ? null : part.Evaluate(e);
        return e.Failed ? null : PathLookup.Get(e, value, key, shownTarget);
    }
}

internal sealed class NotNode(ExpressionNode operand) : ExpressionNode
{
    public override JsonNode? Evaluate(Evaluation e)
    {
        var value = operand.Evaluate(e);
        return e.Failed ? null : JsonValue.Create(!ExpressionValues.IsTrue(value));
    }
}

internal sealed class NegateNode(ExpressionNode operand) : ExpressionNode
{
    public override JsonNode? Evaluate(Evaluation e)
    {
        var value = operand.Evaluate(e);
        if (e.Failed)
            return null;
        return ExpressionValues.TryNumber(value, out var number)
            ? ExpressionValues.Number(-number)
            : e.Fail($"'-' wants a number, not {ExpressionValues.Kind(value)}.");
    }
}

/// <summary><c>&amp;&amp;</c> and <c>||</c>: the right side is looked at only when it matters, and the deciding side is the value.</summary>
internal sealed class EitherNode(ExpressionNode left, ExpressionNode right, bool and) : ExpressionNode
{
    public override JsonNode? Evaluate(Evaluation e)
    {
        var value = left.Evaluate(e);
        if (e.Failed)
            return null;
        return ExpressionValues.IsTrue(value) == and ? right.Evaluate(e) : value;
    }
}

internal sealed class ConditionalNode(ExpressionNode condition, ExpressionNode yes, ExpressionNode no) : ExpressionNode
{
    public override JsonNode? Evaluate(Evaluation e)
    {
        var value = condition.Evaluate(e);
        if (e.Failed)
            return null;
        return (ExpressionValues.IsTrue(value) ? yes : no).Evaluate(e);
    }
}

internal sealed class BinaryNode(string sign, ExpressionNode left, ExpressionNode right) : ExpressionNode
{
    public override JsonNode? Evaluate(Evaluation e)
    {
        var a = left.Evaluate(e);
        if (e.Failed)
            return null;
        var b = right.Evaluate(e);
        return e.Failed ? null : ExpressionOperators.Apply(e, sign, a, b);
    }
}

internal sealed class CallNode(ExpressionFunction function, IReadOnlyList<ExpressionNode> arguments) : ExpressionNode
{
    public override JsonNode? Evaluate(Evaluation e)
    {
        var values = new JsonNode?[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(e);
            if (e.Failed)
                return null;
        }

        return e.Charge(1) ? function.Apply(new Call(e, function.Name, values)) : null;
    }
}

/// <summary><c>default(x, y)</c>: y when x is missing or null.</summary>
internal sealed class DefaultNode(ExpressionNode value, ExpressionNode fallback) : ExpressionNode
{
    public override JsonNode? Evaluate(Evaluation e)
    {
        var found = value.Evaluate(e);
        if (e.Failed && !e.ForgiveMissing())
            return null;
        return found ?? fallback.Evaluate(e);
    }
}
