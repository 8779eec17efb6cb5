using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>What a request was answered, so that the same request gets the same answer. Immutable.</summary>
/// <param name="Request">What tells it from other requests: a hash of route and body.</param>
/// <param name="Status">The HTTP status, 200 to 299: a request that was refused has changed nothing and may come again.</param>
/// <param name="Location">Where to find what it made, or null.</param>
/// <param name="ETag">The revision of what it changed, or null.</param>
/// <param name="ContentType">The media type of the body, or null.</param>
/// <param name="Body">The body.</param>
public sealed record KeptAnswer(string Request, int Status, string? Location, string? ETag, string? ContentType, byte[] Body);

/// <summary>Keeps for a day what requests with an idempotency key were answered. Thread safe.</summary>
/// <param name="options">Whose requests, and the clock.</param>
/// <param name="database">Where the answers are.</param>
public sealed class RequestStore(EngineOptions options, Database database)
{
    private static readonly Duration Kept = Duration.FromHours(24);

    /// <summary>The answer that the key stands for, or null when there is none or it is older than a day.</summary>
    public KeptAnswer? Find(string key) => database.Read(sql => sql.First(
        "select request, status, location, etag, content_type, body from idempotency_keys where project = $1 and key = $2 and made_at >= $3",
        row => new KeptAnswer(row.GetString(0), row.GetInt32(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), (byte[])row.GetValue(5)),
        options.Project, key, (options.Time.Now() - Kept).ToStored()));

    /// <summary>Keeps the answer under the key, in place of one that is older than a day.</summary>
    /// <exception cref="StorageException">The database cannot be written; nothing is kept.</exception>
    public Task KeepAsync(string key, KeptAnswer answer) => database.WriteAsync(sql => sql.Execute(
        """
        insert into idempotency_keys (project, key, request, status, location, etag, content_type, body, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (project, key) do update set request = excluded.request, status = excluded.status, location = excluded.location, etag = excluded.etag,
                                                 content_type = excluded.content_type, body = excluded.body, made_at = excluded.made_at
        """,
        options.Project, key, answer.Request, answer.Status, answer.Location, answer.ETag, answer.ContentType, answer.Body, options.Time.Now().ToStored()));

    /// <summary>
    /// Removes what is older than a day, and lets schedules made with such a key go from it. Runs keep theirs for as long as they are kept themselves.
    /// </summary>
    internal static void Prune(Sql sql, Instant now)
    {
        var before = (now - Kept).ToStored();
        sql.Execute("delete from idempotency_keys where made_at < $1", before);
        sql.Execute("update schedules set idempotency_key = null where idempotency_key is not null and created_at < $1", before);
    }
}
