namespace EdgePos.Tests;

/// <summary>A clock that runs as it should and is set as it should not.</summary>
internal sealed class WrongClock : TimeProvider
{
    private long _wrongBy;

    /// <summary>How far it is ahead of the time.</summary>
    public TimeSpan WrongBy
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _wrongBy));
        set => Volatile.Write(ref _wrongBy, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + WrongBy;
}
