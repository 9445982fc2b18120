using System.Globalization;

namespace EdgePos.Devices;

/// <summary>The messages that a register sends, and the names of those that it gets.</summary>
/// <remarks>Source: ECR-Interface ZVT-Protocol, chapter "Summary of commands".</remarks>
internal static class ZvtCommands
{
    /// <summary>The control fields of what a terminal sends.</summary>
    public const ushort Acknowledged = 0x8000, AcknowledgedToo = 0x8400, Intermediate = 0x04FF, Status = 0x040F, Clock = 0x0401,
        Completion = 0x060F, Abort = 0x061E, PrintLine = 0x06D1, PrintTextBlock = 0x06D3;

    // The register prints receipts for payments (02) and for administration (04), wants intermediate status (08), starts
    // payments (10) and administration (20); receipts come ready made (80). So no payment is begun at the terminal itself.
    private const byte Config = 0xBE;

    private const byte AmountField = 0x04, CurrencyField = 0x49, ReceiptField = 0x87, ContainerField = 0x06;

    /// <summary>80 00 00.</summary>
    public static readonly Apdu Acknowledge = new(Acknowledged, []);

    /// <summary>84 83 00: this register cannot do that.</summary>
    public static readonly Apdu NotPossible = new(0x8483, []);

    /// <summary>06 00 with the permission to send receipts as text blocks (06 D3).</summary>
    public static Apdu Registration(string password, int currency) => new(0x0600,
        [.. Password(password), Config, .. Bcd.Of(currency, 2), ContainerField, 0x06, 0x26, 0x04, 0x0A, 0x02, 0x06, 0xD3]);

    /// <summary>06 01.</summary>
    public static Apdu Authorisation(long amountMinor, int currency) => new(0x0601, Sum(amountMinor, currency));

    /// <summary>06 30.</summary>
    public static Apdu Reversal(string password, string receipt) => new(0x0630,
        [.. Password(password), ReceiptField, .. Bcd.Of(Digits(receipt), 2)]);

    /// <summary>06 31.</summary>
    public static Apdu Refund(string password, long amountMinor, int currency) => new(0x0631,
        [.. Password(password), .. Sum(amountMinor, currency)]);

    /// <summary>06 50.</summary>
    public static Apdu EndOfDay(string password) => new(0x0650, Password(password));

    /// <summary>06 20.</summary>
    public static Apdu RepeatReceipt(string password) => new(0x0620, Password(password));

    /// <summary>05 01.</summary>
    public static Apdu StatusEnquiry(string password) => new(0x0501, Password(password));

    /// <summary>06 70.</summary>
    public static Apdu Diagnosis() => new(0x0670, []);

    /// <summary>06 B0.</summary>
    public static Apdu BreakOff() => new(0x06B0, []);

    /// <summary>06 02.</summary>
    public static Apdu LogOff() => new(0x0602, []);

    private static byte[] Password(string password) => Bcd.Of(Digits(password), 3);

    private static byte[] Sum(long amountMinor, int currency) =>
        [AmountField, .. Bcd.Of(amountMinor, 6), CurrencyField, .. Bcd.Of(currency, 2)];

    private static long Digits(string number) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : 0;
}
