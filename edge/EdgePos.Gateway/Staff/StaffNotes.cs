using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Gateway;

/// <summary>
/// Writes into the journal what staff did and were refused. Refusals are written no more often than people mistype: whoever floods a
/// register fills no disk with it, and the next entry counts what is in none. Safe from any thread.
/// </summary>
internal sealed class StaffNotes(LedgerWriter writer, TimeProvider time, ILogger<StaffNotes> log)
{
    private readonly Lock _turn = new();
    private readonly Budget _refusals = new(20, TimeSpan.FromSeconds(15));
    private long _unwritten;

    /// <summary>Writes something that was done. It is durable when this ends.</summary>
    /// <exception cref="LedgerFault">It cannot be written.</exception>
    public Task<EntryHeader> NoteAsync(IMessage fact, int register, string? employee) => writer.NoteAsync(fact, register, employee);

    /// <summary>Writes something that nobody waits for.</summary>
    public void Begin(IMessage fact, int register, string? employee) => _ = TryNoteAsync(fact, register, employee);

    /// <summary>Writes a refusal, where one may be written now. Who is refused is in it, as far as that is known.</summary>
    /// <param name="fact">Makes the fact of how many before it are in no entry.</param>
    public void Refused(Func<long, IMessage> fact, int register, string? employee = null)
    {
        long unwritten;
        lock (_turn)
        {
            if (!_refusals.Take(time.GetElapsedTime(0)))
            {
                _unwritten++;
                return;
            }

            (unwritten, _unwritten) = (_unwritten, 0);
        }

        Begin(fact(unwritten), register, employee);
    }

    private async Task TryNoteAsync(IMessage fact, int register, string? employee)
    {
        try
        {
            await NoteAsync(fact, register, employee);
        }
        catch (LedgerFault fault)
        {
            Log.NotNoted(log, fact.Descriptor.Name, fault.Message);
        }
    }
}
