using System.Globalization;

namespace Carillon.Engine.History;

/// <summary>Collects conditions of a query with their values; <c>?</c> stands for the value. Values never become part of the text.</summary>
internal sealed class Where
{
    private readonly List<string> _conditions = [];
    private readonly List<object?> _values = [];

    /// <summary>The values, for <c>$1</c>, <c>$2</c> and so on.</summary>
    public object?[] Values => [.. _values];

    /// <summary>Adds a condition without a value.</summary>
    public Where And(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>Adds a condition with one value.</summary>
    public Where And(string condition, object value)
    {
        _conditions.Add(condition.Replace("?", Next(value), StringComparison.Ordinal));
        return this;
    }

    /// <summary>Adds the condition when there is a value.</summary>
    public Where AndIf(string condition, object? value) => value is null ? this : And(condition, value);

    /// <summary>The placeholder of a further value, for <c>limit</c>.</summary>
    public string Next(object value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The clause.</summary>
    public override string ToString() => _conditions.Count == 0 ? "" : "where " + string.Join(" and ", _conditions);
}
