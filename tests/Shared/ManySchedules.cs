using System.Globalization;
using System.Text;

namespace Carillon.Tests.Shared;

/// <summary>Thousands of schedules, five hundred in a file, of workflows with one task that ends at once.</summary>
internal static class ManySchedules
{
    private const int InFile = 500;

    /// <summary>The keys of a schedule that comes due on one day of January, by its number: most of them differ.</summary>
    public static string Idle(int i) => string.Create(CultureInfo.InvariantCulture, $"cron: \"{i % 60} {i / 60 % 24} {1 + (i % 28)} 1 *\", timezone: America/New_York");

    /// <summary>Gives each file's name and text to <paramref name="write"/>. <paramref name="rule"/> gives the schedule's keys by its number.</summary>
    public static void Write(Action<string, string> write, int count, Func<int, string> rule, string pool = "")
    {
        for (var file = 0; file * InFile < count; file++)
        {
            var yaml = new StringBuilder().Append(CultureInfo.InvariantCulture, $"id: w{file:000}\n");
            if (pool.Length > 0)
                yaml.Append(CultureInfo.InvariantCulture, $"pools: {{ {pool} }}\n");
            yaml.Append("schedules:\n");
            for (var i = file * InFile; i < Math.Min(count, (file + 1) * InFile); i++)
                yaml.Append(CultureInfo.InvariantCulture, $"  - {{ id: s{i}, {rule(i)} }}\n");
            yaml.Append("tasks:\n  - { id: a, uses: wait, with: { until: \"2020-01-01T00:00:00Z\" }");
            if (pool.Length > 0)
                yaml.Append(CultureInfo.InvariantCulture, $", pool: {pool.Split(':')[0]}");
            write($"w{file:000}.yaml", yaml.Append(" }\n").ToString());
        }
    }
}
