using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace EdgePos.HeadOffice;

/// <summary>
/// Makes the partitions that entries need, before the transaction that writes them: a month of entries, sales and lines each.
/// Times that make no sense get none and lie in the default partition, as does a month while its partition cannot be made.
/// </summary>
internal sealed class MonthPartitions(NpgsqlDataSource source, TimeProvider time)
{
    private const long OneAtATime = 0x4564_6765_506f_7332;
    private const int MonthsBack = 36, MonthsAhead = 1;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly string[] Tables = ["entries", "sales", "sale_lines"];

    private readonly ConcurrentDictionary<int, byte> _made = new();
    private long _notBefore;

    /// <summary>Makes what is missing for entries.</summary>
    public void MakeFor(IReadOnlyList<Booking> entries)
    {
        int last = -1;
        foreach (var entry in entries)
        {
            int month = MonthOf(entry.Read.Entry.AtUs);
            if (month != last && month >= 0 && !_made.ContainsKey(month) && IsSense(month))
                Make(month);
            last = month;
        }
    }

    private bool IsSense(int month)
    {
        int now = MonthOf(time.NowUs());
        return month >= now - MonthsBack && month <= now + MonthsAhead;
    }

    private void Make(int month)
    {
        if (time.GetTimestamp() < Interlocked.Read(ref _notBefore))
            return;
        try
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            // A long report may hold the default partition; entries are not kept waiting for it.
            connection.Run("SET LOCAL lock_timeout = '2s'");
            connection.Run($"SELECT pg_advisory_xact_lock({OneAtATime})");
            foreach (string table in Tables)
                Make(connection, table, month);
            transaction.Commit();
            _made[month] = 0;
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            Interlocked.Exchange(ref _notBefore, time.GetTimestamp() + (long)(TryAgainAfter.TotalSeconds * time.TimestampFrequency));
        }
    }

    // What lies in the default partition meanwhile goes where it belongs.
    private static void Make(NpgsqlConnection connection, string table, int month)
    {
        var first = DateTime.UnixEpoch.AddMonths(month);
        string name = $"{table}_{first.ToString("yyyy_MM", CultureInfo.InvariantCulture)}";
        if ((bool)connection.Run("SELECT to_regclass($1) IS NOT NULL", name)!)
            return;

        string from = UsOf(first), to = UsOf(first.AddMonths(1));
        connection.Run($"""
            LOCK TABLE {table}_default IN ACCESS EXCLUSIVE MODE;
            CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
            WITH moved AS (DELETE FROM {table}_default WHERE at_us >= {from} AND at_us < {to} RETURNING *)
            INSERT INTO {name} SELECT * FROM moved;
            ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({to});
            """);
    }

    // Months since 1970-01; -1 where it is no time that a partition could be made for.
    private static int MonthOf(long us)
    {
        if (us < 0 || us > DateTime.MaxValue.Subtract(DateTime.UnixEpoch).TotalMicroseconds - 1e12)
            return -1;
        var at = DateTime.UnixEpoch.AddMicroseconds(us);
        return ((at.Year - 1970) * 12) + at.Month - 1;
    }

    private static string UsOf(DateTime at) =>
        ((at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);
}
