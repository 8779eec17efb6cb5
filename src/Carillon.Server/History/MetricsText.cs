using System.Globalization;
using System.Text;

namespace Carillon.Server.History;

/// <summary>Prometheus' text format.</summary>
internal static class MetricsText
{
    /// <summary>A line: name, labels, value.</summary>
    public static void Sample(StringBuilder page, string name, string labels, double value)
    {
        page.Append(name);
        if (labels.Length > 0)
            page.Append('{').Append(labels).Append('}');
        page.Append(CultureInfo.InvariantCulture, $" {value}\n");
    }

    /// <summary>The lines that come before those of a name.</summary>
    public static void Head(StringBuilder page, string name, string type, string help) => page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    /// <summary>Adds a label to those before it; quotes, backslashes and line breaks in its value are escaped.</summary>
    public static void Label(StringBuilder labels, string name, object? value)
    {
        if (labels.Length > 0)
            labels.Append(',');
        labels.Append(name).Append("=\"");
        foreach (var c in Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        {
            labels.Append(c switch
            {
                '\\' => "\\\\",
                '"' => "\\\"",
                '\n' => "\\n",
                _ => c.ToString(),
            });
        }
        labels.Append('"');
    }

    /// <summary>One label.</summary>
    public static string Label(string name, object? value)
    {
        var labels = new StringBuilder();
        Label(labels, name, value);
        return labels.ToString();
    }
}
