using Carillon.Core.Definitions.Schema;
using Carillon.Core.Definitions.Yaml;
using NodaTime;

namespace Carillon.Core.Definitions.Reading;

/// <summary>Reads <c>retry</c>.</summary>
internal static class RetryReader
{
    private static readonly Duration Initial = Duration.FromSeconds(10);
    private static readonly Duration Max = Duration.FromMinutes(5);

    /// <summary>The policy, or null when the mapping has none.</summary>
    public static RetryPolicy? Read(YamlMapping map, ProblemSink problems)
    {
        if (map.Int("retry") is { } attempts)
            return attempts == 1 ? RetryPolicy.None : new RetryPolicy(attempts, Backoff.Exponential, Initial, Max);
        if (map.Map("retry") is not { } retry)
            return null;
        var initial = retry.Duration("initial") ?? Initial;
        var max = retry.Duration("max") ?? Duration.Max(initial, Max);
        if (max < initial)
            problems.Add(ProblemCodes.InvalidValue, retry["max"]!, "'max' is shorter than 'initial'.");
        var on = retry.Texts("on");
        return new RetryPolicy(
            retry.Int("max_attempts") ?? 1,
            retry.Text("backoff") is "fixed" ? Backoff.Fixed : Backoff.Exponential,
            initial,
            max,
            on.Count == 0 ? null : on);
    }
}
