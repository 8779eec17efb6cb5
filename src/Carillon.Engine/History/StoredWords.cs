using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Engine.History;

/// <summary>Reads the words and documents that rows hold.</summary>
internal static class StoredWords
{
    /// <summary>The value of a stored word such as <c>retry_wait</c>.</summary>
    public static T ToValue<T>(this string word)
        where T : struct, Enum => Enum.Parse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>The stored word of a value.</summary>
    public static string ToWord<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The document, or null for no text.</summary>
    public static JsonNode? ToJson(this string? text) => text is null ? null : JsonNode.Parse(text);

    /// <summary>The error that a row tells of, or null.</summary>
    public static ErrorRecord? ToError(this string? text)
    {
        if (text is null)
            return null;
        var error = JsonNode.Parse(text)!;
        return new ErrorRecord(Text(error, "code"), Text(error, "class"), Text(error, "message"));
    }

    private static string Text(JsonNode error, string name) => error[name]?.GetValue<string>() ?? "";
}
