namespace Carillon.Tests.Hostile;

/// <summary>Hostile crons: pieces of the grammar in any order, and good ones with something else in them.</summary>
internal static class HostileCrons
{
    private static readonly string[] Pieces =
    [
        "*", ",", "-", "/", "?", "L", "W", "#", "H", "(", ")", " ", " ", " ", "0", "1", "5", "15", "31", "59", "60", "99999999999", "mon", "jan", "@daily", "\u0663", "\0", "\ud83d", "é", "LW", "5L", "1#2", "*/0", "*/60", "* * * * *", "0 0 ",
        "0 0 31 2 *", "L-3", "15W", "FRI-MON", "H(0-7)", "H/0", "H(9-1)", "#6", "1#0", "L-31", "31W", "*/1", "0-0", "1-1/1", "0/59", "\t", "\n", "%", "@", "@every 1s", "@reboot", "TZ=UTC", "SUN,MON", "7", "8", "-1",
    ];

    private static readonly string[] Good =
    [
        "0 9 * * 1-5", "*/15 * * * *", "0 0 L * *", "0 0 1,15 * MON", "0 0 * * 5L", "30 2 LW * ?", "0 0 15W * *", "H H(0-7) * * *", "0 0 29 2 *", "0 0 * * 1#5", "0 0 L-30 2 *", "*/7 * * * * *", "0 0 0 31 12 *", "59 23 31 12 FRI", "0 0 31 4,6,9,11 *", "@yearly",
    ];

    /// <summary>One of them.</summary>
    public static string Next(Random random) => random.Next(9) switch
    {
        8 => string.Join(' ', random.Any(Good).Split(' ').Select(field => random.Once(4) ? random.Any(["*", "1", "0", "H", "1-5", "*/7", "L", "?"]) : field)),
        0 => HostileText.Noise(random, random.Size(200)),
        1 => string.Join(random.Any([",", "/", "-", " "]), Enumerable.Repeat(random.Any(Pieces), random.Size(5_000))),
        2 or 3 => HostileText.Mutate(random.Any(Good), random, Pieces),
        4 => string.Join(' ', Enumerable.Range(0, random.Next(4, 8)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Any(Pieces))))),
        _ => string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => random.Any(Pieces))),
    };
}
