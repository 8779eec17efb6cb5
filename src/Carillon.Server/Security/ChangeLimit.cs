using System.Globalization;
using System.Threading.RateLimiting;
using Carillon.Core;
using Carillon.Server.Hosting;
using Microsoft.AspNetCore.RateLimiting;

namespace Carillon.Server.Security;

/// <summary>So many changes of schedules a minute from one caller: an account, or an address where nobody signs in. What reads is not limited, nor is one request that changes many.</summary>
internal static class ChangeLimit
{
    /// <summary>Sets the framework's limiter up.</summary>
    public static void Configure(RateLimiterOptions limiter, ServerOptions options)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => options.ChangesPerMinute is { } most && Scope.Of(context.GetEndpoint()) == Scope.WriteSchedules
            ? RateLimitPartition.GetFixedWindowLimiter(
                Caller.Of(context)?.Account ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(""));
        limiter.OnRejected = async (rejected, _) =>
        {
            options.Engine.Meter.RateLimited();
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 60;
            rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await Reply.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, new Problem(
                ProblemCodes.TooManyRequests,
                string.Create(CultureInfo.InvariantCulture, $"More than {options.ChangesPerMinute} changes of schedules a minute."),
                Suggestion: string.Create(CultureInfo.InvariantCulture, $"Try again in {wait} s, or change many schedules with one request: /api/schedules/bulk.")));
        };
    }
}
