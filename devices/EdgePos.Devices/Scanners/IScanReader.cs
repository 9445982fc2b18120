namespace EdgePos.Devices;

/// <summary>Makes codes of what a scanner sends. It holds no link and no clock; it never throws.</summary>
internal interface IScanReader
{
    /// <summary>True while it stands in the middle of something: the next pause counts.</summary>
    bool IsWithin { get; }

    /// <summary>True once a suffix has come: the scanner is one that sends it.</summary>
    bool SendsSuffix { get; }

    /// <summary>Takes what came, in pieces as they come.</summary>
    /// <param name="bytes">From the link.</param>
    /// <param name="outcomes">Gets what it makes.</param>
    void Take(ReadOnlySpan<byte> bytes, List<ScanOutcome> outcomes);

    /// <summary>Nothing has come for as long as the pause of the settings.</summary>
    void Pause(List<ScanOutcome> outcomes);
}
