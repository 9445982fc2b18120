using System.Data.Common;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>What a claim makes of a machine.</summary>
/// <param name="Store">Empty: a person says it once the machine has asked.</param>
/// <param name="Box">Empty with the store.</param>
/// <param name="Settings">Of the box.</param>
/// <param name="Replaces">True: another machine may have the name already.</param>
internal sealed record Placing(string Store, string Box, IReadOnlyList<BoxSetting> Settings, bool Replaces)
{
    /// <summary>True where it is known which box it is.</summary>
    public bool IsKnown => Store.Length > 0;
}

/// <summary>A claim as the books have it.</summary>
/// <param name="Device">Who used it; empty: nobody yet.</param>
internal sealed record ClaimRow(string Claim, Placing Placing, long ValidUntilUs, string Device);

/// <summary>A machine that asks by a claim that names no box.</summary>
internal sealed record WaitingBox(string Device, string Code, string Machine, string Version, long SeenUs, Placing Placing);

/// <summary>Who has a name at the broker.</summary>
/// <param name="Key">SubjectPublicKeyInfo, DER.</param>
/// <param name="KeyBefore">The one before it; empty: none.</param>
internal sealed record BoxCertificateRow(BoxName Box, byte[] Key, byte[] KeyBefore, string Serial, long UntilUs, string Machine);

/// <summary>Claims, boxes that wait, and certificates, in the books. Its statements run the same on both databases.</summary>
internal sealed class EnrolmentBooks(IBookStore books)
{
    /// <summary>Boxes that may wait at once: whoever has a claim for them can make up as many as they like.</summary>
    public const int WaitingMax = 200;

    private const string ClaimColumns = "claim, store, box, settings, replaces, valid_until_us, device";
    private const string WaitingColumns = "device, code, machine, version, seen_us, store, box, settings, replaces";
    private const string CertificateColumns = "tenant, store, box, key, key_before, serial, until_us, machine";

    /// <summary>A new claim.</summary>
    public void Add(string tenant, ClaimRow row) => Write(connection => connection.Run(
        $"INSERT INTO claims (tenant, {ClaimColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", tenant, row.Claim, row.Placing.Store,
        row.Placing.Box, BytesOf(row.Placing), row.Placing.Replaces ? 1L : 0L, row.ValidUntilUs, row.Device));

    /// <summary>A claim; null: there is none.</summary>
    public ClaimRow? Claim(string tenant, string claim) => Read(connection => connection.Query(
        $"SELECT {ClaimColumns} FROM claims WHERE tenant = $1 AND claim = $2", row => new ClaimRow(
            row.GetString(0), PlacingOf(row, 1), row.GetInt64(5), row.GetString(6)), tenant, claim).FirstOrDefault());

    /// <summary>Boxes that may get a certificate: by a claim that names them, or since they were adopted.</summary>
    /// <param name="nowUs">Claims that are over by then do not count.</param>
    public IReadOnlyList<BoxName> Named(string tenant, long nowUs) => Read(connection => connection.Query("""
        SELECT store, box FROM claims WHERE tenant = $1 AND store <> '' AND valid_until_us > $2
        UNION SELECT store, box FROM waiting_boxes WHERE tenant = $1 AND store <> ''
        """, row => new BoxName(tenant, row.GetString(0), row.GetString(1)), tenant, nowUs).ToList());

    /// <summary>A machine uses a claim; false: another one has.</summary>
    public bool Use(string tenant, string claim, string device) => Write(connection => connection.Run(
        "UPDATE claims SET device = $3 WHERE tenant = $1 AND claim = $2 AND (device = '' OR device = $3)", tenant, claim, device)) == 1;

    /// <summary>Notes that a machine asks; gives what is known of it, or null where too many wait.</summary>
    /// <param name="forgetUs">Those that have not asked since are forgotten.</param>
    public WaitingBox? Ask(string tenant, string claim, WaitingBox box, long forgetUs) => Write(connection =>
    {
        connection.Run("DELETE FROM waiting_boxes WHERE tenant = $1 AND seen_us < $2 AND store = ''", tenant, forgetUs);
        bool isThere = connection.Run("""
            UPDATE waiting_boxes SET code = $3, machine = $4, version = $5, seen_us = $6 WHERE tenant = $1 AND device = $2
            """, tenant, box.Device, box.Code, box.Machine, box.Version, box.SeenUs) == 1;
        if (!isThere && connection.Query("SELECT count(*) FROM waiting_boxes WHERE tenant = $1 AND store = ''", row => row.GetInt64(0),
                tenant).Single() >= WaitingMax)
            return null;
        if (!isThere)
        {
            connection.Run("INSERT INTO waiting_boxes VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', $8, 0) ON CONFLICT DO NOTHING",
                tenant, box.Device, claim, box.Code, box.Machine, box.Version, box.SeenUs, BytesOf(box.Placing));
        }

        return connection.Query($"SELECT {WaitingColumns} FROM waiting_boxes WHERE tenant = $1 AND device = $2", WaitingOf,
            tenant, box.Device).FirstOrDefault();
    });

    /// <summary>Those that wait, the last that asked first.</summary>
    public IReadOnlyList<WaitingBox> Waiting(string tenant) => Read(connection => connection.Query(
        $"SELECT {WaitingColumns} FROM waiting_boxes WHERE tenant = $1 AND store = '' ORDER BY seen_us DESC", WaitingOf, tenant).ToList());

    /// <summary>A person says which box a machine is; false: none that waits shows this code.</summary>
    public bool Adopt(string tenant, string code, Placing placing) => Write(connection => connection.Run("""
        UPDATE waiting_boxes SET store = $3, box = $4, settings = $5, replaces = $6 WHERE tenant = $1 AND code = $2 AND store = ''
        """, tenant, code, placing.Store, placing.Box, BytesOf(placing), placing.Replaces ? 1L : 0L)) == 1;

    /// <summary>Who has a name; null: nobody.</summary>
    public BoxCertificateRow? Certificate(BoxName box) => Read(connection => connection.Query(
        $"SELECT {CertificateColumns} FROM box_certificates WHERE tenant = $1 AND store = $2 AND box = $3", CertificateOf,
        box.Tenant, box.Store, box.Box).FirstOrDefault());

    /// <summary>All who have names.</summary>
    public IReadOnlyList<BoxCertificateRow> Certificates(string tenant) => Read(connection => connection.Query(
        $"SELECT {CertificateColumns} FROM box_certificates WHERE tenant = $1 ORDER BY store, box", CertificateOf, tenant).ToList());

    /// <summary>A name is this one's now.</summary>
    public void Keep(BoxCertificateRow row) => Write(connection => connection.Run($"""
        INSERT INTO box_certificates ({CertificateColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant, store, box) DO UPDATE SET key = excluded.key, key_before = excluded.key_before,
            serial = excluded.serial, until_us = excluded.until_us, machine = excluded.machine
        """, row.Box.Tenant, row.Box.Store, row.Box.Box, row.Key, row.KeyBefore, row.Serial, row.UntilUs, row.Machine));

    /// <summary>What a machine is told of the ledger before; null: nothing is kept for it.</summary>
    public byte[]? Before(string tenant, string device) => Read(connection => connection.Query(
        "SELECT body FROM ledgers_before WHERE tenant = $1 AND device = $2", row => row.Bytes(0), tenant, device).FirstOrDefault());

    /// <summary>Keeps what a machine is to be told, and forgets what others have had the time to read.</summary>
    public void KeepBefore(string tenant, string device, long nowUs, byte[] body, long forgetUs) => Write(connection =>
    {
        connection.Run("DELETE FROM ledgers_before WHERE tenant = $1 AND (made_us < $2 OR device = $3)", tenant, forgetUs, device);
        return connection.Run("INSERT INTO ledgers_before VALUES ($1, $2, $3, $4)", tenant, device, nowUs, body);
    });

    private T Read<T>(Func<DbConnection, T> read)
    {
        using var connection = books.OpenToRead();
        return read(connection);
    }

    private T Write<T>(Func<DbConnection, T> write)
    {
        using var connection = books.OpenToWrite();
        using var transaction = connection.BeginTransaction();
        var given = write(connection);
        transaction.Commit();
        return given;
    }

    private static byte[] BytesOf(Placing placing) => new Enrolled { Settings = { placing.Settings } }.ToByteArray();

    private static Placing PlacingOf(DbDataReader row, int from) => new(row.GetString(from), row.GetString(from + 1),
        Enrolled.Parser.ParseFrom(row.Bytes(from + 2)).Settings, row.GetInt64(from + 3) == 1);

    private static WaitingBox WaitingOf(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), PlacingOf(row, 5));

    private static BoxCertificateRow CertificateOf(DbDataReader row) => new(
        new BoxName(row.GetString(0), row.GetString(1), row.GetString(2)), row.Bytes(3), row.Bytes(4), row.GetString(5), row.GetInt64(6),
        row.GetString(7));
}
