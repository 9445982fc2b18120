using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>A register that was paired.</summary>
/// <param name="Seq">The entry that paired it last.</param>
/// <param name="Kind">Number of the kind as in the protos.</param>
/// <param name="Serial">Of the certificate that it got then, hexadecimal.</param>
/// <param name="KeySha256">Of its public key.</param>
/// <param name="UntilUs">That certificate ends then.</param>
/// <param name="RevokedUs">It was shut out then; 0: it was not.</param>
public sealed record RegisterRow(
    int Register, long Seq, int Kind, string Name, string Serial, byte[] KeySha256, long PairedUs, long UntilUs, long RevokedUs);

/// <summary>The registers that were paired: one row a number, of the pairing that counts.</summary>
internal sealed class RegisterTable(HotStatements statements)
{
    private readonly HotStatement _forget = statements.Statement("DELETE FROM registers WHERE register = $1");
    private readonly HotStatement _add = statements.Statement("INSERT INTO registers VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)");
    private readonly HotStatement _revoke = statements.Statement(
        "UPDATE registers SET revoked_seq = $2, revoked_us = $3 WHERE register = $1");
    private readonly HotStatement _pairedBy = statements.Statement("SELECT seq FROM registers WHERE register = $1 AND revoked_seq = 0");

    /// <summary>The entry that paired a register which belongs to the box; null: there is no such register.</summary>
    public long? PairedBy(int register) => _pairedBy.First(row => (long?)row.Number(0), register);

    /// <summary>Books a pairing: who had the number before is known no more.</summary>
    public void Apply(EntryHeader header, RegisterPaired paired)
    {
        _forget.Run(paired.Register);
        _add.Run(paired.Register, header.Seq, (int)paired.Kind, paired.Name, paired.Serial, paired.KeySha256.ToByteArray(),
            header.AtUs, paired.ValidUntilUs);
    }

    /// <summary>Books that a register is shut out.</summary>
    public void Apply(EntryHeader header, RegisterRevoked revoked) => _revoke.Run(revoked.Register, header.Seq, header.AtUs);

    /// <summary>All of them, by their numbers.</summary>
    public static IReadOnlyList<RegisterRow> All(SqliteConnection connection) => [.. connection.Rows("""
        SELECT register, seq, kind, name, serial, key_sha256, paired_us, until_us, revoked_us FROM registers ORDER BY register
        """, row => new RegisterRow(row.GetInt32(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetString(4),
            row.Bytes(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8)))];
}
