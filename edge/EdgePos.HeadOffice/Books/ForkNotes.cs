namespace EdgePos.HeadOffice;

/// <summary>A stream that another box writes on, as the books note it.</summary>
/// <param name="Epoch">The ledger's name, hex.</param>
/// <param name="Seq">Its last committed entry.</param>
/// <param name="Why">Why it is another box.</param>
internal sealed record ForkNote(string Epoch, long Seq, string Why);

/// <summary>Where two boxes have one name. Its statements run the same on both databases.</summary>
internal static class ForkNotes
{
    /// <summary>True where the box has begun another stream since, and this one is not noted yet.</summary>
    public static bool IsOvertaken(IBookStore store, BoxName box, long stream)
    {
        using var connection = store.OpenToRead();
        return connection.Query("""
            SELECT 1 FROM streams WHERE tenant = $1 AND store = $2 AND box = $3 AND stream > $4
                AND EXISTS (SELECT 1 FROM streams WHERE stream = $4 AND forked = '') LIMIT 1
            """, row => row.GetInt32(0), box.Tenant, box.Store, box.Box, stream).Any();
    }

    /// <summary>Those of a box.</summary>
    public static IReadOnlyList<ForkNote> Of(IBookStore store, BoxName box)
    {
        using var connection = store.OpenToRead();
        return connection.Query("""
            SELECT epoch, seq, forked FROM streams WHERE tenant = $1 AND store = $2 AND box = $3 AND forked <> '' ORDER BY stream
            """, row => new ForkNote(Convert.ToHexStringLower(row.Bytes(0)), row.GetInt64(1), row.GetString(2)),
            box.Tenant, box.Store, box.Box).ToList();
    }

    /// <summary>Takes one away. It comes back where the other box still writes.</summary>
    public static void Settle(IBookStore store, BoxName box, ForkNote note)
    {
        using var connection = store.OpenToWrite();
        connection.Run("UPDATE streams SET forked = '' WHERE tenant = $1 AND store = $2 AND box = $3 AND epoch = $4",
            box.Tenant, box.Store, box.Box, Convert.FromHexString(note.Epoch));
    }
}
