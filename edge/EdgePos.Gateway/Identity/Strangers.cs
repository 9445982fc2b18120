using System.Net;

namespace EdgePos.Gateway;

/// <summary>
/// Who was turned away: counted, and told once an interval with the count, so that a flood does not fill the log. Safe from any thread.
/// </summary>
internal sealed class Strangers(TimeProvider time, ILogger<Strangers> log)
{
    private static readonly TimeSpan ToldEvery = TimeSpan.FromMinutes(10);

    private readonly Lock _turn = new();
    private long _count, _told;
    private long? _toldAt;

    /// <summary>So many were turned away since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Notes one.</summary>
    /// <param name="why">In words, for the log.</param>
    public void Note(IPAddress? address, string why)
    {
        long count = Interlocked.Increment(ref _count);
        lock (_turn)
        {
            if (_toldAt is { } at && time.GetElapsedTime(at) < ToldEvery)
                return;
            Log.StrangersRefused(log, count - _told, address?.ToString() ?? "?", why);
            (_toldAt, _told) = (time.GetTimestamp(), count);
        }
    }
}
