namespace Carillon.Server.Hosting;

/// <summary>Says once for every endpoint what it answers: for the contract, not for behaviour.</summary>
internal static class AnswerMetadata
{
    /// <summary>200 with <typeparamref name="T"/>, or problem details with one of <paramref name="failures"/>.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder builder, params int[] failures) => builder.Answers<T>(StatusCodes.Status200OK, failures);

    /// <summary><paramref name="success"/> with <typeparamref name="T"/>, or problem details with one of <paramref name="failures"/>.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder builder, int success, int[] failures)
    {
        builder.Produces<T>(success, "application/json");
        foreach (var status in failures)
            builder.Produces<ApiProblem>(status, Reply.ProblemType);
        return builder;
    }
}
