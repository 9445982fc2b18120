namespace EdgePos.Fleet;

/// <summary>What a part of the play has used.</summary>
/// <param name="Name">Of the part.</param>
/// <param name="From">Before it.</param>
/// <param name="Until">After it.</param>
internal sealed record Part(string Name, Reading From, Reading Until)
{
    /// <summary>What was sent and heard in it.</summary>
    public Tally Tally => Until.Tally - From.Tally;

    /// <summary>How long it took.</summary>
    public TimeSpan Took => Until.At - From.At;

    /// <summary>Entries that were confirmed in a second of it.</summary>
    public double EntriesASecond => Tally.Entries / Took.TotalSeconds;

    /// <summary>Processor time of head offices for 1,000 entries.</summary>
    public double OfficeSeconds => Cpu(reading => reading.Office);

    /// <summary>Processor time of the broker for 1,000 entries.</summary>
    public double BrokerSeconds => Cpu(reading => reading.Broker);

    /// <summary>Processor time of PostgreSQL for 1,000 entries.</summary>
    public double DatabaseSeconds => Cpu(reading => reading.Database);

    /// <summary>Rows in PostgreSQL for a sale.</summary>
    public double Rows => PerSale(reading => reading.Books.Rows);

    /// <summary>Bytes of tables for a sale.</summary>
    public double TableBytes => PerSale(reading => reading.Books.TableBytes);

    /// <summary>Bytes of indexes for a sale.</summary>
    public double IndexBytes => PerSale(reading => reading.Books.IndexBytes);

    /// <summary>Bytes of write-ahead log for a sale.</summary>
    public double LogBytes => PerSale(reading => reading.Books.LogBytes);

    /// <summary>Processor time of one kind of server, all of it.</summary>
    public TimeSpan CpuOf(Func<Reading, ProcessUse> of) => of(Until).Cpu - of(From).Cpu;

    private double Cpu(Func<Reading, ProcessUse> of) => CpuOf(of).TotalSeconds / Tally.Entries * 1000;

    private double PerSale(Func<Reading, long> of) => (double)(of(Until) - of(From)) / Tally.Sales;
}

/// <summary>All that a run has measured.</summary>
internal sealed record Measured
{
    /// <summary>Stores.</summary>
    public required FleetPlan Plan { get; init; }

    /// <summary>How many times as fast the days went by.</summary>
    public required double Speed { get; init; }

    /// <summary>Head offices.</summary>
    public required int Consumers { get; init; }

    /// <summary>Days as they happen.</summary>
    public required Part Day { get; init; }

    /// <summary>Every box says how it is, and nothing else happens.</summary>
    public required Part Health { get; init; }

    /// <summary>All boxes send days that nobody could hear of; null: there were none.</summary>
    public required Part? Drain { get; init; }

    /// <summary>The most memory that the broker had in use.</summary>
    public required long BrokerPeakBytes { get; init; }

    /// <summary>Memory of the broker for a connection of a box that says nothing; 0: not measured.</summary>
    public required double BrokerBytesAConnection { get; init; }

    /// <summary>How many such connections that was measured with.</summary>
    public required int IdleConnections { get; init; }
}
