using System.Text;
using Npgsql;

namespace EdgePos.HeadOffice;

/// <summary>
/// Who serves which partition of the boxes: advisory locks of one session in PostgreSQL. They go with the session, so a head
/// office that died holds nothing; one that hangs is thrown out by the server after a while without a question.
/// </summary>
internal sealed class PartitionLocks : IDisposable
{
    public const int Partitions = 64;

    private const int Alive = Partitions; // the lock that all hold together; counting it counts them
    private const string IdleAtMost = "20s";

    // Locks of this tenant in this database. Source: PostgreSQL, "pg_locks", on advisory locks of two keys.
    private const string Ours = """
        locktype = 'advisory' AND objsubid = 2 AND granted AND classid::bigint = $1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private readonly NpgsqlConnection _connection;
    private readonly int _tenant;
    private readonly Random _random;
    private readonly HashSet<int> _held = [];

    private PartitionLocks(NpgsqlConnection connection, int tenant, Random random) =>
        (_connection, _tenant, _random) = (connection, tenant, random);

    /// <summary>How many head offices share the boxes, this one among them.</summary>
    public int Living { get; private set; } = 1;

    /// <summary>What this one holds.</summary>
    public IReadOnlySet<int> Held => _held;

    /// <summary>Joins those who share a tenant's boxes.</summary>
    public static PartitionLocks Join(string database, string tenant, Random random)
    {
        var settings = new NpgsqlConnectionStringBuilder(database)
        {
            Pooling = false,
            ApplicationName = "edgepos-headoffice partitions",
            Timeout = 5,
            CommandTimeout = 5,
            TcpKeepAlive = true,
            TcpKeepAliveTime = 5,
            TcpKeepAliveInterval = 2,
        };
        var source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        source.EnableArrays();
        source.EnableTransportSecurity();
        using var built = source.Build();
        var connection = built.OpenConnection();
        try
        {
            var locks = new PartitionLocks(connection, (int)NumberOf(tenant), random);
            connection.Run($"SET idle_session_timeout = '{IdleAtMost}'");
            connection.Run("SELECT pg_advisory_lock_shared($1, $2)", locks._tenant, Alive);
            return locks;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Counts the living; gives what this one holds beyond its part, to be given back.</summary>
    public int[] Surplus()
    {
        Living = (int)_connection.Query(
            $"SELECT count(*) FROM pg_locks WHERE {Ours} AND objid::bigint = $2", row => row.GetInt64(0), Key, (long)Alive).Single();
        int part = Part();
        return _held.Count <= part ? [] : [.. Shuffled(_held).Take(_held.Count - part)];
    }

    /// <summary>Takes what is free, up to this one's part; gives what it took.</summary>
    public int[] TakeFree()
    {
        int room = Part() - _held.Count;
        if (room <= 0)
            return [];
        var taken = _connection.Query($"SELECT objid::bigint FROM pg_locks WHERE {Ours}", row => (int)row.GetInt64(0), Key).ToHashSet();
        int[] wanted = [.. Shuffled(Enumerable.Range(0, Partitions).Where(partition => !taken.Contains(partition))).Take(room)];
        int[] got = wanted.Length == 0 ? [] : [.. _connection.Query(
            "SELECT p, pg_try_advisory_lock($1, p) FROM unnest($2::integer[]) AS p",
            row => (Partition: row.GetInt32(0), Got: row.GetBoolean(1)), _tenant, wanted)
            .Where(row => row.Got).Select(row => row.Partition)];
        _held.UnionWith(got);
        return got;
    }

    /// <summary>Gives partitions back.</summary>
    public void Release(int[] partitions)
    {
        _connection.Run("SELECT pg_advisory_unlock($1, p) FROM unnest($2::integer[]) AS p", _tenant, partitions);
        _held.ExceptWith(partitions);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    // pg_locks shows the first key as an unsigned number.
    private long Key => (uint)_tenant;

    private int Part() => (Partitions + Living - 1) / Math.Max(1, Living);

    private int[] Shuffled(IEnumerable<int> partitions)
    {
        int[] all = [.. partitions];
        _random.Shuffle(all);
        return all;
    }

    // FNV-1a, so that tenants in one database do not take each other's locks.
    private static uint NumberOf(string tenant)
    {
        uint hash = 2166136261;
        foreach (byte part in Encoding.UTF8.GetBytes($"edgepos partitions of {tenant}"))
            hash = (hash ^ part) * 16777619;
        return hash;
    }
}
