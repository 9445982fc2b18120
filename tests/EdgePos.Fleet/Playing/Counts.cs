namespace EdgePos.Fleet;

/// <summary>What one connection has sent and heard. Written by its loop, read by anybody: each number stands for itself.</summary>
internal sealed class Counts
{
    private long _entries, _sales, _batches, _batchBytes, _batchWire, _confirmations, _confirmationWire, _lives, _liveWire, _states,
        _stateWire, _resends, _lates, _unheard, _lostLinks;

    /// <summary>A batch was sent.</summary>
    public void Batch(long payload, long wire)
    {
        Add(ref _batches, 1);
        Add(ref _batchBytes, payload);
        Add(ref _batchWire, wire);
    }

    /// <summary>Head office has confirmed more.</summary>
    public void Confirmed(long entries, long sales)
    {
        Add(ref _entries, entries);
        Add(ref _sales, sales);
    }

    /// <summary>A confirmation came.</summary>
    public void Confirmation(long wire)
    {
        Add(ref _confirmations, 1);
        Add(ref _confirmationWire, wire);
    }

    /// <summary>Something of the live lane was sent.</summary>
    public void Live(long wire)
    {
        Add(ref _lives, 1);
        Add(ref _liveWire, wire);
    }

    /// <summary>A box has told that it is there, or gone.</summary>
    public void State(long wire)
    {
        Add(ref _states, 1);
        Add(ref _stateWire, wire);
    }

    /// <summary>Head office has asked again.</summary>
    public void Resend() => Add(ref _resends, 1);

    /// <summary>A confirmation was late, and all was sent again.</summary>
    public void Late() => Add(ref _lates, 1);

    /// <summary>The broker knew nobody who wanted a batch.</summary>
    public void Unheard() => Add(ref _unheard, 1);

    /// <summary>The connection was lost.</summary>
    public void LostLink() => Add(ref _lostLinks, 1);

    /// <summary>The numbers of some connections together.</summary>
    public static Tally Sum(IEnumerable<Counts> all)
    {
        var sum = new Tally();
        foreach (var one in all)
        {
            sum += new Tally
            {
                Entries = Volatile.Read(ref one._entries),
                Sales = Volatile.Read(ref one._sales),
                Batches = Volatile.Read(ref one._batches),
                BatchBytes = Volatile.Read(ref one._batchBytes),
                BatchWire = Volatile.Read(ref one._batchWire),
                Confirmations = Volatile.Read(ref one._confirmations),
                ConfirmationWire = Volatile.Read(ref one._confirmationWire),
                Lives = Volatile.Read(ref one._lives),
                LiveWire = Volatile.Read(ref one._liveWire),
                States = Volatile.Read(ref one._states),
                StateWire = Volatile.Read(ref one._stateWire),
                Resends = Volatile.Read(ref one._resends),
                Lates = Volatile.Read(ref one._lates),
                Unheard = Volatile.Read(ref one._unheard),
                LostLinks = Volatile.Read(ref one._lostLinks),
            };
        }

        return sum;
    }

    private static void Add(ref long number, long more) => Volatile.Write(ref number, number + more);
}

/// <summary>Numbers of some time. Bytes "on the wire" are whole MQTT packets with what answers them, without TLS and TCP.</summary>
internal readonly record struct Tally(long Entries, long Sales, long Batches, long BatchBytes, long BatchWire, long Confirmations,
    long ConfirmationWire, long Lives, long LiveWire, long States, long StateWire, long Resends, long Lates, long Unheard, long LostLinks)
{
    public static Tally operator +(Tally a, Tally b) => new(a.Entries + b.Entries, a.Sales + b.Sales, a.Batches + b.Batches,
        a.BatchBytes + b.BatchBytes, a.BatchWire + b.BatchWire, a.Confirmations + b.Confirmations,
        a.ConfirmationWire + b.ConfirmationWire, a.Lives + b.Lives, a.LiveWire + b.LiveWire, a.States + b.States,
        a.StateWire + b.StateWire, a.Resends + b.Resends, a.Lates + b.Lates, a.Unheard + b.Unheard, a.LostLinks + b.LostLinks);

    public static Tally operator -(Tally a, Tally b) => new(a.Entries - b.Entries, a.Sales - b.Sales, a.Batches - b.Batches,
        a.BatchBytes - b.BatchBytes, a.BatchWire - b.BatchWire, a.Confirmations - b.Confirmations,
        a.ConfirmationWire - b.ConfirmationWire, a.Lives - b.Lives, a.LiveWire - b.LiveWire, a.States - b.States,
        a.StateWire - b.StateWire, a.Resends - b.Resends, a.Lates - b.Lates, a.Unheard - b.Unheard, a.LostLinks - b.LostLinks);
}
