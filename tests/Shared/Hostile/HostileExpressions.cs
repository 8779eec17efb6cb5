namespace Carillon.Tests.Hostile;

/// <summary>Hostile expressions: grown by the grammar out of awkward parts, mutated, and bombs.</summary>
/// <param name="functions">The names of the functions there are.</param>
internal sealed class HostileExpressions(IReadOnlyList<string> functions)
{
    private static readonly string[] Signs = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"];

    private static readonly string[] Leaves =
    [
        "input", "input.text", "input.none", "input.list", "input.list[0]", "input.list[99999999999]", "input.map", "input.map['k']", "input.deep", "input.big", "input.number", "input.tiny", "input.zero", "input.none.x.y", "tasks", "tasks.a.output", "run.id",
        "unknown", "null", "true", "false", "0", "-0", "1", "1.5", "1e28", "79228162514264337593543950335", "-79228162514264337593543950335", "0.0000000000000000000000000001", "''", "'a'", "\"b\"", "'2026-02-29'", "'9999-12-31'", "'9999-12-31T23:59:59Z'", "'9999-12-31T23:59:59-18:00'",
        "'-9998-01-01'", "'-9998-01-01T00:00:00+18:00'", "'yyyy-MM-dd'", "'%'", "'\\'", "'HH''mm'", "'Pacific/Kiritimati'", "'Etc/GMT+12'", "'{0}'", "'{'", "'[1,2'", "'{\"a\":{\"a\":1}}'", "','", "4000000", "-4000000", "28", "29", "2147483648", "always()", "item", "index", "\u0663", "'\ud800'", "'\u0130'",
    ];

    private static readonly string[] Pieces = ["(", ")", "[", "]", ".", ",", "?", ":", "!", "'", "\"", "&&", "||", "==", " ", "${{", "}}", "input", "null", "\\", "@", "#", ";", "=>", "new ", "typeof(", "..", "[?(", "`"];

    /// <summary>One of them.</summary>
    public string Next(Random random) => random.Next(12) switch
    {
        0 => Bomb(random),
        1 => HostileText.Noise(random, random.Size(500)),
        2 or 3 => HostileText.Mutate(Grow(random, 3), random, Pieces),
        _ => Grow(random, random.Next(1, 6)),
    };

    private string Grow(Random random, int depth)
    {
        if (depth == 0)
            return random.Once(12) ? random.Any(HostileText.Pieces) : random.Any(Leaves);
        return random.Next(10) switch
        {
            0 => $"({Grow(random, depth - 1)})",
            1 => $"!{Grow(random, depth - 1)}",
            2 => $"-{Grow(random, depth - 1)}",
            3 => $"{Grow(random, depth - 1)} ? {Grow(random, depth - 1)} : {Grow(random, depth - 1)}",
            4 => $"{Grow(random, depth - 1)}[{Grow(random, depth - 1)}]",
            5 or 6 => $"{Grow(random, depth - 1)} {random.Any(Signs)} {Grow(random, depth - 1)}",
            _ => $"{random.Any(functions)}({string.Join(", ", Enumerable.Range(0, random.Next(random.Once(10) ? 40 : 4)).Select(_ => Grow(random, depth - 1)))})",
        };
    }

    private string Bomb(Random random)
    {
        var size = random.Size(20_000);
        var leaf = random.Any(Leaves);
        return random.Next(10) switch
        {
            0 => new string('(', size) + leaf + new string(')', size),
            1 => new string('!', size) + leaf,
            2 => new string('-', size) + leaf,
            3 => string.Join(random.Any(Signs), Enumerable.Repeat(leaf, size)),
            4 => string.Concat(Enumerable.Repeat(random.Any(functions) + "(", size)) + leaf + new string(')', size),
            5 => leaf + string.Concat(Enumerable.Repeat("[0]", size)),
            6 => leaf + string.Concat(Enumerable.Repeat(".x", size)),
            7 => string.Concat(Enumerable.Repeat("true ? ", size)) + leaf,
            8 => Nested(size % 60, leaf),
            _ => "'" + new string('x', size),
        };
    }

    /// <summary>Each step makes the text ten times as long.</summary>
    private static string Nested(int times, string leaf) =>
        string.Concat(Enumerable.Repeat("replace(", times)) + (leaf is "input.big" ? leaf : "'aaaaaaaaaa'") + string.Concat(Enumerable.Repeat(", 'a', 'aaaaaaaaaa')", times));
}
