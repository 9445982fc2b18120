namespace EdgePos.Devices;

/// <summary>A token that ends after some time by the clock that is handed in, or when another one does.</summary>
public sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _time, _both;

    private Deadline(CancellationTokenSource time, CancellationToken stop) =>
        (_time, _both) = (time, CancellationTokenSource.CreateLinkedTokenSource(time.Token, stop));

    /// <summary>Ends with whichever comes first.</summary>
    public CancellationToken Token => _both.Token;

    /// <summary>Begins now.</summary>
    public static Deadline After(TimeSpan limit, TimeProvider time, CancellationToken stop = default) =>
        new(new CancellationTokenSource(limit, time), stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        _both.Dispose();
        _time.Dispose();
    }
}
