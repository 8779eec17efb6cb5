using System.Text.Json.Nodes;
using Carillon.Core.Runs;
using NodaTime;

namespace Carillon.Core.Tests.Scenarios;

/// <summary>What one attempt or poke comes to, from a line such as <c>fail network retry-after 90s</c>.</summary>
internal sealed record ScriptedStep(string Verb, string Rest, Duration After)
{
    public static ScriptedStep Parse(string line)
    {
        var (verb, rest) = Cut(line);
        if (verb == "ok" && rest.StartsWith("after ", StringComparison.Ordinal))
            return new ScriptedStep(verb, "", Scenario.Length(rest["after ".Length..]));
        return new ScriptedStep(verb, rest, Duration.Zero);
    }

    /// <summary>The fact it becomes at <paramref name="at"/>.</summary>
    public RunEvent Fact(Instant at, TaskKey key, int number) => Verb switch
    {
        "ok" => new RunEvent.AttemptSucceeded(at, key, number, Rest.Length == 0 ? null : JsonNode.Parse(Rest)),
        "fail" => new RunEvent.AttemptFailed(at, key, number, Error()),
        "lost" => Lost(at, key, number),
        "poke" => new RunEvent.AttemptPoked(at, key, number, at + Scenario.Length(Rest)),
        "skip" => new RunEvent.AttemptSkipped(at, key, number, Rest),
        _ => throw new FormatException($"'{Verb}' is no result."),
    };

    public static RunEvent.AttemptFailed Lost(Instant at, TaskKey key, int number) =>
        new(at, key, number, new TaskError(ProblemCodes.AttemptLost, ErrorClasses.Lost, "The node was lost."));

    public static (string First, string Tail) Cut(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
    }

    private TaskError Error()
    {
        var (errorClass, rest) = Cut(Rest);
        var (word, length) = Cut(rest);
        return new TaskError(ProblemCodes.TaskFailed, errorClass, "scripted", RetryAfter: word == "retry-after" ? Scenario.Length(length) : null);
    }
}
