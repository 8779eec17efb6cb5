using System.Text.Json;
using System.Text.Json.Nodes;
using Carillon.Core.Definitions;
using Carillon.Core.Definitions.Expressions;
using Carillon.Core.Definitions.Templates;
using Carillon.Core.History;
using Carillon.Core.Schedules;
using Carillon.Core.Tests.Definitions;
using Carillon.Core.Tests.Definitions.Templates;
using Carillon.Tests.Hostile;
using NodaTime;
using Xunit.Abstractions;
using Scope = Carillon.Core.Tests.Definitions.Expressions.Scope;

namespace Carillon.Core.Tests.Hostile;

/// <summary>Thousands of hostile inputs to everything that reads text. Whatever comes in, the answer is a value or problems with codes, soon, in little memory.</summary>
/// <param name="said">Where the figures go.</param>
[Trait("Hostile", "yes")]
public sealed class HostileInputTests(ITestOutputHelper said)
{
    private static readonly Instant From = Instant.FromUtc(2026, 11, 30, 12, 0);

    private static readonly DefinitionContext Context = new(HostileSamples.Types) { LintAt = From, Now = From };

    private static readonly IExpressionScope Values = new Scope(
        "{\"input\":{\"text\":\"aAbB\",\"none\":null,\"list\":[1,\"b\",null,[],{}],\"map\":{\"k\":1,\"\":2},\"deep\":" + new string('[', 60) + new string(']', 60)
        + ",\"big\":\"" + new string('a', 100_000) + "\",\"number\":79228162514264337593543950335,\"tiny\":1e-28,\"zero\":0},\"tasks\":{\"a\":{\"output\":{\"n\":1,\"huge\":1e308}}},\"run\":{\"id\":\"r\"},\"item\":[1],\"index\":0}");

    [Fact]
    public void Workflow_files()
    {
        var files = new HostileYaml(HostileSamples.Workflows);
        Try("yaml", 220, files.Next, text =>
        {
            var read = DefinitionParser.ReadFile(text, "w.yaml", Context);
            Told(read.Workflow.IsOk || read.Template is not null, read.Workflow.Problems);
            if (read.Workflow.ValueOrDefault is not { } workflow)
                return read.Template is not null;
            foreach (var schedule in workflow.Schedules)
                Walk(schedule);
            ScheduleConflicts.Among(workflow.Schedules, From);
            _ = DependencyGraph.Circles(DependencyGraph.NodesOf(workflow, "default")).Count;
            InputSchema.ToJsonSchema(workflow.Input).ToJsonString().ShouldNotBeEmpty();
            InputSchema.Check(workflow.Input, new JsonObject { ["x"] = 7, ["s"] = new string('a', 10_000) + "!", ["symbol"] = "A" });
            foreach (var task in workflow.Tasks)
                InputTemplate.Resolve(task.With, Values);
            return true;
        });
    }

    [Fact]
    public void Calendar_files()
    {
        var files = new HostileYaml(HostileSamples.Calendars);
        var daily = CronExpression.Parse("0 9 * * *", "s").Value;
        Try("calendar", 60, files.Next, text =>
        {
            CalendarParser.IsCalendar(text);
            var read = CalendarParser.Parse(text, "c.yaml", BusinessCalendar.BuiltIn);
            Told(read.IsOk, read.Problems);
            if (read.ValueOrDefault is not { } calendar)
                return false;
            foreach (var rule in Enum.GetValues<CalendarRule>())
                _ = SchedulePreview.Of(new ScheduleTimes(daily, DateTimeZoneProviders.Tzdb["America/New_York"], calendar: calendar, calendarRule: rule), DateTimeZone.Utc, From, 5);
            return true;
        });
    }

    [Fact]
    public void Expressions()
    {
        var expressions = new HostileExpressions([.. ExpressionFunctions.Names, "nothing", "Format", "x"]);
        Try("expression", 220, expressions.Next, text =>
        {
            var read = ExpressionParser.Parse(text);
            Told(read.IsOk, read.Problems);
            var filled = InputTemplate.Resolve(new JsonObject { ["a"] = "${{ " + text + " }}", ["b"] = "x ${{ " + text + " }} y" }, Values);
            Told(filled.IsOk, filled.Problems);
            if (read.ValueOrDefault is not { } expression)
                return false;
            var value = expression.Evaluate(Values);
            Told(value.IsOk, value.Problems);
            _ = value.IsOk && Expression.IsTrue(value.Value);
            return value.IsOk;
        });
    }

    [Fact]
    public void Crons() => Try("cron", 150, HostileCrons.Next, text =>
    {
        var read = CronExpression.Parse(text, "s");
        Told(read.IsOk, read.Problems);
        if (read.ValueOrDefault is not { } cron)
            return false;
        SchedulePreview.Of(new ScheduleTimes(cron, DateTimeZoneProviders.Tzdb["America/New_York"]), DateTimeZone.Utc, From, 3).Occurrences.ShouldNotBeEmpty("a cron that is taken fires");
        CronWords.Of(cron.ReadFields()).ShouldNotBeEmpty();
        return true;
    });

    [Fact]
    public void Schedules_as_JSON()
    {
        var workflow = Definition.Parse(Definition.Apple).Value;
        JsonObject[] good =
        [
            Json("""{"cron":"30 16 * * 1-5","timezone":"America/New_York","calendar":"XNYS","jitter":"30s","overlap_policy":"skip","catch_up":{"mode":"all","max_runs":5,"window":"1h"},"input":{"symbol":"MSFT"}}"""),
            Json("""{"every":"14d","at":"02:00","anchor":"2026-01-05","timezone":"Europe/Berlin","start_at":"2026-01-01","end_at":"2027-01-01","window":{"lag":"1d"},"tags":["a"],"owner":"ann","description":"d"}"""),
            Json("""{"weekly":{"on":["mon"],"at":["02:00","03:00"]},"dst":{"skipped":"next","repeated":"first"},"run_window":"09:00-17:00","max_runs":3,"concurrency":2,"priority":5,"budget":{"month":10},"auto_pause":3,"enabled":false}"""),
            Json("""{"monthly":{"on":[1,"last"],"at":"25:00"},"depends_on":"other","max_staleness":"1d"}"""),
            Json("""{"once":"2027-01-01T09:00"}"""),
        ];
        Try("schedule", 120, random => HostileJson.NextObject(random.Any(good), random).ToJsonString(), text =>
        {
            var read = ScheduleParser.Parse(Json(text), workflow, "", Context);
            Told(read.IsOk, read.Problems);
            if (read.ValueOrDefault is not { } schedule)
                return false;
            Walk(schedule);
            return true;
        });
    }

    [Fact]
    public void Strategies()
    {
        var template = Templated.Read(Templated.Momentum).Template!;
        JsonObject[] good =
        [
            Json("""{"id":"s","template":"momentum","parameters":{"symbol":"AAPL","lookback":60,"cron":"0 9 * * *","timeout":"5m","report":true,"feeds":["a"]},"overlay":{"schedule":{"cron":"0 10 * * *","timezone":"UTC"},"input":{"days":30},"pools":{"local":1},"tags":["x"]}}"""),
            Json("""{"id":"s","template":"momentum","parameters":{"symbol":"AAPL"},"overlay":{"schedules":{"a":null},"name":"n","timeout":"1h"},"enabled":false,"owner":"ann","tags":["t"],"description":"d"}"""),
        ];
        Try("strategy", 50, random => HostileJson.NextObject(random.Any(good), random).ToJsonString(), text =>
        {
            var read = StrategyParser.Parse(Json(text));
            Told(read.IsOk, read.Problems);
            if (read.ValueOrDefault is not { } strategy)
                return false;
            var made = StrategyResolver.Make(template, strategy, Context);
            Told(made.Workflow.IsOk, made.Workflow.Problems);
            if (made.Workflow.IsOk)
                DefinitionParser.Parse(made.Yaml, "w", Context).IsOk.ShouldBeTrue("what a strategy makes can be read again");
            return made.Workflow.IsOk;
        });
    }

    [Fact]
    public void Small_texts()
    {
        var names = new HostileNames("hostile");
        Try("text", 50, random => random.Once(2) ? names.Next(random, ".csv") : HostileText.Mutate(random.Any(["1h30m", "2026-03-08", "America/New_York", "report.csv", "a,b"]), random), text =>
        {
            var file = new ArchiveNames().Take(text, text);
            file.Split('/').Length.ShouldBe(2, "a name never makes a folder");
            if (Array.Exists(file.Split('/'), part => part is "" or "." or ".." || part.Any(char.IsControl) || part.AsSpan().IndexOfAny('\\', ':') >= 0))
                throw new InvalidOperationException($"'{file}' may lead out of its folder");
            CsvCells.Row([text, "b"]).ShouldEndWith("\n");
            ZoneNames.Nearest(text);
            if (!DurationText.TryParse(text, out var duration))
                return false;
            DurationText.TryParse(DurationText.Format(duration), out var again).ShouldBeTrue();
            again.ShouldBe(duration);
            return true;
        });
    }

    private void Try(string target, int perThousand, Func<Random, string> make, Func<string, bool> feed)
    {
        var trial = new Trial(target, HostileScale.Share(perThousand));
        trial.Run(make, feed);
        trial.Conclude(said.WriteLine, HostileScale.Figures);
    }

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    private static void Walk(ScheduleDefinition schedule)
    {
        foreach (var from in new[] { From, Instant.FromUtc(1900, 1, 1, 0, 0), Instant.FromUtc(2199, 12, 31, 0, 0) })
            _ = SchedulePreview.Of(new ScheduleId("schedule-default-w"), schedule, 0, from, 3).Occurrences.Count;
        schedule.Words.ShouldNotBeEmpty();
        schedule.Content.ShouldNotBeNull();
    }

    /// <summary>What is refused says why: each problem has its code and words that fit on a screen.</summary>
    private static void Told(bool isOk, IReadOnlyList<Problem> problems)
    {
        if (!isOk)
            problems.ShouldContain(problem => problem.Severity == ProblemSeverity.Error);
        foreach (var problem in problems)
        {
            if (problem.Code is not ['S', 'C', 'H', >= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9'] || problem.Message.Length == 0 || problem.Location is { Line: < 1 } or { Column: < 1 })
                throw new InvalidOperationException($"This problem says nothing: {problem}");
        }
    }
}
