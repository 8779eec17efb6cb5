namespace Carillon.Core;

/// <summary>
/// The answer of everything named <c>Parse</c>: a value, or every problem found in one pass. Warnings may accompany a value.
/// Immutable and safe to share between threads when <typeparamref name="T"/> is.
/// </summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed class Checked<T>
{
    private readonly T? _value;

    private Checked(T? value, bool ok, IReadOnlyList<Problem> problems)
    {
        _value = value;
        IsOk = ok;
        Problems = problems;
    }

    /// <summary>True when there is a value. There may still be warnings.</summary>
    public bool IsOk { get; }

    /// <summary>Every problem, in the order of the text. Empty when there is nothing to say.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message lists the problems.</exception>
    public T Value => IsOk
        ? _value!
        : throw new InvalidOperationException(string.Join("\n", Problems.Select(p => p.ToString())));

    /// <summary>A value, perhaps with warnings.</summary>
    public static Checked<T> Ok(T value, IReadOnlyList<Problem>? warnings = null) => new(value, ok: true, warnings ?? []);

    /// <summary>No value; at least one error.</summary>
    public static Checked<T> Bad(params IReadOnlyList<Problem> problems) => new(default, ok: false, problems);

    /// <summary>The value when there is one, else null or default. Never throws.</summary>
    public T? ValueOrDefault => _value;
}
