using System.Text.Json.Nodes;
using Carillon.Adapters.Tasks;
using Carillon.Engine.Runs;

namespace Carillon.Adapters.Http;

/// <summary>Whether an answer is what the input demands. Pure.</summary>
internal static class HttpExpectations
{
    /// <summary>True when the status means success.</summary>
    public static bool AcceptsStatus(HttpExpectation expected, int status) =>
        expected.Status.Count == 0 ? status is >= 200 and <= 299 : expected.Status.Contains(status);

    /// <summary>Demands the rest, all of it at once.</summary>
    /// <exception cref="TaskFailedException">Something differs (class <c>assertion</c>); the message lists all of it.</exception>
    public static void Demand(HttpExpectation expected, HttpResponseMessage response, HttpBody? body, string shown)
    {
        string[] different = [.. Differences(expected, response, body)];
        if (different.Length > 0) throw TaskFailures.Assertion($"{shown} answered otherwise than expected: {string.Join("; ", different)}");
    }

    private static IEnumerable<string> Differences(HttpExpectation expected, HttpResponseMessage response, HttpBody? body)
    {
        foreach (var (name, text) in expected.Header)
        {
            var value = response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
                ? string.Join(", ", values)
                : null;
            if (value is null) yield return $"header {name} is missing";
            else if (!value.Contains(text.Text, StringComparison.OrdinalIgnoreCase)) yield return $"header {name} is '{value}', without '{text}'";
        }

        if (expected.BodyContains is { } part && body?.Text.Contains(part, StringComparison.Ordinal) != true) yield return $"the body does not contain '{part}'";
        if (expected.Json.Count > 0 && body?.IsJson != true) yield return "the body is not JSON";
        else
        {
            foreach (var (path, value) in expected.Json)
            {
                if (!JsonPath.TryFind(body!.Json, path, out var found)) yield return $"{path} is missing";
                else if (!JsonNode.DeepEquals(found, value)) yield return $"{path} is {Shown(found)}, not {Shown(value)}";
            }
        }
    }

    private static string Shown(JsonNode? value)
    {
        var text = value?.ToJsonString(TaskJson.Options) ?? "null";
        return text.Length <= 100 ? text : text[..100] + "…";
    }
}
