using System.CommandLine;
using Carillon.Core.Schedules;
using Carillon.Engine;
using Carillon.Engine.Storage;
using Carillon.Server.Hosting;

namespace Carillon.Server.Cli;

/// <summary><c>carillon serve</c>: the scheduler, the API and the pages in this process.</summary>
internal static class ServeVerb
{
    /// <summary>Where it listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    private const string On = "on";

    /// <summary>The cron of workflows without a schedule, from the days before schedules stood in the files.</summary>
    private const string FallbackVariable = "WORKFLOW_SCHEDULE";

    public static Command Create(Terminal terminal)
    {
        var workflows = new Option<string>("--workflows", "-w") { Description = "The folder of workflow files.", DefaultValueFactory = _ => "workflows", HelpName = "DIR" };
        var data = new Option<string>("--data", "-d") { Description = "The folder for database and files.", DefaultValueFactory = _ => ".carillon", HelpName = "DIR" };
        var urls = new Option<string>("--urls") { Description = "Where to listen, several with ';'. Beyond this machine once there is an account.", DefaultValueFactory = _ => DefaultUrl, HelpName = "URL" };
        var project = new Option<string>("--project") { Description = "The project the workflows belong to.", DefaultValueFactory = _ => "default" };
        var timezone = new Option<string>("--timezone") { Description = "The zone of schedules that name none.", DefaultValueFactory = _ => "UTC", HelpName = "ZONE" };
        var slots = new Option<int?>("--slots") { Description = "How many tasks run at once.", HelpName = "N" };
        slots.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number is (< 1 or > 10_000))
                result.AddError("--slots must be from 1 to 10000.");
        });
        var editing = new Option<string>("--schedule-editing") { Description = "Who may change schedules through API and pages: on, off, or users:ann,bob.", DefaultValueFactory = _ => "on", HelpName = "WHO" };
        editing.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && EditingPolicy.Parse(result.Tokens[0].Value) is null)
                result.AddError("--schedule-editing must be on, off, or users: with names separated by commas.");
        });
        var signIn = new Option<string>("--sign-in") { Description = "Whether the server asks who you are: on, from its first account on, which the first start makes; or off, for this machine only.", DefaultValueFactory = _ => On, HelpName = "on|off" };
        signIn.AcceptOnlyFromAmong(On, "off");
        var limit = new Option<int>("--rate-limit") { Description = "How many changes of schedules a caller may ask for within a minute; 0 for any number.", DefaultValueFactory = _ => 100, HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number < 0)
                result.AddError("--rate-limit must be 0 or more.");
        });
        var proxies = new Option<string?>("--trusted-proxies") { Description = "Networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, beside this machine: 10.0.0.0/8,…", HelpName = "NETWORKS" };
        proxies.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && AccountCommand.List(result.Tokens[0].Value).Any(text => !System.Net.IPNetwork.TryParse(text, out _)))
                result.AddError("--trusted-proxies must be networks separated by commas, as 10.0.0.0/8.");
        });
        var reach = new Option<string>("--tasks-reach") { Description = "Where HTTP tasks may connect to: private, this machine and private networks included; or public, without them.", DefaultValueFactory = _ => "private", HelpName = "WHAT" };
        reach.AcceptOnlyFromAmong("private", "public");
        var collector = new Option<string?>("--otlp-endpoint") { Description = $"Send traces there, by OTLP over HTTP: http://localhost:4318 ({TraceExport.Variable}).", DefaultValueFactory = _ => terminal.Environment(TraceExport.Variable), HelpName = "URL" };
        collector.Validators.Add(result =>
        {
            if (TraceExport.Parse(result.GetValueOrDefault<string?>()) is { IsOk: false } bad)
                result.AddError($"--otlp-endpoint: {bad.Problems[0].Message} {bad.Problems[0].Suggestion}");
        });
        var logs = new Option<string>("--log-format") { Description = "Log lines as text for people, or as json with the ids of run and task.", DefaultValueFactory = _ => "text", HelpName = "text|json" };
        logs.AcceptOnlyFromAmong("text", "json");
        var outside = new OutsideOptions();
        var pages = new Option<string?>("--public-url")
        {
            Description = "Where people find the pages, for links in messages (CARILLON_PUBLIC_URL). Default the first of --urls.",
            DefaultValueFactory = _ => terminal.Environment("CARILLON_PUBLIC_URL"),
            HelpName = "URL",
        };
        pages.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { Length: > 0 } url && PageAddress(url) is null)
                result.AddError("--public-url must be an address as https://carillon.example.com.");
        });
        var database = CommonOptions.Database(terminal);
        var node = new Option<string>("--node")
        {
            Description = "This process's name among the nodes that share a database (CARILLON_NODE). Default the machine's name.",
            DefaultValueFactory = _ => terminal.Environment("CARILLON_NODE") is { Length: > 0 } name ? name : System.Environment.MachineName,
            HelpName = "NAME",
        };
        node.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 100 } name || name.Contains('~'))
                result.AddError("--node must be a name of up to 100 characters without '~'.");
        });
        var tags = new Option<string?>("--node-tags") { Description = "What this node has that workflows ask for with runs_on, separated by commas: gpu,eu.", HelpName = "TAGS" };
        var (keyFile, secretsFolder) = (SecretOptions.KeyFile(), SecretOptions.Folder(terminal));
        var command = new Command("serve", "Run the scheduler with its API on this machine.") { workflows, data, database, urls, project, timezone, slots, node, tags, editing, signIn, limit, proxies, reach, keyFile, secretsFolder, collector, logs, pages };
        foreach (var option in outside.All)
            command.Options.Add(option);
        command.SetAction((parsed, stop) =>
        {
            var trusted = AccountCommand.List(parsed.GetValue(proxies) ?? "").Select(System.Net.IPNetwork.Parse).ToList();
            var openId = outside.Read(parsed, terminal.Environment, parsed.GetValue(signIn) == On, trusted.Count > 0);
            if (!openId.IsOk)
                return Task.FromResult(ProblemPrinter.Fail(terminal, json: false, openId.Problems));
            var fallback = Environment.GetEnvironmentVariable(FallbackVariable) is { Length: > 0 } cron ? cron : null;
            if (fallback is not null && new ScheduleSpec { HashSeed = "", Cron = fallback }.Build() is { IsOk: false } bad)
            {
                return Task.FromResult(ProblemPrinter.Fail(terminal, json: false, [.. bad.Problems.Select(found => found.Problem with { Field = FallbackVariable })]));
            }

            var keys = SecretOptions.Keys(terminal, parsed.GetValue(keyFile), parsed.GetValue(data)!);
            if (!keys.IsOk)
                return Task.FromResult(ProblemPrinter.Fail(terminal, json: false, keys.Problems));
            var engine = new EngineOptions
            {
                Keys = keys.Value,
                Secrets = SecretOptions.Sources(parsed.GetValue(secretsFolder)),
                Rehearses = true,
                LogsScopes = parsed.GetValue(logs) == "json",
                Workflows = parsed.GetValue(workflows)!,
                DataFolder = parsed.GetValue(data)!,
                Project = parsed.GetValue(project)!,
                DefaultTimezone = parsed.GetValue(timezone)!,
                FallbackCron = fallback,
                Database = parsed.GetValue(database) is { } address ? DatabaseAddress.Parse(address) : null,
                Node = parsed.GetValue(node)!,
                NodeTags = parsed.GetValue(tags)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
                Time = terminal.Time,
            };
            var settings = new ServeSettings
            {
                Editing = EditingPolicy.Parse(parsed.GetValue(editing)!)!,
                SignIn = parsed.GetValue(signIn) == On,
                ChangesPerMinute = parsed.GetValue(limit) is > 0 and var most ? most : null,
                TrustedProxies = trusted,
                ProxyUserHeader = outside.Header(parsed),
                OpenId = openId.Value,
                Collector = TraceExport.Parse(parsed.GetValue(collector)).ValueOrDefault,
                LogsJson = parsed.GetValue(logs) == "json",
                PublicUrl = parsed.GetValue(pages) is { Length: > 0 } pagesAt ? PageAddress(pagesAt) : null,
                TasksReachPrivate = parsed.GetValue(reach) == "private",
            };
            return ServerRunner.RunAsync(terminal, parsed.GetValue(slots) is { } wanted ? engine with { Slots = wanted } : engine, parsed.GetValue(urls)!, settings, ready: null, stop);
        });
        return command;
    }

    private static Uri? PageAddress(string url) =>
        Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0 && address.Fragment.Length == 0 ? address : null;
}
