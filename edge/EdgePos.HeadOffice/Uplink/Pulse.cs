using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>
/// Head office sends itself a message now and then. A broker that has lost track of what it delivered answers pings and gives
/// nothing any more; nobody else would notice, since boxes may just have nothing to say.
/// </summary>
internal sealed class Pulse(BrokerClient client, string topic, TimeSpan period, TimeProvider time)
{
    private const int PeriodsMax = 3;

    private long _heardAt = time.GetTimestamp();

    /// <summary>Where it is sent.</summary>
    public string Topic => topic;

    /// <summary>It has come round.</summary>
    public void Hear() => Volatile.Write(ref _heardAt, time.GetTimestamp());

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="IOException">Nothing comes round any more.</exception>
    public async Task RunAsync(CancellationToken broken)
    {
        using var timer = new PeriodicTimer(period, time);
        do
        {
            if (time.GetElapsedTime(Volatile.Read(ref _heardAt)) > period * PeriodsMax)
                throw new IOException("the broker takes messages and delivers none");
            await client.PublishAsync(topic, BrokerClient.StateOf(online: true), retain: false, broken);
        }
        while (await timer.WaitForNextTickAsync(broken));
    }
}
