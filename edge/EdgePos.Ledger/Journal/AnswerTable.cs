using System.Buffers.Binary;
using System.Numerics;
using EdgePos.Sqlite;

namespace EdgePos.Ledger;

/// <summary>A kept answer.</summary>
/// <param name="Digest">SHA-256 of what was asked.</param>
/// <param name="Seq">The entry that the command wrote; 0: kept by a program that did not note it.</param>
internal sealed record KeptAnswer(byte[] Digest, byte[] Response, long Seq);

/// <summary>What was answered to which command, so that asking twice gives the first answer.</summary>
internal sealed class AnswerTable(HotStatements statements)
{
    private const int PrunedAtOnce = 200;

    private readonly HotStatement _find = statements.Statement("""
        SELECT request_digest, response, seq, at_us, sum FROM answers WHERE register = $1 AND command_id = $2
        """);
    private readonly HotStatement _insert = statements.Statement("""
        INSERT INTO answers (register, command_id, request_digest, response, seq, at_us, sum) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """);
    // Rows come in the order of time, so only the oldest need to be looked at.
    private readonly HotStatement _prune = statements.Statement("""
        DELETE FROM answers WHERE id IN
            (SELECT id FROM (SELECT id, at_us FROM answers ORDER BY id LIMIT $2) WHERE at_us < $1)
        """);

    /// <summary>The answer of a command; null where it was not carried out, or is long forgotten.</summary>
    /// <exception cref="LedgerFault">The row is damaged.</exception>
    public KeptAnswer? Find(int register, Guid commandId)
    {
        byte[] id = commandId.ToBytes();
        return _find.First(row =>
        {
            var kept = new KeptAnswer(row.Bytes(0), row.Bytes(1), row.Number(2));
            if (!IsWhole(row.Bytes(4), register, id, kept, row.Number(3)))
            {
                throw new LedgerFault(FaultKind.Damaged, "read", "answers",
                    $"the answer to command {commandId} is damaged; check the ledger with: edgeposctl ledger verify");
            }

            return kept;
        }, register, id);
    }

    public void Keep(int register, Guid commandId, KeptAnswer answer, long atUs)
    {
        byte[] id = commandId.ToBytes();
        _insert.Run(register, id, answer.Digest, answer.Response, answer.Seq, atUs, SumOf(register, id, answer, atUs));
    }

    /// <summary>Forgets some answers from before a time.</summary>
    /// <returns>How many.</returns>
    public int Prune(long beforeUs) => _prune.Run(beforeUs, PrunedAtOnce);

    /// <summary>True where a row is as it was written. A row without a sum is from a time before sums.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> sum, int register, byte[] commandId, KeptAnswer answer, long atUs) =>
        sum.IsEmpty || sum.SequenceEqual(SumOf(register, commandId, answer, atUs));

    /// <summary>Finds what a worn card does to a row. Who changes rows on purpose is found by the chain, which holds the sales.</summary>
    public static byte[] SumOf(int register, byte[] commandId, KeptAnswer answer, long atUs)
    {
        uint sum = BitOperations.Crc32C(BitOperations.Crc32C(uint.MaxValue, (uint)register), (ulong)atUs);
        sum = BitOperations.Crc32C(sum, (ulong)answer.Seq);
        sum = Crc32C(Crc32C(Crc32C(sum, commandId), answer.Digest), answer.Response);
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~sum);
        return bytes;
    }

    private static uint Crc32C(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte one in bytes)
            sum = BitOperations.Crc32C(sum, one);
        return sum;
    }
}
