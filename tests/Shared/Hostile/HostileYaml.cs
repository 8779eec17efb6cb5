using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Carillon.Tests.Hostile;

/// <summary>Hostile YAML: good files with other values, mutations of them, and bombs.</summary>
/// <param name="samples">Good files.</param>
internal sealed partial class HostileYaml(IReadOnlyList<string> samples)
{
    private static readonly string[] Pieces =
    [
        "---\n", "...\n", "%YAML 1.1\n---\n", "%TAG ! tag:x,2000:\n", "&a ", "*a", "<<: *a", "<<: [*a, *a]", "!!binary aGk=", "!!python/object:os.system ", "!!str ", "!<tag:yaml.org,2002:int> ", "! ", "? ", "? [a, b]\n: c\n",
        "|\n", ">-\n", "|9\n", "\n\t", "#", "'", "\"\\x41\"", "\"\\uD800\"", "\"\\/\"", "- - - - ", "[[[[", "{{{{", "}", "]", "\uFEFF", "\"\\0\"", "!!null", "- ", ": ", " :", "::", ",,",
    ];

    private static readonly string[] Values =
    [
        "", "~", "null", "true", "no", "[]", "{}", "[[]]", "{ a: }", "[null, ~]", "-1", "0", "1e999", "-.inf", ".nan", "99999999999999999999999999999999", "0x10", "1_0", "\"\"", "' '", "2026-02-30", "9999-12-31", "9999-12-31T23:59:59.999999999Z",
        "0001-01-01", "-0001-01-01", "24:00", "99:99", "0s", "1ns", "99999999999d", "-5m", "P1D", "\"${{ 1/0 }}\"", "\"${{ input }}\"", "\"${{ tasks.a.output }}\"", "\"${{ \"", "\"$${{ x }}\"", "Nowhere/Zone", "XNYS", "america/new_york", "*unknown",
        "&x [*x]", "!!binary aGk=", "\"\\u0000\"", "\"\\uD800\"", "@daily", "\"* * * * * *\"", "\"0 0 31 2 *\"", "\"H H * * *\"", "\"0 0 L W *\"", "../../etc/passwd", "a/b", "CON", "\u202e", "skip", "all", "last", "nearest", "0001-01-01T00:00", "3000000000",
        "\"(a+)+$\"", "\"((((((((((a{1,99}){1,99}){1,99}){1,99}))))))\"", "\"[\"", "\"(?<=a)b\"", "\"\\\\p{L}{1000}\"",
    ];

    /// <summary>One of them.</summary>
    public string Next(Random random) => random.Next(20) switch
    {
        0 => Bomb(random),
        1 => HostileText.Noise(random, random.Size(2_000)),
        < 10 => OtherValues(random.Any(samples), random),
        < 13 => HostileText.Mutate(OtherValues(random.Any(samples), random), random, Pieces),
        _ => HostileText.Mutate(random.Any(samples), random, random.Once(2) ? Pieces : null),
    };

    /// <summary>A value in place of one or some that stand behind a key, which stays a good file more often than a mutation does.</summary>
    private static string OtherValues(string text, Random random)
    {
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var found = ValueAfterKey().Matches(text);
            if (found.Count == 0)
                return text;
            var value = random.Any(found).Groups[1];
            text = string.Concat(text.AsSpan(0, value.Index), random.Once(4) ? random.Any(HostileText.Pieces) : random.Any(Values), text.AsSpan(value.Index + value.Length));
        }

        return text;
    }

    private static string Bomb(Random random)
    {
        var size = random.Size(20_000);
        return random.Next(16) switch
        {
            0 => "x: " + Repeat("[", size),
            1 => "x: " + Repeat("{ a: ", size),
            2 => "x:\n" + Repeat("- ", size),
            3 => string.Concat(Enumerable.Range(0, Math.Min(size, 1_000)).Select(i => new string(' ', i) + "a:\n")),
            4 => Aliases(random, size),
            5 => Merges(size),
            6 => "id: w\ntasks:\n" + string.Concat(Enumerable.Range(0, size).Select(i => $"- {{ id: t{i}, uses: shell, needs: [t{(i * 7) % (size + 1)}], with: {{ run: x }} }}\n")),
            7 => "id: w\ntasks: [{ id: a, uses: shell, with: { run: x }, needs: [" + Repeat("a, ", size) + "] }]\n",
            8 => "id: " + new string('x', size) + "\ntasks: []\n",
            9 => "id: w\nschedules:\n" + string.Concat(Enumerable.Range(0, Math.Min(size, 3_000)).Select(i => $"- {{ id: s{i}, every: 1s, depends_on: s{i + 1} }}\n")) + "tasks: [{ id: a, uses: shell, with: { run: x } }]\n",
            10 => "id: w\ninput:\n" + string.Concat(Enumerable.Range(0, size).Select(i => $"  k{i}: {{ type: string, pattern: \"(a|b)*{i}\" }}\n")) + "tasks: [{ id: a, uses: shell, with: { run: x } }]\n",
            11 => "id: w\ntasks: [{ id: a, uses: shell, with: { run: \"" + Repeat("${{ run.id }}", size) + "\" } }]\n",
            12 => Repeat("--- \nid: w\n", size),
            13 => "kind: calendar\nid: c\nholidays: [" + string.Concat(Enumerable.Range(0, size).Select(i => $"{1900 + (i % 300)}-01-{1 + (i % 31):00}, ")) + "]\n",
            14 => "\"" + Repeat("\\u0041", size),
            _ => "id: w\n" + string.Concat(Enumerable.Range(0, size).Select(i => $"k{i}: 1\n")),
        };
    }

    private static string Aliases(Random random, int size)
    {
        var text = new StringBuilder("id: w\na0: &a0 [x, x]\n");
        var times = random.Next(1, 12);
        for (var i = 1; i <= Math.Min(size, 500); i++)
            text.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", times))}]\n");
        return text.ToString();
    }

    private static string Merges(int size)
    {
        var text = new StringBuilder("m0: &m0 { ").AppendJoin(", ", Enumerable.Range(0, Math.Min(size, 2_000)).Select(i => $"k{i}: 1")).Append(" }\n");
        for (var i = 1; i < Math.Min(size, 500); i++)
            text.Append(CultureInfo.InvariantCulture, $"m{i}: &m{i} {{ <<: [*m{i - 1}, *m{i / 2}], j{i}: 1 }}\n");
        return text.ToString();
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    [GeneratedRegex(@"[\w-]+: +([^\n,{}\[\]#]+)")]
    private static partial Regex ValueAfterKey();
}
