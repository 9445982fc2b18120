using System.Data.Common;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>Every box: whether it is there, how far it is behind, and how it is.</summary>
internal static class FleetReport
{
    // A box's stream is the one of the epoch it last said, or the youngest. A fork on any of its streams is shown.
    private const string Query = """
        WITH names AS (
            SELECT store, box FROM streams WHERE tenant = $1 UNION SELECT store, box FROM boxes WHERE tenant = $1
            UNION SELECT store, box FROM live_health WHERE tenant = $1),
        latest AS (
            SELECT s.store, s.box, max(s.stream) AS stream, max(s.forked) AS forked, CAST(sum(s.quarantined) AS bigint) AS quarantined,
                max(CASE WHEN b.epoch = s.epoch THEN s.stream ELSE 0 END) AS current_stream
            FROM streams s LEFT JOIN boxes b USING (tenant, store, box) WHERE s.tenant = $1 GROUP BY s.store, s.box)
        SELECT n.store, n.box, CAST(b.online AS bigint), b.epoch, b.head_seq, b.version, s.epoch, s.seq, l.forked, l.quarantined,
            h.message, h.heard_us, t.message
        FROM names n
            LEFT JOIN boxes b ON b.tenant = $1 AND b.store = n.store AND b.box = n.box
            LEFT JOIN latest l ON l.store = n.store AND l.box = n.box
            LEFT JOIN streams s ON s.stream = CASE WHEN l.current_stream > 0 OR b.epoch IS NOT NULL THEN l.current_stream ELSE l.stream END
            LEFT JOIN live_health h ON h.tenant = $1 AND h.store = n.store AND h.box = n.box
            LEFT JOIN live_tills t ON t.tenant = $1 AND t.store = n.store AND t.box = n.box
        WHERE $2 = '' OR n.store = $2
        ORDER BY n.store, n.box
        """;

    /// <summary>The boxes, by store and name.</summary>
    public static IEnumerable<FleetBox> Boxes(DbConnection books, string tenant, string store)
    {
        var wanted = WantedVersions(books, tenant);
        foreach (var box in books.Query(Query, Read, tenant, store))
        {
            box.WantedVersion = wanted.GetValueOrDefault(box.Store, "");
            yield return box;
        }
    }

    // By store. The packages for several kinds of machines are one release: the last word counts.
    private static Dictionary<string, string> WantedVersions(DbConnection books, string tenant)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (store, signed) in books.Query("""
            SELECT store, manifest FROM dataset_versions WHERE number IN (
                SELECT max(number) FROM dataset_versions WHERE tenant = $1 AND dataset LIKE 'software-%' GROUP BY store)
            """, row => (row.GetString(0), row.Bytes(1)), tenant))
            wanted[store] = Manifest.Parser.ParseFrom(SignedManifest.Parser.ParseFrom(signed).Manifest).Label;
        return wanted;
    }

    private static FleetBox Read(DbDataReader row)
    {
        byte[] epoch = !row.IsDBNull(3) ? row.Bytes(3) : row.IsDBNull(6) ? [] : row.Bytes(6);
        var box = new FleetBox
        {
            Store = row.GetString(0),
            Box = row.GetString(1),
            Online = Number(row, 2) != 0,
            Epoch = Convert.ToHexStringLower(epoch),
            HeadSeq = Number(row, 4),
            Version = row.IsDBNull(5) ? "" : row.GetString(5),
            CommittedSeq = Number(row, 7),
            Forked = row.IsDBNull(8) ? "" : row.GetString(8),
            Quarantined = Number(row, 9),
            Health = Message(LiveHealth.Parser, row, 10),
            HealthHeardUs = Number(row, 11),
            Tills = Message(LiveTills.Parser, row, 12),
        };
        box.Behind = Math.Max(0, box.HeadSeq - box.CommittedSeq);
        return box;
    }

    private static long Number(DbDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);

    private static T? Message<T>(MessageParser<T> parser, DbDataReader row, int column) where T : class, IMessage<T> =>
        row.IsDBNull(column) ? null : parser.ParseFrom(row.Bytes(column));
}
