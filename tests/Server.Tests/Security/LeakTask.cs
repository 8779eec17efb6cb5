using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Carillon.Core;
using Carillon.Core.Definitions;
using Carillon.Core.Runs;
using Carillon.Engine.Runs;

namespace Carillon.Server.Tests.Security;

/// <summary>The task type <c>test.leak</c>: gives its secret away in the way that it is asked for.</summary>
public sealed class LeakTask : ITaskHandler
{
    /// <summary>The ways.</summary>
    public static IReadOnlyList<string> Ways { get; } =
    [
        "log", "log_json", "log_url", "log_html", "log_hex", "log_base64", "log_split", "output", "output_key", "output_nested", "output_json_text", "output_list", "error", "exception", "inner_exception",
        "skip", "artifact_name", "media_type",
    ];

    public TaskType Type { get; } = new()
    {
        Name = "test.leak",
        Summary = "A step of a test.",
        InputSchema = JsonNode.Parse("""{ "type": "object", "properties": { "way": { "type": "string" }, "value": { "type": "string" } }, "additionalProperties": false }""")!.AsObject(),
        OutputSchema = JsonNode.Parse("""{ "type": "object", "properties": {} }""")!.AsObject(),
    };

    public async Task<TaskResult> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        var (value, log) = (context.Input["value"]!.ToString(), context.Log);
        switch (context.Input["way"]!.ToString())
        {
            case "log":
                log.Line($"the value is {value}!");
                break;
            case "log_json":
                log.Line(new JsonObject { ["a"] = value }.ToJsonString());
                log.Line(new JsonObject { ["b"] = new JsonObject { ["a"] = value }.ToJsonString() }.ToJsonString());
                break;
            case "log_url":
                log.Line($"GET /x?p={Uri.EscapeDataString(value)}&q={WebUtility.UrlEncode(value)}");
                break;
            case "log_html":
                log.Line($"<b>{WebUtility.HtmlEncode(value)}</b> {HtmlEncoder.Default.Encode(value)}");
                break;
            case "log_hex":
                log.Line(Convert.ToHexString(Encoding.UTF8.GetBytes(value)) + " " + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value)));
                break;
            case "log_base64":
                foreach (var before in (string[])["", "u", "us", "user:"])
                    log.Line("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(before + value)));
                break;
            case "log_split":
                foreach (var part in value.Chunk(3))
                    log.Line(new string(part));
                break;
            case "output":
                return new TaskResult.Succeeded(JsonValue.Create(value));
            case "output_key":
                return new TaskResult.Succeeded(new JsonObject { [value] = 1, ["x " + value] = new JsonObject { [value] = true } });
            case "output_nested":
                return new TaskResult.Succeeded(new JsonObject { ["a"] = new JsonArray(1, new JsonObject { ["b"] = $"-{value}-" }) });
            case "output_json_text":
                return new TaskResult.Succeeded(new JsonObject { ["a"] = new JsonObject { ["b"] = value }.ToJsonString() });
            case "output_list":
                return new TaskResult.Succeeded(new JsonArray([.. value.Chunk(5).Select(part => (JsonNode?)JsonValue.Create(new string(part)))]));
            case "error":
                return new TaskResult.Failed(new TaskError(ProblemCodes.TaskFailed, ErrorClasses.Server, $"the server said no to {value}", Retryable: false));
            case "exception":
                throw new InvalidOperationException($"cannot use {value}");
            case "inner_exception":
                throw new InvalidOperationException("outer", new ArgumentException($"cannot use {value}\nnor this"));
            case "skip":
                return new TaskResult.Skipped($"nothing to do for {value}");
            case "artifact_name":
                await context.Artifacts.KeepAsync($"of {Uri.EscapeDataString(value)}.txt", "text/plain", new MemoryStream([1]), cancellationToken);
                await context.Artifacts.KeepAsync($"of {Convert.ToHexString(Encoding.UTF8.GetBytes(value))}.txt", "text/plain", new MemoryStream([1]), cancellationToken);
                break;
            case "media_type":
                await context.Artifacts.KeepAsync("typed.txt", $"text/plain; x=\"{value}\"", new MemoryStream([1]), cancellationToken);
                break;
        }
        return new TaskResult.Succeeded(null);
    }
}
