using Carillon.Core;

namespace Carillon.Server.Hosting;

/// <summary>What every error answers: problem details (RFC 9457) with our code and the whole list of problems.</summary>
/// <param name="Type">A URI that names the kind of problem.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, for people.</param>
/// <param name="Instance">The path that was asked for.</param>
/// <param name="Code">The first problem's code; see <c>docs/errors</c>.</param>
/// <param name="Problems">Every problem, with places.</param>
internal sealed record ApiProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    IReadOnlyList<ProblemView> Problems);

/// <summary>Makes the answers of endpoints.</summary>
internal static class Reply
{
    /// <summary>The media type of errors.</summary>
    public const string ProblemType = "application/problem+json";

    /// <summary>200 with the value, or 404 with the problem when there is none.</summary>
    public static IResult OkOr404<T>(HttpContext context, T? value, Func<Problem> missing)
        where T : class => value is null ? Failed(context, missing()) : TypedResults.Ok(value);

    /// <summary>The problem with the status that its code stands for.</summary>
    public static IResult Failed(HttpContext context, params IReadOnlyList<Problem> problems) => Failed(context, StatusOf(problems[0]), problems);

    /// <summary>The problem with that status.</summary>
    public static IResult Failed(HttpContext context, int status, params IReadOnlyList<Problem> problems) =>
        TypedResults.Json(Describe(context, status, problems), AnswerJson.Context.ApiProblem, ProblemType, status);

    /// <summary>Writes the problem where no endpoint does: faults, unknown paths.</summary>
    public static Task WriteAsync(HttpContext context, int status, Problem problem) => Failed(context, status, problem).ExecuteAsync(context);

    /// <summary>No such path or thing.</summary>
    public static Problem Missing(string code, string what, string id) => new(code, $"There is no {what} '{Shorten(id)}'.");

    private static ApiProblem Describe(HttpContext context, int status, IReadOnlyList<Problem> problems) => new(
        "urn:carillon:problem:" + problems[0].Code,
        Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
        status,
        string.Join(' ', problems.Where(p => p.Severity == ProblemSeverity.Error).Take(3).Select(p => p.Suggestion is null ? p.Message : p.Message + " " + p.Suggestion)),
        context.Request.Path.Value ?? "/",
        problems[0].Code,
        [.. problems.Select(ProblemView.From)]);

    private static int StatusOf(Problem problem) => problem.Code switch
    {
        // Within a text it is a mistake of the text; else something is there already.
        ProblemCodes.Duplicate when problem.Location is null => StatusCodes.Status409Conflict,
        ProblemCodes.DeletionsHeld => StatusCodes.Status409Conflict,
        ProblemCodes.WorkflowNotFound or ProblemCodes.RunNotFound or ProblemCodes.ScheduleNotFound or ProblemCodes.PartNotFound or ProblemCodes.BackfillNotFound or ProblemCodes.StrategyNotFound or ProblemCodes.AccountNotFound or ProblemCodes.SecretMissing or ProblemCodes.ConnectionMissing or
            ProblemCodes.ChannelNotFound or ProblemCodes.RuleNotFound or ProblemCodes.NotificationNotFound => StatusCodes.Status404NotFound,
        ProblemCodes.StateConflict or ProblemCodes.RequestRunning or ProblemCodes.BudgetExceeded or ProblemCodes.KeysUnusable => StatusCodes.Status409Conflict,
        ProblemCodes.StaleEdit => StatusCodes.Status412PreconditionFailed,
        ProblemCodes.EditingOff => StatusCodes.Status403Forbidden,
        ProblemCodes.StorageUnavailable or ProblemCodes.DatabaseUnusable => StatusCodes.Status503ServiceUnavailable,
        ProblemCodes.InvalidRequest or ProblemCodes.InvalidPeriod => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string Shorten(string text) => text.Length <= 100 ? text : string.Concat(text.AsSpan(0, 100), "…");
}
