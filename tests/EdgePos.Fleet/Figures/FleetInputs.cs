namespace EdgePos.Fleet;

/// <summary>What the arithmetic of larger fleets begins with: measured figures, and assumptions that are named.</summary>
internal sealed record FleetInputs
{
    /// <summary>A box says so often how it is. Source: RelayOptions.HealthPeriod.</summary>
    public const double HealthSeconds = 60;

    /// <summary>
    /// TLS and TCP around one message that travels alone, both ways: a record (29 bytes) and its acknowledgement, and for each a TCP/IPv4
    /// segment with timestamps (52) and a bare one back. Source: RFC 8446, 5.2; RFC 9293; RFC 7323.
    /// </summary>
    public const double LineBytesAMessage = (2 * (29 + 52)) + 52;

    /// <summary>How much of a processor is used before another is added.</summary>
    public const double Load = 0.6;

    public required double SalesAStore { get; init; }

    public required double EntriesASale { get; init; }

    public required double BatchesASale { get; init; }

    public required double BatchBytesASale { get; init; }

    public required double ConfirmationsASale { get; init; }

    public required double ConfirmationBytesASale { get; init; }

    public required double LivesASale { get; init; }

    public required double LiveBytesASale { get; init; }

    public required double HealthBytes { get; init; }

    public required double RowsASale { get; init; }

    public required double DiskASale { get; init; }

    public required double LogASale { get; init; }

    /// <summary>Processor seconds for an entry, as it happens and of a backlog.</summary>
    public required (double Office, double Database, double Broker) Live { get; init; }

    public required (double Office, double Database, double Broker) Backlog { get; init; }

    /// <summary>Processor seconds for a word of health, with the head offices of the run.</summary>
    public required (double Office, double Database, double Broker) Health { get; init; }

    public required int Consumers { get; init; }

    public required double BacklogEntriesASecond { get; init; }

    public required double BytesAConnection { get; init; }

    /// <summary>Of a run. Without a backlog the day stands for both.</summary>
    public static FleetInputs Of(Measured measured)
    {
        var (day, backlog, health) = (measured.Day, measured.Drain ?? measured.Day, measured.Health);
        double words = Math.Max(1, health.Tally.Lives), sales = day.Tally.Sales;
        return new FleetInputs
        {
            SalesAStore = StoreProfile.AverageSalesADay,
            EntriesASale = day.Tally.Entries / sales,
            BatchesASale = day.Tally.Batches / sales,
            BatchBytesASale = day.Tally.BatchWire / sales,
            ConfirmationsASale = day.Tally.Confirmations / sales,
            ConfirmationBytesASale = day.Tally.ConfirmationWire / sales,
            LivesASale = day.Tally.Lives / sales,
            LiveBytesASale = day.Tally.LiveWire / sales,
            HealthBytes = health.Tally.LiveWire / words,
            RowsASale = backlog.Rows,
            DiskASale = backlog.TableBytes + backlog.IndexBytes,
            LogASale = day.LogBytes,
            Live = (day.OfficeSeconds / 1000, day.DatabaseSeconds / 1000, day.BrokerSeconds / 1000),
            Backlog = (backlog.OfficeSeconds / 1000, backlog.DatabaseSeconds / 1000, backlog.BrokerSeconds / 1000),
            Health = (health.CpuOf(reading => reading.Office).TotalSeconds / words,
                health.CpuOf(reading => reading.Database).TotalSeconds / words,
                health.CpuOf(reading => reading.Broker).TotalSeconds / words),
            Consumers = measured.Consumers,
            BacklogEntriesASecond = backlog.EntriesASecond,
            BytesAConnection = measured.BrokerBytesAConnection,
        };
    }
}
