using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Opens a ledger after whatever happened to it. Each state of the file has one behaviour.</summary>
internal static class LedgerOpening
{
    public static readonly Migrator Migrations = new("EdgePos.Ledger.Migrations.");

    // By then a new program has shown that it can be lived with: nobody goes back behind a week's sales.
    private static readonly TimeSpan CopiesKept = TimeSpan.FromDays(7);

    /// <summary>Opens the file for its one writer, making it where this box has none.</summary>
    /// <exception cref="LedgerFault">It cannot be used; the fault says what to do.</exception>
    public static (SqliteConnection Connection, LedgerTransaction Ledger, LedgerFound Found) Open(string path, LedgerSetup setup)
    {
        var mark = new EpochMark(path);
        mark.RequireLedger();
        bool unclean = Recover(path);
        if (!unclean && File.Exists(path))
            Disk.TryMakeRoom(path + "-wal", setup.LogPages * Database.FrameBytes);
        var connection = Database.OpenWriter(path, Durability.Full);
        try
        {
            return Database.Guard(path, () =>
            {
                bool whole = QuickCheck.Structure(connection, path, setup.Time);
                var clock = new LedgerClock(setup.Time, setup.ClockIsSet);
                string? copy = Migrations.Apply(connection, path, setup.Time.GetUtcNow().ToUs());
                bool isNew = LedgerHead.Owner(connection) is null;
                if (isNew)
                    Begin(connection, setup, clock, before: null);
                RequireOwner(connection, path, setup.Identity);
                var head = LedgerHead.Read(connection);
                mark.RequireSame(head.Epoch);
                QuickCheck.Tail(connection, path, head);
                clock.StartAfter(LedgerHead.LastEntry(connection).AtUs);
                var ledger = new LedgerTransaction(connection, setup, head, clock);
                Introduce(connection, ledger, setup.Key);
                DropOldCopies(path, setup.Time.GetUtcNow());
                return (connection, ledger, new LedgerFound(isNew, unclean, whole) { CopiedTo = copy });
            });
        }
        catch
        {
            Database.LeaveAsItIs(connection);
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty file a ledger, with its first entry.</summary>
    /// <param name="before">The ledger that it takes over from; null: there was none.</param>
    public static byte[] Begin(SqliteConnection connection, LedgerSetup setup, LedgerClock clock, LedgerBefore? before)
    {
        var (identity, epoch) = (setup.Identity, setup.NewEpoch());
        using var transaction = new WriteTransaction(connection);
        transaction.Begin();
        try
        {
            connection.Execute("INSERT INTO identity VALUES (1, $1, $2, $3, $4, 0)",
                identity.Tenant, identity.Store, identity.Box, epoch);
            using var ledger = new LedgerTransaction(connection, setup, LedgerHead.Read(connection), clock);
            var first = ledger.Append(new LedgerBegun
            {
                Tenant = identity.Tenant,
                Store = identity.Store,
                Box = identity.Box,
                PublicKey = ByteString.CopyFrom(setup.Key.PublicKey),
                Before = before,
            }, register: 0, employee: "");
            connection.Execute("UPDATE identity SET created_us = $1", first.AtUs);
            transaction.Commit();
            return epoch;
        }
        finally
        {
            transaction.RollBackIfOpen();
        }
    }

    // A write-ahead log means that the program before did not close the file.
    private static bool Recover(string path)
    {
        string log = path + "-wal";
        if (!File.Exists(log) || new FileInfo(log).Length == 0)
            return false;
        Database.Guard<bool>(log, () =>
        {
            Disk.WriteAgain(log);
            return true;
        });
        return true;
    }

    private static void DropOldCopies(string path, DateTimeOffset now)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            var copies = folder.GetFiles($"{Path.GetFileName(path)}.before-*");
            foreach (var copy in copies.Where(one => now - one.LastWriteTimeUtc > CopiesKept))
                copy.Delete();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It takes room and does no harm: no reason not to sell.
        }
    }

    private static void RequireOwner(SqliteConnection connection, string path, BoxIdentity wanted)
    {
        if (LedgerHead.Owner(connection) is { } owner && owner != wanted)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", path,
                $"this is the ledger of {owner.Tenant}/{owner.Store}/{owner.Box}, this box is "
                + $"{wanted.Tenant}/{wanted.Store}/{wanted.Box}; put the right file back or correct the settings");
        }
    }

    // A key that the journal does not know is named in it before it signs anything.
    private static void Introduce(SqliteConnection connection, LedgerTransaction ledger, BoxKey key)
    {
        if (connection.Scalar("SELECT 1 FROM signing_keys WHERE public_key = $1", key.PublicKey) is not null)
            return;
        using var transaction = new WriteTransaction(connection);
        transaction.Begin();
        try
        {
            ledger.Append(new BoxKeyAdded { PublicKey = ByteString.CopyFrom(key.PublicKey) }, register: 0, employee: "");
            transaction.Commit();
        }
        finally
        {
            transaction.RollBackIfOpen();
        }
    }
}
