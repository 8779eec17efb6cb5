using System.Text;
using System.Text.Json.Nodes;
using Carillon.Tests.Hostile;

namespace Carillon.Server.Tests.Hostile;

/// <summary>One request.</summary>
/// <param name="Caller">Who sends it: a number among the callers.</param>
/// <param name="Verb">The method.</param>
/// <param name="Path">Path and query as they go over the wire.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="Type">Its content type.</param>
/// <param name="Headers">Further headers.</param>
internal sealed record HostileRequest(int Caller, string Verb, string Path, byte[]? Body, string? Type, IReadOnlyList<(string Name, string Value)> Headers)
{
    public override string ToString() =>
        $"caller {Caller}: {Verb} {Path} {Type} {string.Join("; ", Headers.Select(h => $"{h.Name}: {h.Value}"))}\n{(Body is null ? "" : Encoding.UTF8.GetString(Body))}";
}

/// <summary>Makes hostile requests to every operation of the contract: its own parameters and bodies with other values.</summary>
/// <param name="contract">The OpenAPI document.</param>
/// <param name="callers">How many callers there are.</param>
/// <param name="mark">What names of files bear.</param>
internal sealed class HostileRequests(JsonNode contract, int callers, string mark)
{
    private const string Yaml = "id: added\nschedule: { cron: \"0 9 * * 1-5\", timezone: America/New_York }\ntasks:\n  - { id: a, uses: test.gate, with: { say: \"${{ run.id }}\" } }\n";

    // Better than the contract's examples where those do not fit this server.
    private static readonly Dictionary<string, string> Good = new(StringComparer.Ordinal)
    {
        ["POST /api/strategies"] = """{"id":"hello-ann","template":"hello","parameters":{"who":"ann"},"by":"ann"}""",
        ["PUT /api/strategies/{id}"] = """{"template":"hello","parameters":{"who":"bob"},"overlay":{"name":"n"}}""",
        ["POST /api/strategies/preview"] = """{"id":"hello-ann","template":"hello","parameters":{"who":"ann"}}""",
        ["PUT /api/schedules/{id}"] = """{"cron":"0 10 1 1 *","timezone":"America/New_York","by":"ann","reason":"audit","until":"2027-01-01T00:00:00Z"}""",
        ["POST /api/workflows/{workflowId}/schedules"] = """{"id":"extra","cron":"0 9 * * 1-5","timezone":"America/New_York","calendar":"XNYS","jitter":"30s","by":"ann"}""",
        ["POST /api/workflows/{id}/run-now"] = """{"input":{"who":"Ann","times":2},"by":"ann"}""",
        ["POST /api/schedules/{id}/backfill"] = """{"from":"2026-03-01","to":"2026-03-10","concurrency":1,"only":"missing","by":"ann"}""",
        ["POST /api/accounts"] = """{"id":"carl","kind":"service","scopes":["workflow:read"]}""",
        ["PUT /api/accounts/{id}"] = """{"scopes":["workflow:read"],"disabled":false}""",
        ["POST /api/tokens"] = """{"name":"ci","scopes":["workflow:read"],"account":"ann","days":3}""",
        ["POST /api/account/password"] = """{"current":"a","password":"a long password"}""",
        ["POST /api/sign-in"] = """{"name":"ann","password":""}""",
        ["POST /api/sign-in/link"] = """{"link":"crk_none","password":"a long password"}""",
        ["POST /api/schedules/bulk/pause"] = """{"ids":["schedule-default-yearly","none"],"by":"ann","reason":"audit"}""",
    };

    private static readonly string[] Types = ["application/json", "application/json; charset=utf-16", "text/json", "application/yaml", "text/plain", "text/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/octet-stream", "a", "/", "application/json;;;", "*/*"];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("If-Match", ["\"1\"", "1", "*", "\"999999999999999999999\"", "W/\"1\"", "\"1\", \"2\"", "\"-1\"", "\"", "\"\"", "\"1.x\""]),
        ("If-None-Match", ["*", "\"1\"", "W/", "\"\",\"\",", "\""]),
        ("Idempotency-Key", ["k", "", " ", "a b", "ä", "x,y", "../../x"]),
        ("Authorization", ["Bearer", "Bearer ", "Bearer crl_", "Basic YTpi", "Basic ===", "Negotiate x", "bearer a,b"]),
        ("Cookie", ["carillon=", "carillon_session=x", "a=b; a=b;;;=", "=", ";", "carillon_session=\"\\\"\""]),
        ("Host", ["example.com", "", "127.0.0.1:99999", "[::1", "localhost:80:80", "a b", "127.0.0.1, example.com", "\ud83d\ude80"]),
        ("Origin", ["null", "http://example.com", "file://", "http://127.0.0.1", "://", ""]),
        ("Sec-Fetch-Site", ["cross-site", "same-origin", "none", "x"]),
        ("X-Forwarded-For", ["1.2.3.4", "unknown", "::1", "1.2.3.4, 5.6.7.8, , x", "999.1.1.1", "[::1]:x", "\"_hidden\""]),
        ("X-Forwarded-Proto", ["https", "javascript", "https, http, https", ""]),
        ("X-Forwarded-Host", ["example.com"]),
        ("Range", ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1,2-2", "bytes=99999999999999999999-", "items=0-1", "bytes=a-b"]),
        ("If-Range", ["\"x\"", "Wed, 99 Foo 2026 25:61:61 GMT"]),
        ("Accept", ["text/event-stream", "*/*;q=9", ",", "application/json;q=NaN", "x"]),
        ("Accept-Encoding", ["gzip;q=x", "br, gzip, deflate, zstd", "*"]),
        ("Last-Event-ID", ["0", "-1", "99999999999999999999", "x", "1.5"]),
        ("Content-Encoding", ["gzip", "identity", "br"]),
        ("Expect", ["100-continue", "x"]),
        ("Transfer-Encoding", ["chunked", "gzip, chunked"]),
        ("Upgrade", ["websocket", "h2c"]),
    ];

    private readonly HostileNames _names = new(mark);
    private readonly HostileYaml _yaml = new([Yaml, Samples.Greet, Samples.Yearly]);
    private readonly List<(string Verb, string Path, JsonNode Operation)> _operations =
        [.. from path in contract["paths"]!.AsObject() from verb in path.Value!.AsObject() select (verb.Key.ToUpperInvariant(), path.Key, verb.Value!)];

    /// <summary>A request with a hostile body.</summary>
    public HostileRequest WithBody(Random random)
    {
        var bodied = _operations.Where(o => o.Operation["requestBody"] is not null).ToList();
        var (verb, path, operation) = random.Any(bodied);
        var isText = operation["requestBody"]!["content"]!["application/yaml"] is not null && random.Once(2);
        var body = isText ? _yaml.Next(random) : HostileJson.Next(Document(verb, path, operation, random), random);
        var bytes = Encoding.UTF8.GetBytes(body);
        if (random.Once(15) && bytes.Length > 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(0x80, 0x100);
        var type = random.Once(20) ? random.Any(Types) : isText ? "application/yaml" : "application/json";
        return new HostileRequest(Caller(random), verb, Filled(path, random, hostile: random.Once(20)), bytes, type, Some(random));
    }

    /// <summary>A request with hostile parameters.</summary>
    public HostileRequest WithParameters(Random random)
    {
        var (verb, path, operation) = random.Any(_operations);
        List<string> query = [];
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var name = parameter!["name"]!.ToString();
            if (parameter["in"]!.ToString() == "query" && random.Once(3))
                query.Add($"{name}={Value(name, random)}");
        }

        if (random.Once(10))
            query.Add(random.Any(["", "=", "&&", "unknown=1", "limit=1&limit=2", "cursor", "%", "%zz=1", "a[]=1", "limit=%31"]));
        var body = verb is "GET" or "DELETE" || random.Once(2) ? null : "{}"u8.ToArray();
        return new HostileRequest(Caller(random), verb, Filled(path, random, hostile: random.Once(3)) + (query.Count == 0 ? "" : "?" + string.Join('&', query)), body, body is null ? null : "application/json", Some(random));
    }

    /// <summary>Half of them may do everything.</summary>
    private int Caller(Random random) => random.Once(2) ? callers - 1 : random.Next(callers);

    private JsonNode Document(string verb, string path, JsonNode operation, Random random)
    {
        var content = operation["requestBody"]!["content"]!;
        if (path == "/api/workflows" || (path == "/api/workflows/{id}" && verb == "PUT"))
            return new JsonObject { ["yaml"] = random.Once(2) ? Yaml : _yaml.Next(random), ["path"] = _names.Next(random, ".yaml"), ["by"] = "ann" };
        if (path is "/api/plan" or "/api/apply")
            return new JsonObject { ["files"] = new JsonArray(new JsonObject { ["path"] = _names.Next(random, ".yaml"), ["text"] = random.Once(2) ? Yaml : _yaml.Next(random) }), ["fingerprint"] = "0", ["keep_others"] = path == "/api/plan" };
        return Good.TryGetValue($"{verb} {path}", out var good) ? JsonNode.Parse(good)! : content["application/json"]?["example"]?.DeepClone() ?? new JsonObject();
    }

    private static string Value(string name, Random random) => random.Next(6) switch
    {
        0 => Uri.EscapeDataString(HostileText.Noise(random, random.Size(300))),
        1 => random.Any(["%", "%00", "%FF%FE", "%0d%0aX:1", "%ud800", "%ED%A0%80", "%C0%AF", "%F4%90%80%80", "%25", "+", "%2B"]),
        2 => Uri.EscapeDataString(new string(random.Any(['x', '9', ',', 'ä']), random.Size(4_000))),
        3 => Uri.EscapeDataString(HostileText.Mutate(name.Contains("from", StringComparison.Ordinal) || name.Contains("to", StringComparison.Ordinal) || name.Contains("at", StringComparison.Ordinal) ? "2026-03-08T07:00:00Z" : "completed", random)),
        4 => random.Any(["1", "0", "200", "201", "-1", "true", "completed", "2026-01-01", "2026-03-08T07:00:00Z", "schedule-default-yearly", "greet", "UTC", "csv", "zip", "artifacts", "*"]),
        _ => Uri.EscapeDataString(random.Any(HostileText.Pieces)),
    };

    private static string Filled(string path, Random random, bool hostile)
    {
        var filled = path.Replace("/api/schedules/{id}", "/api/schedules/" + HostileServer.Yearly, StringComparison.Ordinal).Replace("/api/workflows/{id}", "/api/workflows/greet", StringComparison.Ordinal)
            .Replace("{workflowId}", "yearly", StringComparison.Ordinal).Replace("/api/accounts/{id}", "/api/accounts/ann", StringComparison.Ordinal).Replace("/api/strategies/{id}", "/api/strategies/hello-ann", StringComparison.Ordinal)
            .Replace("{scope}/{subject}", "schedule/" + HostileServer.Yearly, StringComparison.Ordinal).Replace("/api/backfills/{id}", "/api/backfills/1", StringComparison.Ordinal);
        while (filled.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
            filled = string.Concat(filled.AsSpan(0, open), hostile ? Value("", random) : "none", filled.AsSpan(filled.IndexOf('}', open) + 1));
        if (!hostile)
            return filled;
        var parts = filled.Split('/');
        parts[random.Next(Math.Min(2, parts.Length - 1), parts.Length)] = random.Once(4) ? random.Any(["..%2f..%2fcarillon.db", "%2e%2e", "..", ".", "", "%5c..%5c", "a;b", "%2F%2Fetc%2Fpasswd"]) : Value("", random);
        return string.Join('/', parts);
    }

    private static List<(string Name, string Value)> Some(Random random)
    {
        List<(string, string)> some = [];
        for (var left = random.Once(3) ? random.Next(1, 4) : 0; left > 0; left--)
        {
            var (name, values) = random.Any(Headers);
            some.Add((name, random.Once(5) ? new string('x', random.Size(3_000)) : random.Any(values)));
        }

        return some;
    }

    /// <summary>A request as bytes of its own making, the way no client library sends one.</summary>
    public byte[] Raw(Random random)
    {
        if (random.Once(5))
        {
            var (good, sent) = random.Any<(string, string)>([("GET /api/runs", ""), ("GET /healthz", ""), ("POST /api/schedules/preview", "{\"cron\":\"0 9 * * *\"}"), ("POST /api/workflows/validate", Yaml)]);
            var chunks = sent.Length > 0 && random.Once(2);
            var framing = sent.Length == 0 ? "" : chunks ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {sent.Length}\r\n";
            var type = sent == Yaml ? "application/yaml" : "application/json";
            return Encoding.UTF8.GetBytes($"{good} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {type}\r\n{framing}\r\n{(chunks ? $"{sent.Length:x}\r\n{sent}\r\n0\r\n\r\n" : sent)}");
        }

        var path = random.Any(["/api/schedules/preview", "/api/workflows/greet/run-now", "/api/sign-in", "/api/plan", "/api/workflows/validate", "/", "/api/runs", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//", "*", "http://example.com/api/runs", "/api/" + new string('a', random.Size(20_000)), "/assets/../../../appsettings.json", "/\0", "/ä"]);
        var verb = random.Any(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "", "X", new string('A', random.Size(10_000))]);
        var version = random.Once(8) ? random.Any(["HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "", "HTTP/1.1 x", "PRI * HTTP/2.0"]) : "HTTP/1.1";
        var end = random.Once(15) ? random.Any(["\n", "\r", "\r\r\n"]) : "\r\n";
        var text = new StringBuilder($"{verb} {path} {version}{end}");
        if (!random.Once(15))
            text.Append($"Host: {(random.Once(8) ? random.Any(Headers.First(h => h.Name == "Host").Values) : "127.0.0.1")}{end}");
        for (var left = random.Once(20) ? random.Size(2_000) : random.Next(5); left > 0; left--)
        {
            var (name, values) = random.Any(Headers);
            text.Append(random.Once(10) ? random.Any(HostileText.Pieces) : name).Append(random.Once(10) ? random.Any(["", " :", ":", ": ", "\t:", ":\0"]) : ": ")
                .Append(random.Once(4) ? HostileText.Mutate(random.Any(values), random) : random.Any(values)).Append(random.Once(12) ? "\r\n folded" : "").Append(end);
        }

        var (headers, body) = Framed(random, "{\"cron\":\"0 9 * * *\"}");
        text.Append(headers.Replace("\r\n", end, StringComparison.Ordinal)).Append(end).Append(body);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Once(10))
            bytes = bytes[..random.Next(bytes.Length)];
        if (random.Once(10) && bytes.Length > 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Once(30) ? Encoding.Latin1.GetBytes(HostileText.Noise(random, random.Size(5_000))) : bytes;
    }

    private static (string Headers, string Body) Framed(Random random, string body)
    {
        const string json = "Content-Type: application/json\r\n";
        var chunk = $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n";
        return random.Next(18) switch
        {
            0 => (json + "Content-Length: 3\r\n", body),
            1 => (json + $"Content-Length: {body.Length + 50}\r\n", body),
            2 => (json + "Content-Length: -1\r\n", body),
            3 => (json + "Content-Length: 99999999999999999999\r\n", body),
            4 => (json + "Content-Length: 9223372036854775807\r\n", body),
            5 => (json + $"Content-Length: {body.Length}\r\nContent-Length: 1\r\n", body),
            6 => (json + $"Content-Length: {body.Length}\r\nTransfer-Encoding: chunked\r\n", chunk),
            7 => (json + "Transfer-Encoding: chunked\r\n", "zz\r\n" + body),
            8 => (json + "Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n" + body),
            9 => (json + "Transfer-Encoding: chunked\r\n", "-1\r\n" + body),
            10 => (json + "Transfer-Encoding: chunked\r\n", $"{body.Length:x};{new string('e', random.Size(20_000))}\r\n{body}\r\n0\r\n"),
            11 => (json + "Transfer-Encoding: chunked\r\n", chunk.Replace("0\r\n\r\n", "0\r\nX-Trailer: a\r\nContent-Length: 5\r\n\r\n", StringComparison.Ordinal)),
            12 => (json + "Transfer-Encoding: chunked, identity\r\n", chunk),
            13 => (json + "Transfer-Encoding: xchunked\r\n", chunk),
            14 => (json + "Transfer-Encoding: chunked\r\n", string.Concat(Enumerable.Repeat("1\r\n{\r\n", random.Size(5_000))) + "0\r\n\r\n"),
            15 => (json + "Transfer-Encoding: chunked\r\n", chunk[..^3]),
            16 => ("", body),
            _ => (json + $"Content-Length: {body.Length}\r\n", body),
        };
    }
}
