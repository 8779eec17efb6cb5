using NodaTime;
using NodaTime.Text;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Carillon.Core.Tests.Scenarios;

/// <summary>A scenario file, as <c>tests/scenarios/README.md</c> describes it.</summary>
public sealed class Scenario
{
    public string Name { get; set; } = "";

    public string Workflow { get; set; } = "";

    public string Start { get; set; } = "";

    public string Until { get; set; } = "";

    public Dictionary<string, List<string>> Results { get; set; } = new(StringComparer.Ordinal);

    public List<string> Timeline { get; set; } = [];

    public ScenarioHistory History { get; set; } = new();

    public Instant StartAt => InstantPattern.ExtendedIso.Parse(Start).Value;

    public Instant UntilAt => Time(Until);

    public static string Folder { get; } = FindFolder();

    public static Scenario Read(string name) => new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .Build()
        .Deserialize<Scenario>(File.ReadAllText(Path.Combine(Folder, name + ".yaml")));

    /// <summary><c>HH:mm</c> on the day of the start, or ISO 8601.</summary>
    public Instant Time(string text) => text.Length > 8
        ? InstantPattern.ExtendedIso.Parse(text).Value
        : (StartAt.InUtc().Date + LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value).InUtc().ToInstant();

    public string Text(Instant at)
    {
        var utc = at.InUtc();
        return utc.Date == StartAt.InUtc().Date && utc.Second == 0 && utc.NanosecondOfSecond == 0
            ? LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(utc.TimeOfDay)
            : InstantPattern.ExtendedIso.Format(at);
    }

    /// <summary><c>90s</c>, <c>1h30m</c>, <c>2d</c>.</summary>
    public static Duration Length(string text)
    {
        var total = Duration.Zero;
        var number = 0;
        foreach (var unit in text)
        {
            if (char.IsAsciiDigit(unit))
            {
                number = (number * 10) + (unit - '0');
                continue;
            }
            total += unit switch
            {
                'd' => Duration.FromDays(number),
                'h' => Duration.FromHours(number),
                'm' => Duration.FromMinutes(number),
                's' => Duration.FromSeconds(number),
                _ => throw new FormatException($"'{text}' is no duration."),
            };
            number = 0;
        }
        return total;
    }

    private static string FindFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Carillon.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "tests", "scenarios");
    }
}

public sealed class ScenarioHistory
{
    public List<string> Ledger { get; set; } = [];

    public List<string> Runs { get; set; } = [];
}
