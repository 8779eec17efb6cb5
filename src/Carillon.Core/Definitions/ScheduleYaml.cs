using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Carillon.Core.Definitions;

/// <summary>Writes a schedule's document as the block of a workflow file.</summary>
public static class ScheduleYaml
{
    /// <summary>The text, with a line break at its end: <c>schedule:</c> and its keys, or under <c>schedules:</c> as one item of the list. It reads back as the same document.</summary>
    /// <param name="document">The keys of a schedule.</param>
    /// <param name="inList">Whether the file has several schedules.</param>
    public static string Write(JsonObject document, bool inList)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithIndentedSequences());
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart());
        emitter.Emit(new Scalar(inList ? "schedules" : "schedule"));
        if (inList)
            emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        Emit(emitter, document);
        if (inList)
            emitter.Emit(new SequenceEnd());
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>
    /// Reads the keys of a schedule from YAML or JSON: as they stand, or below <c>schedule:</c>. What they mean is for others to check. Problems: SCH008, SCH009, with their place.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Its name, for problems.</param>
    public static Checked<JsonObject> Read(string text, string file)
    {
        var read = YamlReader.Read(text, file);
        if (read.Problems.Any(problem => problem.Severity == ProblemSeverity.Error))
            return Checked<JsonObject>.Bad(read.Problems);
        return YamlScalars.ToJson(read.Root) switch
        {
            JsonObject { Count: 1 } document when document["schedule"] is JsonObject inner => Checked<JsonObject>.Ok((JsonObject)inner.DeepClone()),
            JsonObject document => Checked<JsonObject>.Ok(document),
            _ => Checked<JsonObject>.Bad(new Problem(ProblemCodes.InvalidYaml, "The keys of a schedule are expected, as in cron: \"0 9 * * *\".", new SourceLocation(file, 1, 1))),
        };
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart());
                foreach (var (key, value) in map)
                {
                    emitter.Emit(new Scalar(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Flow));
                foreach (var item in list)
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case var scalar:
                var isText = scalar?.GetValueKind() == JsonValueKind.String;
                var text = isText ? scalar!.GetValue<string>() : scalar?.ToJsonString() ?? "null";
                // Text that another reader could take for a number, a time or a word of YAML is quoted.
                var isPlain = !isText || (text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/' or '-') && !Words.Contains(text));
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, isPlain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted, isPlainImplicit: true, isQuotedImplicit: true));
                break;
        }
    }

    private static readonly HashSet<string> Words = new(["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);
}
