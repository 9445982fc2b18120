namespace EdgePos.Devices;

/// <summary>
/// What a virtual device makes of bytes. A <see cref="VirtualPort"/> brings them and takes the answers away, one call at a time.
/// </summary>
public interface IVirtualDevice
{
    /// <summary>How often <see cref="Beat"/> is called while somebody is connected; infinite: never.</summary>
    TimeSpan BeatEvery => Timeout.InfiniteTimeSpan;

    /// <summary>Its buffer is full: it takes nothing more until it has worked some of it off.</summary>
    bool IsFull => false;

    /// <summary>It is switched on: nothing that was said before is known any more.</summary>
    void SwitchOn();

    /// <summary>A byte has come.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="answers">Where its answer goes, if it has one.</param>
    void Take(byte value, List<byte> answers);

    /// <summary>Says what it has to say by itself.</summary>
    void Beat(List<byte> says)
    {
    }
}
