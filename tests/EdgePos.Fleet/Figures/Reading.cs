using Npgsql;

namespace EdgePos.Fleet;

/// <summary>All counters at a moment; what lies between two of them was used in between.</summary>
internal sealed record Reading
{
    /// <summary>When, by a clock that never jumps.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>What the fleet has sent and heard.</summary>
    public required Tally Tally { get; init; }

    /// <summary>What head offices have used.</summary>
    public required ProcessUse Office { get; init; }

    /// <summary>What the broker has used.</summary>
    public required ProcessUse Broker { get; init; }

    /// <summary>What PostgreSQL has used.</summary>
    public required ProcessUse Database { get; init; }

    /// <summary>Bytes that the broker has received and sent.</summary>
    public required (long Received, long Sent) BrokerBytes { get; init; }

    /// <summary>What lies in PostgreSQL.</summary>
    public required BooksSize Books { get; init; }

    /// <summary>Reads all of them.</summary>
    public static async Task<Reading> TakeAsync(
        TimeSpan at, Tally tally, FleetServers servers, BrokerGauge gauge, CancellationToken stop) => new()
        {
            At = at,
            Tally = tally,
            Office = servers.OfficeUse,
            Broker = servers.BrokerUse,
            Database = servers.DatabaseUse,
            BrokerBytes = gauge.Bytes,
            Books = await BooksSize.OfAsync(servers.Database, stop),
        };
}

/// <summary>What lies in head office's PostgreSQL, and how much of the log was written.</summary>
/// <param name="Rows">Of all tables but those of the live lane.</param>
/// <param name="TableBytes">Tables with what belongs to them.</param>
/// <param name="IndexBytes">Indexes.</param>
/// <param name="LogBytes">Write-ahead log, from the beginning.</param>
/// <param name="HealthRows">Times that a word of health was written.</param>
internal sealed record BooksSize(long Rows, long TableBytes, long IndexBytes, long LogBytes, long HealthRows)
{
    /// <summary>Reads it.</summary>
    public static async Task<BooksSize> OfAsync(string database, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand("""
            SELECT (SELECT count(*) FROM entries) + (SELECT count(*) FROM sales) + (SELECT count(*) FROM sale_lines)
                    + (SELECT count(*) FROM stock) + (SELECT count(*) FROM totals) + (SELECT count(*) FROM streams)
                    + (SELECT count(*) FROM quarantine),
                (SELECT CAST(sum(pg_table_size(relid)) AS bigint) FROM pg_stat_user_tables),
                (SELECT CAST(sum(pg_indexes_size(relid)) AS bigint) FROM pg_stat_user_tables),
                CAST(pg_current_wal_lsn() - '0/0' AS bigint),
                (SELECT n_tup_ins + n_tup_upd FROM pg_stat_user_tables WHERE relname = 'live_health')
            """, connection) { CommandTimeout = 600 };
        await using var rows = await command.ExecuteReaderAsync(stop);
        await rows.ReadAsync(stop);
        return new BooksSize(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4));
    }
}
