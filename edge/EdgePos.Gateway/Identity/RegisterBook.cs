using System.Collections.Frozen;
using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.AspNetCore.Connections;

namespace EdgePos.Gateway;

/// <summary>
/// The registers that belong to the box, in memory for every call, and their open connections: a register that is shut out, or whose number
/// another one got, loses them at once. The ledger is where it is written. Safe from any thread.
/// </summary>
internal sealed class RegisterBook(LedgerReader ledger, TimeProvider time)
{
    private readonly Lock _turn = new();
    private readonly Dictionary<ConnectionContext, ShownCertificate> _open = [];
    private volatile FrozenDictionary<int, RegisterRow> _rows = Read(ledger);

    /// <summary>All of them, by their numbers.</summary>
    public IEnumerable<RegisterRow> All => _rows.Values.OrderBy(row => row.Register);

    /// <summary>True where the number was given to a register before.</summary>
    public bool Had(int register) => _rows.ContainsKey(register);

    /// <summary>Who calls with a certificate, or why they are not let in: the key of a text.</summary>
    public (Admitted? Who, string Why) Admit(ShownCertificate shown)
    {
        if (!_rows.TryGetValue(shown.Register, out var row))
            return (null, "STRANGER_NOT_PAIRED");
        if (row.RevokedUs > 0)
            return (null, "STRANGER_REVOKED");
        if (!row.KeySha256.AsSpan().SequenceEqual(shown.KeySha256))
            return (null, "STRANGER_NOT_PAIRED");
        return time.GetUtcNow() > shown.ValidUntil ? (null, "STRANGER_ENDED")
            : (new Admitted(row.Register, (RegisterKind)(row.Kind - 1)), "");
    }

    /// <summary>Reads the ledger again, and ends the connections of who no longer belongs here.</summary>
    public void Renew()
    {
        // Under the lock: of two that read at once the later reading stands.
        List<ConnectionContext> ended;
        lock (_turn)
        {
            _rows = Read(ledger);
            ended = [.. _open.Where(one => Admit(one.Value).Who is null).Select(one => one.Key)];
        }

        foreach (var connection in ended)
            connection.Abort(new ConnectionAbortedException("the register was shut out"));
    }

    /// <summary>Counts a connection as long as it is open.</summary>
    public async Task WhileOpenAsync(ConnectionContext connection, ShownCertificate shown, Func<Task> open)
    {
        lock (_turn)
            _open[connection] = shown;
        try
        {
            await open();
        }
        finally
        {
            lock (_turn)
                _open.Remove(connection);
        }
    }

    /// <summary>The open connections of a register, and when the newest certificate ends that it showed on them.</summary>
    public (int Connections, DateTimeOffset ValidUntil) OpenOf(RegisterRow row)
    {
        lock (_turn)
        {
            var of = _open.Values.Where(shown => shown.Register == row.Register && shown.KeySha256.AsSpan().SequenceEqual(row.KeySha256))
                .ToList();
            return (of.Count, of.Count == 0 ? DateTimeOffset.MinValue : of.Max(shown => shown.ValidUntil));
        }
    }

    private static FrozenDictionary<int, RegisterRow> Read(LedgerReader ledger) =>
        ledger.Registers().ToFrozenDictionary(row => row.Register);
}
