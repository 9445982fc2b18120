using EdgePos.HeadOffice.V1;

namespace EdgePos.Relay;

/// <summary>How the relay reaches head office, and how much it sends at once.</summary>
public sealed record RelayOptions
{
    /// <summary>Host of the broker.</summary>
    public required string BrokerHost { get; init; }

    /// <summary>Port of the broker.</summary>
    public required int BrokerPort { get; init; }

    /// <summary>Certificates; null: a plain connection, for a broker on this machine.</summary>
    public BrokerTls? Tls { get; init; }

    /// <summary>Version of the program, told in the box's state.</summary>
    public required string Version { get; init; }

    /// <summary>16 random bytes of this run of the box.</summary>
    public required byte[] BootId { get; init; }

    /// <summary>Hears help desks; null: the box takes no remote help.</summary>
    public HelpHearing? Help { get; init; }

    /// <summary>What the counter asks about receipts of other stores; null: nothing.</summary>
    public ReceiptQuestions? Receipts { get; init; }

    /// <summary>The largest batch on the wire.</summary>
    public int MaxBatchBytes { get; init; } = 128 * 1024;

    /// <summary>Batches that may be unconfirmed at once.</summary>
    public int Window { get; init; } = 16;

    /// <summary>Bytes that may be unconfirmed at once.</summary>
    public int WindowBytes { get; init; } = 1024 * 1024;

    /// <summary>The most that goes up in a second, bytes; 0: as much as the line carries.</summary>
    public int BytesPerSecond { get; init; }

    /// <summary>
    /// True where the line is paid for by the byte: entries wait for each other, and nothing but the journal goes up, and what somebody at
    /// the counter asks.
    /// </summary>
    public bool Metered { get; init; }

    /// <summary>On a metered line: how long an entry waits for others.</summary>
    public TimeSpan GatherFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the live lane looks for what has changed.</summary>
    public TimeSpan LivePeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The health of the box is told at least so often.</summary>
    public TimeSpan HealthPeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a line may be silent before the broker is asked whether it is there.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long head office may take to confirm the oldest batch before it is sent again.</summary>
    public TimeSpan ConfirmDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a chunk of a dataset may take before it is asked for again.</summary>
    public TimeSpan ChunkDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker may owe an answer without giving any; longer means a dead link.</summary>
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait after a failure; it doubles up to <see cref="LongestWait"/>.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No wait is longer, jitter apart.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Told head office's clock, microseconds, as it was when it committed something that this run has sent.</summary>
    public Action<long> HearTime { get; init; } = _ => { };
}
