namespace EdgePos.Devices;

/// <summary>What a device is for. The numbers are those of the protos.</summary>
public enum DeviceClass
{
    /// <summary>Prints receipts, reports and slips.</summary>
    ReceiptPrinter = 1,

    /// <summary>Holds the cash.</summary>
    CashDrawer = 2,

    /// <summary>Reads bar codes.</summary>
    Scanner = 3,

    /// <summary>Weighs.</summary>
    Scale = 4,

    /// <summary>Shows the customer what is rung up.</summary>
    CustomerDisplay = 5,

    /// <summary>Takes cards.</summary>
    CardTerminal = 6,

    /// <summary>Buttons, lamps and buzzers on GPIO lines.</summary>
    Signals = 7,

    /// <summary>Prints shelf labels.</summary>
    LabelPrinter = 8,
}

/// <summary>A device as it was written down.</summary>
/// <param name="Name">As in the settings; unique on the box.</param>
/// <param name="Class">What it is for.</param>
/// <param name="Protocol">The dialect it speaks, e.g. escpos or toledo-8217.</param>
/// <param name="Where">Its link in words, for people.</param>
/// <param name="Register">The register it belongs to; 0: whichever claims it.</param>
public sealed record DeviceDescription(string Name, DeviceClass Class, string Protocol, string Where, int Register = 0);
