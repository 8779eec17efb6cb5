namespace Carillon.Tests.Hostile;

/// <summary>Hostile names of files, each with a mark by which what they made is found wherever it went.</summary>
/// <param name="mark">Letters that no other file has.</param>
internal sealed class HostileNames(string mark)
{
    private static readonly string[] Parts =
    [
        "..", ".", "", " ", "...", "....", "~", "CON", "nul", "com1", "LPT9", "aux.txt", "C:", "C:\\", "\\\\host", "\\", "a\\b", "a:b", "a*b", "a?b", "a|b", "<a>", "\"a\"", "a.", "a ", ".a", "-rf", "--", "$(id)", "`id`", "a;b", "a\nb", "a\rb", "a\0b", "a\u202eb", "\ud800", "\udc00", "ä", "a\u0308", "日本",
        "%2e%2e", "%2f", "%00", "..%2f..", "..\u2215..", "．．", "link", "loop", "sub", "file.yaml", "a.yaml/b",
    ];

    /// <summary>The mark.</summary>
    public string Mark => mark;

    /// <summary>One of them; it mostly ends in <paramref name="ending"/>.</summary>
    public string Next(Random random, string ending)
    {
        var own = $"{mark}{random.Next(1000)}";
        var end = random.Once(6) ? random.Any(["", ".", " ", ".exe", "/", "\\", "\0", "\0.yaml", ".YAML", ".yaml.", "::$DATA"]) : ending;
        return random.Next(9) switch
        {
            0 => string.Concat(Enumerable.Repeat("../", random.Next(1, 12))) + own + end,
            1 => string.Concat(Enumerable.Repeat("..\\", random.Next(1, 12))) + own + end,
            2 => random.Any(["/tmp/", "/", "//", "\\\\", "C:\\", "file:///tmp/", "~/", "/proc/self/cwd/", "/dev/shm/", "link/", "link/../", "sub/../../", "./", "loop/loop/"]) + own + end,
            3 => own + new string(random.Any(['x', 'ä', '日', '.', ' ']), random.Next(100, 400)) + end,
            4 => string.Concat(Enumerable.Repeat("d/", random.Size(300))) + own + end,
            5 => own + HostileText.Noise(random, random.Size(20)) + end,
            6 => random.Any(Parts) + own + random.Any(Parts) + end,
            _ => string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Any(Parts)).Append(own)) + end,
        };
    }
}
