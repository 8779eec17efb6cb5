using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Adapters.Tasks;

/// <summary>Keeps outputs below the 1 MiB that an output may have as JSON.</summary>
internal static class OutputLimit
{
    /// <summary>What a task may put into one output, in bytes of JSON: 1 MiB less room for the names around it.</summary>
    public const int Bytes = (1024 * 1024) - 4096;

    /// <summary>The longest start of the text whose JSON fits, counted as if all but plain ASCII were escaped. Never splits a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="budget">Bytes of JSON it may take.</param>
    public static string Cut(string text, int budget = Bytes)
    {
        if (text.Length * 6L <= budget) return text;
        var used = 0;
        for (var index = 0; index < text.Length; index++)
        {
            used += Cost(text[index]);
            if (used > budget) return text[..(index > 0 && char.IsHighSurrogate(text[index - 1]) ? index - 1 : index)];
        }

        return text;
    }

    /// <summary>True when the value's JSON fits.</summary>
    public static bool Fits(JsonNode? value) => SizeOf(value) <= Bytes;

    /// <summary>Bytes of the value as JSON.</summary>
    public static int SizeOf(JsonNode? value) => value is null ? 4 : JsonSerializer.SerializeToUtf8Bytes(value).Length;

    private static int Cost(char unit) => unit switch
    {
        '\n' or '\r' or '\t' or '\\' => 2,
        < ' ' or > '~' or '"' or '<' or '>' or '&' or '\'' or '+' or '`' => 6,
        _ => 1,
    };
}
