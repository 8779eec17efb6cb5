using Carillon.Engine.Storage;
using NodaTime;

namespace Carillon.Engine.History;

/// <summary>Sums of what runs cost by month, changed in the transaction of the run itself.</summary>
internal static class SpendingStore
{
    /// <summary>No sum goes beyond it, in micros.</summary>
    private const long Full = 4_000_000_000_000_000_000;

    private const long Day = 86_400_000_000;

    public static int Number(YearMonth month) => (month.Year * 100) + month.Month;

    public static YearMonth Month(long number) => new((int)(number / 100), (int)(number % 100));

    /// <summary>Adds to what is reserved and spent in a month, or takes away from it.</summary>
    public static void Add(Sql sql, string project, string scope, string subject, int month, long reserved, long spent)
    {
        sql.Execute(
            "insert into spending (project, scope, month, subject, reserved_micros, spent_micros) values ($1, $2, $3, $4, 0, 0) on conflict (project, scope, month, subject) do nothing",
            project, scope, month, subject);
        sql.Execute(
            """
            update spending set
              reserved_micros = case when reserved_micros + $5 < 0 then 0 when reserved_micros + $5 > $7 then $7 else reserved_micros + $5 end,
              spent_micros = case when spent_micros + $6 > $7 then $7 else spent_micros + $6 end
            where project = $1 and scope = $2 and month = $3 and subject = $4
            """,
            project, scope, month, subject, reserved, spent, Full);
    }

    public static void AddDay(Sql sql, string project, Instant endedAt, long spent) => sql.Execute(
        """
        insert into spending_days (project, day, spent_micros) values ($1, $2, $3)
        on conflict (project, day) do update set spent_micros = case when spending_days.spent_micros + $3 > $4 then $4 else spending_days.spent_micros + $3 end
        """,
        project, endedAt.ToStored() / Day, spent, Full);

    /// <summary>What is spent and reserved together, by month, from a month on.</summary>
    public static Dictionary<YearMonth, long> Used(Sql sql, string project, string scope, string subject, YearMonth from) => sql.Query(
        "select month, reserved_micros + spent_micros from spending where project = $1 and scope = $2 and month >= $3 and subject = $4",
        row => (Month: Month(row.GetInt64(0)), Used: row.GetInt64(1)), project, scope, Number(from), subject).ToDictionary(found => found.Month, found => found.Used);
}
