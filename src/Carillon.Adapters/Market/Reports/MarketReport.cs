using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Adapters.Market.Reports;

/// <summary>Writes the report from the outputs of other tasks. Pure. What an output lacks is left out; foreign text is escaped.</summary>
internal static class MarketReport
{
    /// <summary>The Markdown text.</summary>
    public static string Write(string title, JsonNode bars, JsonNode? indicators, JsonNode? charts)
    {
        var text = new StringBuilder($"# {Escape(title)}\n\n");
        var coverage = Symbols(bars);
        var standing = Symbols(indicators);
        text.Append(Period(bars)).Append("\n\n");
        Table(text, coverage, standing);
        Holes(text, coverage, bars);
        Charts(text, charts);
        return text.ToString();
    }

    /// <summary>The entries under <c>symbols</c> of one output or of a list of them.</summary>
    public static IReadOnlyList<JsonObject> Symbols(JsonNode? outputs) =>
        [.. Outputs(outputs).SelectMany(o => o["symbols"] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>True when the entry of a symbol says that its bars are whole.</summary>
    public static bool IsComplete(JsonObject symbol) => symbol["complete"]?.GetValueKind() == JsonValueKind.True;

    private static IEnumerable<JsonObject> Outputs(JsonNode? node) => node switch
    {
        JsonObject one => [one],
        JsonArray list => list.SelectMany(Outputs),
        _ => [],
    };

    private static string Period(JsonNode bars)
    {
        var periods = Outputs(bars).Select(o => $"{Text(o["from"])} up to, not including, {Text(o["to"])}").Distinct(StringComparer.Ordinal).ToList();
        return periods.Count == 0 ? "No bars." : $"Daily bars from {string.Join("; ", periods)}.";
    }

    private static void Table(StringBuilder text, IReadOnlyList<JsonObject> coverage, IReadOnlyList<JsonObject> standing)
    {
        List<string> columns = [.. standing.SelectMany(s => (s["values"] as JsonObject ?? []).Select(v => v.Key)).Distinct(StringComparer.Ordinal)];
        string[] head = ["Symbol", "Bars", "Last bar", "Close", "Change %", .. columns, "Trend", "Data"];
        text.Append("| ").AppendJoin(" | ", head.Select(Escape)).Append(" |\n|");
        foreach (var name in head) text.Append(name is "Symbol" or "Trend" or "Data" or "Last bar" ? " --- |" : " ---: |");
        text.Append('\n');
        foreach (var symbol in coverage)
        {
            var name = Text(symbol["symbol"]);
            var at = standing.FirstOrDefault(s => Text(s["symbol"]) == name);
            string[] cells =
            [
                name, Text(symbol["rows"]), Text(symbol["last"]), Number(at?["close"]), Number(at?["change_percent"]),
                .. columns.Select(c => Number(at?["values"]?[c])),
                Text(at?["trend"]), IsComplete(symbol) ? "complete" : "**incomplete**",
            ];
            text.Append("| ").AppendJoin(" | ", cells.Select((c, i) => i == cells.Length - 1 ? c : Escape(c))).Append(" |\n");
        }

        text.Append('\n');
    }

    private static void Holes(StringBuilder text, IReadOnlyList<JsonObject> coverage, JsonNode bars)
    {
        text.Append("## Holes in the data\n\n");
        var everywhere = Outputs(bars).SelectMany(o => o["missing_everywhere"] as JsonArray ?? []).Select(Text).Distinct(StringComparer.Ordinal).ToList();
        if (everywhere.Count > 0) text.Append("- No symbol has a bar on ").AppendJoin(", ", everywhere.Select(Escape)).Append(".\n");
        foreach (var symbol in coverage.Where(s => !IsComplete(s))) text.Append("- ").Append(Escape(Text(symbol["remark"]))).Append(".\n");
        text.Append(coverage.All(IsComplete) ? "None: every trading day has its bar.\n\n" : "\n");
    }

    private static void Charts(StringBuilder text, JsonNode? charts)
    {
        var pictures = Outputs(charts).Where(c => c["svg"] is JsonObject).ToList();
        if (pictures.Count == 0) return;
        text.Append("## Charts\n\n");
        foreach (var chart in pictures)
        {
            var file = chart["png"] as JsonObject ?? chart["svg"];
            text.Append("![").Append(Escape(Text(chart["symbol"]))).Append("](").Append(Uri.EscapeDataString(Text(file!["name"]))).Append(")\n\n");
        }
    }

    private static string Text(JsonNode? node) => node switch
    {
        null => string.Empty,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };

    private static string Number(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number
            ? double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture).ToString("0.00", CultureInfo.InvariantCulture)
            : "–";

    private static string Escape(string text) =>
        string.Concat(text.Select(c => c switch
        {
            '\n' or '\r' => " ",
            '|' or '*' or '`' or '[' or ']' or '<' or '>' or '\\' => "\\" + c,
            _ => c.ToString(),
        }));
}
