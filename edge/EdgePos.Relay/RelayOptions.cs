namespace EdgePos.Relay;

/// <summary>How the relay reaches head office, and how much it sends at once.</summary>
public sealed record RelayOptions
{
    /// <summary>Host of the broker.</summary>
    public required string BrokerHost { get; init; }

    /// <summary>Port of the broker.</summary>
    public required int BrokerPort { get; init; }

    /// <summary>Version of the program, told in the box's state.</summary>
    public required string Version { get; init; }

    /// <summary>16 random bytes of this run of the box.</summary>
    public required byte[] BootId { get; init; }

    /// <summary>The largest batch on the wire.</summary>
    public int MaxBatchBytes { get; init; } = 128 * 1024;

    /// <summary>Batches that may be unconfirmed at once.</summary>
    public int Window { get; init; } = 16;

    /// <summary>Bytes that may be unconfirmed at once.</summary>
    public int WindowBytes { get; init; } = 1024 * 1024;

    /// <summary>How long head office may take to confirm the oldest batch before it is sent again.</summary>
    public TimeSpan ConfirmDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call to the broker may take; one that takes longer means a dead link.</summary>
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait after a failure; it doubles up to <see cref="LongestWait"/>.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told head office's clock, microseconds, as it was when it committed something that this run has sent.</summary>
    public Action<long> HearTime { get; init; } = _ => { };

    /// <summary>No wait is longer, jitter apart.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(120);
}
