using System.CommandLine;
using System.Text.Json;
using Carillon.Core;
using Carillon.Engine.History;
using Carillon.Engine.Occurrences;
using Carillon.Server.Hosting;
using Carillon.Server.Occurrences;
using Carillon.Server.Schedules;
using NodaTime.Text;

namespace Carillon.Server.Cli;

/// <summary><c>carillon schedules enable · disable · pause · resume · revert · delete</c>, each of one schedule or of many.</summary>
internal static class ScheduleActVerbs
{
    private const int MostAtOnce = 1000;

    public static void AddTo(Command schedules, Terminal terminal)
    {
        schedules.Add(Act(terminal, "enable", "Switch schedules on."));
        schedules.Add(Act(terminal, "disable", "Switch schedules off. Nothing is recorded while they are off."));
        schedules.Add(Act(terminal, "pause", "Pause schedules: their occurrences are skipped until they are resumed."));
        schedules.Add(Act(terminal, "resume", "Resume schedules. Nothing of the past fires unless --missed says so."));
        schedules.Add(Act(terminal, "revert", "Take the overrides of schedules away: their files hold again."));
        schedules.Add(Act(terminal, "delete", "Take schedules out of use. History stays; declared ones come back with the next reload."));
    }

    private static Command Act(Terminal terminal, string verb, string description)
    {
        var ids = new Argument<string[]>("schedule") { Description = "The ids of schedules.", Arity = ArgumentArity.OneOrMore };
        var reason = CommonOptions.Reason();
        var until = CommonOptions.Until();
        var server = CommonOptions.Server(terminal);
        var json = CommonOptions.Json();
        var missed = new Option<string>("--missed") { Description = "What becomes of the occurrences that passed meanwhile: none, last or all run.", DefaultValueFactory = _ => "none" }.AcceptOnlyFromAmong("none", "last", "all");
        var maxRuns = new Option<int?>("--max-runs") { Description = "With --missed all: at most so many, the latest ones." };
        var command = new Command(verb, description) { ids, reason, server, json };
        if (verb == "resume")
        {
            command.Add(missed);
            command.Add(maxRuns);
        }
        else
        {
            command.Add(until);
        }

        command.SetAction((parsed, stop) => ServerClient.UseAsync(terminal, parsed.GetValue(json), parsed.GetValue(server)!, async client =>
        {
            var end = verb != "resume" && parsed.GetValue(until) is { } text ? InstantPattern.ExtendedIso.Parse(text).Value : (NodaTime.Instant?)null;
            var wanted = parsed.GetValue(ids)!;
            if (wanted is [var id])
            {
                var path = "/api/schedules/" + Uri.EscapeDataString(id);
                var body = verb == "resume"
                    ? JsonSerializer.Serialize(new ResumeRequest { By = ServerClient.Actor, Reason = parsed.GetValue(reason), Missed = Enum.Parse<MissedChoice>(parsed.GetValue(missed)!, ignoreCase: true), MaxRuns = parsed.GetValue(maxRuns) }, ApiJson.Default.ResumeRequest)
                    : JsonSerializer.Serialize(new ScheduleActRequest { By = ServerClient.Actor, Reason = parsed.GetValue(reason), Until = end }, ApiJson.Default.ScheduleActRequest);
                var answer = await client.SendAsync(verb == "delete" ? HttpMethod.Delete : HttpMethod.Post, verb == "delete" ? path : $"{path}/{verb}", body, tag: null, stop);
                return Print(terminal, parsed.GetValue(json), answer);
            }

            if (verb == "resume" && parsed.GetValue(missed) != "none")
                return ProblemPrinter.Fail(terminal, parsed.GetValue(json), [new Problem(ProblemCodes.InvalidRequest, "With --missed one schedule is resumed at a time.")]);
            if (verb == "revert")
                return ProblemPrinter.Fail(terminal, parsed.GetValue(json), [new Problem(ProblemCodes.InvalidRequest, "One schedule is reverted at a time.")]);
            return await ManyAsync(terminal, parsed.GetValue(json), client, verb, new BulkRequest { Ids = wanted, By = ServerClient.Actor, Reason = parsed.GetValue(reason), Until = end }, stop);
        }));
        return command;
    }

    private static int Print(Terminal terminal, bool json, string answer)
    {
        if (json)
            terminal.Out.WriteLine(answer);
        else
            PrintStand(terminal, ServerClient.Read<ScheduleView>(answer));
        return ExitCode.Ok;
    }

    /// <summary>Where a schedule stands now, and when it runs next.</summary>
    internal static void PrintStand(Terminal terminal, ScheduleView schedule)
    {
        // What comes while it does not run is skipped: no time to promise.
        var next = schedule.Status != ScheduleStatus.Active ? "" : $"; next: {(schedule.NextRunAt is null ? "none" : Words.Time(schedule.NextRunAt))}";
        terminal.Out.WriteLine($"{schedule.Id} is {terminal.Paint(StatusInk.Word(schedule.Status), StatusInk.Of(schedule.Status))}{next}");
    }

    private static async Task<int> ManyAsync(Terminal terminal, bool json, ServerClient client, string verb, BulkRequest request, CancellationToken stop)
    {
        var items = new List<BulkItem>();
        foreach (var part in request.Ids!.Chunk(MostAtOnce))
        {
            var body = JsonSerializer.Serialize(request with { Ids = part }, ApiJson.Default.BulkRequest);
            var answer = await client.SendAsync(verb == "delete" ? HttpMethod.Delete : HttpMethod.Post, "/api/schedules/bulk" + (verb == "delete" ? "" : "/" + verb), body, tag: null, stop);
            items.AddRange(ServerClient.Read<BulkAnswer>(answer).Items);
        }

        var all = BulkAnswer.Of(items);
        if (json)
            terminal.Out.WriteLine(JsonSerializer.Serialize(all, AnswerJson.Context.BulkAnswer));
        foreach (var item in json ? [] : items)
        {
            if (item.Problem is { } problem)
                ProblemPrinter.Write(terminal.Error, terminal.PaintError, [problem.ToProblem()]);
            else if (item.Status is { } status)
                terminal.Out.WriteLine($"{item.Id} is {terminal.Paint(StatusInk.Word(status), StatusInk.Of(status))}");
        }

        return all.Failed == 0 ? ExitCode.Ok : ExitCode.Problems;
    }
}
