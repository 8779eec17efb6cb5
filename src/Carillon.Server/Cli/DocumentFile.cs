using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core;

namespace Carillon.Server.Cli;

/// <summary>A JSON document that a verb sends: from a file, or from the standard input, so that no secret stands on a command line.</summary>
internal static class DocumentFile
{
    /// <summary><c>--file</c>.</summary>
    public static Option<string> Option() => new("--file", "-f") { Description = "The JSON document; - reads it from the standard input.", Required = true, HelpName = "FILE" };

    /// <summary>The document with who sends it, or the problem.</summary>
    public static Checked<string> Read(string file)
    {
        try
        {
            var text = file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
            if (JsonNode.Parse(text) is not JsonObject document)
                return Bad(ProblemCodes.InvalidRequest, $"'{file}' is not a JSON object.");
            document["by"] ??= ServerClient.Actor;
            return Checked<string>.Ok(document.ToJsonString());
        }
        catch (JsonException e)
        {
            return Bad(ProblemCodes.InvalidRequest, $"'{file}' is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Bad(ProblemCodes.FileUnreadable, $"'{file}' cannot be read: {e.Message}");
        }
    }

    private static Checked<string> Bad(string code, string message) => Checked<string>.Bad(new Problem(code, message));
}
