using System.Security.Cryptography;
using System.Text;
using Carillon.Core.Definitions.Reading;
using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using Carillon.Core.Schedules;

namespace Carillon.Core.Definitions;

/// <summary>Reads calendar files: YAML with <c>kind: calendar</c>.</summary>
public static class CalendarParser
{
    /// <summary>True when the text is YAML and its <c>kind</c> is <c>calendar</c>, whatever else is wrong with it.</summary>
    public static bool IsCalendar(string text) =>
        text.Contains("calendar", StringComparison.Ordinal) && text.Contains("kind", StringComparison.Ordinal)
        && YamlReader.Read(Trimmed(text), "").Root is YamlMapping map && map.Text("kind") == "calendar";

    /// <summary>True when the text is a YAML mapping.</summary>
    public static bool IsReadable(string text) => YamlReader.Read(Trimmed(text), "").Root is YamlMapping;

    /// <summary>The calendar that the text says it is based on; null for none.</summary>
    public static string? BasedOn(string text) => (YamlReader.Read(Trimmed(text), "").Root as YamlMapping)?.Text("based_on");

    /// <summary>
    /// Parses one file: the calendar with perhaps warnings, or every problem with its place, in the order of the text. Never throws on bad text.
    /// </summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">The name to print in locations.</param>
    /// <param name="known">The calendars it may be based on, by name.</param>
    public static Checked<BusinessCalendar> Parse(string text, string file, IReadOnlyDictionary<string, BusinessCalendar> known)
    {
        var yaml = YamlReader.Read(Trimmed(text), file);
        var problems = new ProblemSink(file);
        problems.AddRange(yaml.Problems);
        if (yaml.Root is not YamlMapping map)
        {
            if (yaml.Root is not null)
                problems.Add(ProblemCodes.InvalidYaml, yaml.Root, $"A calendar is a mapping with 'kind' and 'id', not {yaml.Root.Kind}.");
            return Checked<BusinessCalendar>.Bad(problems.InOrder());
        }

        SpecCheck.Check(map, CalendarKeys.Calendar, problems);
        var lists = new CalendarReader(map, known, problems).Read();
        if (problems.HasErrors)
            return Checked<BusinessCalendar>.Bad(problems.InOrder());
        // What counts is what the file says, not how it is laid out; a calendar under it belongs to it.
        var content = $"{YamlScalars.ToCanonicalText(map)}\n{lists.BasedOn?.Version}";
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        return Checked<BusinessCalendar>.Ok(new ListedCalendar(lists with { Version = version }), problems.InOrder());
    }

    private static string Trimmed(string text) => text.StartsWith('\uFEFF') ? text[1..] : text;
}
