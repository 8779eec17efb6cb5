using System.Data.Common;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Adapters.Market.Bars;

/// <summary>
/// The market pack's cache of bars: table <c>market_bars</c>, made when first used, in SQLite or PostgreSQL. One row for each symbol and date;
/// writing the same bars again changes nothing but <c>source</c> and <c>fetched_at</c>. Thread safe: each call has a connection of its own.
/// </summary>
/// <param name="connect">Gives a new connection, open or not; it is disposed after each call.</param>
internal sealed class BarStore(Func<DbConnection> connect)
{
    // 'double precision' is an 8-byte float in PostgreSQL and has REAL affinity in SQLite.
    internal const string Schema =
        """
        create table if not exists market_bars (
          symbol text not null,
          date text not null check (length(date) = 10),
          open double precision not null,
          high double precision not null,
          low double precision not null,
          close double precision not null,
          volume bigint not null check (volume >= 0),
          source text not null,
          fetched_at text not null,
          primary key (symbol, date),
          check (high >= low and low > 0))
        """;

    private const string Upsert =
        """
        insert into market_bars (symbol, date, open, high, low, close, volume, source, fetched_at)
        values (@symbol, @date, @open, @high, @low, @close, @volume, @source, @fetched_at)
        on conflict (symbol, date) do update set
          open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
          source = excluded.source, fetched_at = excluded.fetched_at
        """;

    // PostgreSQL's "if not exists" fails when two look at once. The lock ends with the statements it is sent with.
    private const string Alone = "select pg_advisory_xact_lock(482190377);";

    private volatile bool _ready;

    /// <summary>Writes bars, replacing those of the same symbol and date, in one transaction.</summary>
    internal async Task SaveAsync(IEnumerable<BarSeries> series, string source, Instant fetchedAt, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Upsert;
        string[] names = ["symbol", "date", "open", "high", "low", "close", "volume", "source", "fetched_at"];
        var parameters = names.Select(n => Parameter(command, n)).ToArray();
        var at = InstantPattern.ExtendedIso.Format(fetchedAt);
        // Always in one order: two writers of the same bars then wait for each other and never both.
        foreach (var one in series.OrderBy(s => s.Symbol, StringComparer.Ordinal))
        {
            foreach (var bar in one.Bars.OrderBy(b => b.Date))
            {
                object[] values =
                [
                    one.Symbol, LocalDatePattern.Iso.Format(bar.Date), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, source, at,
                ];
                for (var i = 0; i < values.Length; i++) parameters[i].Value = values[i];
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The cached bars of the period: one series for each symbol, perhaps without bars.</summary>
    internal async Task<IReadOnlyList<BarSeries>> LoadAsync(IReadOnlyList<string> symbols, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var answer = new List<BarSeries>();
        foreach (var symbol in symbols)
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                "select date, open, high, low, close, volume from market_bars where symbol = @symbol and date >= @from and date < @to order by date";
            Parameter(command, "symbol").Value = symbol;
            Parameter(command, "from").Value = LocalDatePattern.Iso.Format(from);
            Parameter(command, "to").Value = LocalDatePattern.Iso.Format(to);
            var bars = new List<Bar>();
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                bars.Add(new Bar(
                    LocalDatePattern.Iso.Parse(rows.GetString(0)).Value,
                    rows.GetDouble(1),
                    rows.GetDouble(2),
                    rows.GetDouble(3),
                    rows.GetDouble(4),
                    Convert.ToInt64(rows.GetValue(5), CultureInfo.InvariantCulture)));
            }

            answer.Add(new BarSeries(symbol, bars));
        }

        return answer;
    }

    private static DbParameter Parameter(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = connect();
        try
        {
            if (connection.State != System.Data.ConnectionState.Open) await connection.OpenAsync(cancellationToken);
            // SQLite waits for nobody unless told so on every connection.
            var isSqlite = connection.GetType().Name.StartsWith("Sqlite", StringComparison.Ordinal);
            if (isSqlite) await RunAsync(connection, "pragma busy_timeout = 5000", cancellationToken);
            if (!_ready)
            {
                await RunAsync(connection, isSqlite ? Schema : Alone + Schema, cancellationToken);
                _ready = true;
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task RunAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
