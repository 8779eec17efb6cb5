using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Tests.Hostile;

/// <summary>Hostile JSON text: a good document with other values, doubled and unknown members, and text that only looks like JSON.</summary>
internal static class HostileJson
{
    private static readonly string[] Raw =
    [
        "null", "true", "false", "0", "-0", "-1", "1.5", "1e308", "1e999", "-1e999", "1e-999", "1E+99999999999", "2147483648", "9223372036854775808", "99999999999999999999999999999999999", "0.1e1", "01", "+1", ".5", "1.", "NaN", "Infinity", "'x'", "\"\"", "\" \"", "\"x\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u202e\"", "\"\\uffff\"", "\"a\\nb\"", "\"\\x\"", "\"\t\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":1}", "{\"a\":1,\"a\":2}", "{\"$type\":\"System.Object\"}", "{\"__proto__\":{}}", "\"9999-12-31T23:59:59.999999999Z\"", "\"9999-12-31T23:59:59-18:00\"",
        "\"-9998-01-01T00:00:00Z\"", "\"0000-00-00\"", "\"2026-02-30\"", "\"24:00\"", "\"99999999999d\"", "\"0s\"", "\"Nowhere/Zone\"", "\"0 0 31 2 *\"", "\"${{ 1/0 }}\"", "\"../../x\"", "\"/etc/passwd\"", "\"admin\"", "\"*\"", "/* c */ 1", "1 // c", "[1,]", "{\"a\":1,}",
    ];

    private static readonly string[] Names =
    [
        "id", "by", "reason", "until", "from", "to", "count", "cron", "every", "at", "anchor", "timezone", "calendar", "input", "enabled", "ids", "yaml", "path", "files", "text", "keep_others", "fingerprint", "allow_deletions", "template", "parameters", "overlay", "days", "factor", "month", "scopes", "name",
        "password", "current", "link", "kind", "disabled", "account", "expires_at", "over_budget", "only", "concurrency", "missed", "unknown", "", "\\u0000", "$ref", "Id", "ID",
    ];

    /// <summary>One of them, made of a good document.</summary>
    public static string Next(JsonNode good, Random random) => random.Next(16) switch
    {
        0 => Bomb(random),
        1 => HostileText.Noise(random, random.Size(1_000)),
        2 or 3 => HostileText.Mutate(good.ToJsonString(), random),
        4 => random.Any(Raw),
        5 => good.ToJsonString() + random.Any([" ", "x", "{}", "\0", ",", "]", "\uFEFF"]),
        6 => random.Any(["\uFEFF", " \r\n\t", "\u00a0", "\v"]) + good.ToJsonString(),
        _ => Write(good, random),
    };

    /// <summary>The document as an object, of which members change but which stays readable.</summary>
    public static JsonObject NextObject(JsonObject good, Random random)
    {
        while (true)
        {
            try
            {
                using var strict = JsonDocument.Parse(Write(good, random), new JsonDocumentOptions { AllowDuplicateProperties = false });
                if (strict.RootElement.ValueKind == JsonValueKind.Object && JsonNode.Parse(strict.RootElement.GetRawText())!.DeepClone() is JsonObject found && found.ToJsonString().Length > 0)
                    return found;
            }
            catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
            {
                // Another one may be readable.
            }
        }
    }

    private static string Write(JsonNode good, Random random)
    {
        var text = new StringBuilder();
        Write(good, random, text, isRoot: true);
        return text.ToString();
    }

    private static void Write(JsonNode? node, Random random, StringBuilder text, bool isRoot)
    {
        if (!isRoot && random.Once(6))
        {
            text.Append(random.Once(6) ? JsonSerializer.Serialize(random.Any(HostileText.Pieces)) : random.Any(Raw));
            return;
        }

        switch (node)
        {
            case JsonObject map:
                WriteMembers(map, random, text);
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    text.Append(i > 0 ? "," : "");
                    Write(list[i], random, text, isRoot: false);
                }

                text.Append(list.Count > 0 && random.Once(20) ? string.Concat(Enumerable.Repeat("," + (list[0]?.ToJsonString() ?? "null"), random.Size(3_000))) : "").Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void WriteMembers(JsonObject map, Random random, StringBuilder text)
    {
        text.Append('{');
        var isFirst = true;
        void Member(string name, Action value)
        {
            text.Append(isFirst ? "\"" : ",\"").Append(name).Append("\":");
            isFirst = false;
            value();
        }

        foreach (var (name, value) in map)
        {
            if (random.Once(20))
                continue;
            Member(JsonEncodedText.Encode(name).ToString(), () => Write(value, random, text, isRoot: false));
            if (random.Once(30))
                Member(JsonEncodedText.Encode(name).ToString(), () => text.Append("1"));
        }

        for (var left = random.Once(3) ? random.Next(1, 4) : 0; left > 0; left--)
            Member(random.Any(Names), () => text.Append(random.Any(Raw)));
        text.Append('}');
    }

    private static string Bomb(Random random)
    {
        var size = random.Size(100_000);
        return random.Next(8) switch
        {
            0 => new string('[', size),
            1 => new string('[', size) + new string(']', size),
            2 => string.Concat(Enumerable.Repeat("{\"a\":", size)) + "1" + new string('}', size),
            3 => "{\"input\":" + new string('[', Math.Min(size, 60)) + new string(']', Math.Min(size, 60)) + "}",
            4 => "{" + string.Join(',', Enumerable.Range(0, size).Select(i => $"\"k{i}\":1")) + "}",
            5 => "{\"ids\":[" + string.Join(',', Enumerable.Range(0, size).Select(i => $"\"k{i}\"")) + "]}",
            6 => "{\"by\":\"" + new string('x', size) + "\"}",
            _ => "{\"count\":" + new string('9', size) + "}",
        };
    }
}
