using System.Data.Common;
using System.Threading.Channels;

namespace EdgePos.HeadOffice;

/// <summary>
/// Notes what boxes say ahead of their journals. It holds up nobody: where the books are slow or away, the oldest is dropped,
/// and the journal says it all later.
/// </summary>
internal sealed class LiveLane(Books books, TimeProvider time, ILogger log)
{
    private const int WaitingMax = 1024;

    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Channel<LiveNote> _waiting = Channel.CreateBounded<LiveNote>(
        new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private long _lost, _saidAt;

    /// <summary>Takes a note.</summary>
    public void Add(LiveNote note) => _waiting.Writer.TryWrite(note);

    /// <summary>Works until the session ends.</summary>
    public Task RunAsync(CancellationToken broken) => Task.Run(async () =>
    {
        await foreach (var note in _waiting.Reader.ReadAllAsync(broken))
        {
            try
            {
                if (!books.NoteLive(note.Box, note.Kind, note.Message, time.NowUs()))
                    Say($"{note.Box.Store}/{note.Box.Box} sends a live/{note.Kind} that makes no sense");
            }
            catch (DbException fault)
            {
                Say(fault.Message);
            }
        }
    }, broken);

    private void Say(string why)
    {
        if (++_lost > 1 && time.GetElapsedTime(_saidAt) < SayAgainAfter)
            return;
        _saidAt = time.GetTimestamp();
        Log.LiveLost(log, _lost, why);
    }
}
