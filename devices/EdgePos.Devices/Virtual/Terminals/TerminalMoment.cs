namespace EdgePos.Devices;

/// <summary>The moments of a transaction at a terminal, in order. A fault can be set at each.</summary>
public enum TerminalMoment
{
    /// <summary>The command has come, and nothing was answered.</summary>
    BeforeAcknowledging,

    /// <summary>The command is acknowledged; the shopper is not asked for a card yet.</summary>
    BeforeCard,

    /// <summary>The card was read; the host is not asked yet.</summary>
    BeforeHost,

    /// <summary>The host said yes; the charge is not booked yet.</summary>
    BeforeBooking,

    /// <summary>The charge is booked; the register does not know.</summary>
    BeforeStatus,

    /// <summary>The register was told the result; the slips are still to come.</summary>
    BeforeSlips,

    /// <summary>All was told; the terminal has not given back the word.</summary>
    BeforeCompletion,

    /// <summary>The transaction is over.</summary>
    AfterCompletion,
}
