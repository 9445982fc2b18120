using EdgePos.Devices;

namespace EdgePos.Box;

/// <summary>Somebody else who reads the keys of a scanner, as the console or a browser does.</summary>
internal static class KeyEvents
{
    private const int EventBytes = 24, ValueAt = 20, CodeAt = 18, KindAt = 16;
    private const int EventsMax = 64;

    /// <summary>The first key that is pressed, of all that were not read yet, by its number in linux/input-event-codes.h.</summary>
    public static async Task<int> FirstAsync(FileLink reader)
    {
        byte[] events = new byte[EventBytes * EventsMax];
        using var patience = new CancellationTokenSource(Bench.Patience);
        while (true)
        {
            int count = await reader.ReadAsync(events, patience.Token);
            for (int at = 0; at + EventBytes <= count; at += EventBytes)
            {
                if (events[at + KindAt] == 1 && events[at + ValueAt] == 1)
                    return events[at + CodeAt];
            }
        }
    }
}
