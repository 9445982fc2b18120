using System.Collections.Frozen;
using System.Globalization;

namespace EdgePos.Devices;

/// <summary>What the codes of ZVT say, in words for staff.</summary>
/// <remarks>Source: ECR-Interface ZVT-Protocol, chapters "Error-Messages" and "Intermediate-Status-Information".</remarks>
internal static class ZvtCodes
{
    /// <summary>The abort key, or nobody did anything for too long.</summary>
    public const byte BrokenOff = 0x6C;

    /// <summary>A reversal of what was reversed before.</summary>
    public const byte AlreadyReversed = 0xB4;

    /// <summary>The terminal does something else.</summary>
    public const byte PleaseWait = 0x9C;

    private static readonly FrozenDictionary<int, string> Errors = Read("""
        64 the card cannot be read
        65 there is no card data
        66 processing error
        67 not allowed for this debit card
        68 not allowed for this credit card
        6A the terminal's turnover file is full: do its end of day
        6B the terminal does not know this register
        6C broken off by the abort key, or nobody did anything for too long
        6E the card is blocked
        6F wrong currency
        71 not enough credit on the card
        72 the card's chip does not work
        73 the card's data is wrong
        77 end of day is not possible
        78 the card has expired
        79 the card is not valid yet
        7A unknown card
        7D communication error
        83 the terminal cannot do this now
        85 the terminal lacks a key
        89 the PIN pad does not work
        9A protocol error
        9B the terminal does not reach its host
        9C the terminal is busy
        A0 the terminal is not ready
        A1 the terminal's host does not answer
        A3 the terminal has no connection
        B1 the terminal's memory is full
        B2 the terminal's journal is full: do its end of day
        B4 already reversed
        B5 reversal is not possible
        C2 the terminal needs a diagnosis
        C3 the highest amount is exceeded
        C5 this way of paying is not supported
        C6 the currency is not applicable
        C8 the amount is too small
        CC the terminal's printer is not ready
        DC a card is still in the terminal
        E4 the terminal must be activated
        F0 the terminal's day is still open: do its end of day
        FE the terminal does not know this register
        FF system error of the terminal
        """);

    private static readonly FrozenDictionary<int, string> Doing = Read("""
        00 the terminal waits for the amount to be confirmed
        01 please look at the PIN pad
        02 please look at the PIN pad
        03 not accepted
        04 waiting for the bank
        05 the terminal reverses by itself
        06 the terminal sends what it booked offline
        07 this card is not admitted
        08 unknown card
        09 the card has expired
        0A please insert the card
        0B please remove the card
        0C the card cannot be read
        0D processing error
        0E please wait
        0F the terminal does its end of day
        10 invalid card
        12 the terminal does not work
        13 payment is not possible
        14 not enough credit
        15 wrong PIN
        16 the limit is not enough
        17 please wait
        18 wrong PIN too often
        19 the card's data is wrong
        1B approved
        1C approved
        1D declined
        28 please choose the currency
        29 please choose the language
        2C please choose the card's application
        68 a card is in the terminal
        69 please choose the currency
        C8 the terminal waits for the cashier
        C9 the terminal does a diagnosis
        CA the terminal initialises itself
        D2 the terminal connects to its host
        D3 the terminal is connected to its host
        E0 please choose the card's application
        E1 please choose the language
        F1 offline
        F2 online
        F3 offline transaction
        """);

    // 41 to 5D are 01 to 1D with the card still in the terminal.
    private const byte RemoveCardFrom = 0x41, RemoveCardTo = 0x5D, RemoveCard = 0x40;

    /// <summary>What an error code says.</summary>
    public static string ErrorOf(byte code) => Errors.TryGetValue(code, out string? text) ? text
        : code is > 0 and < 0x64 ? $"the card's host declined (code {code})" : $"the terminal says {code:X2}";

    /// <summary>What an intermediate status says.</summary>
    public static string DoingOf(byte code) => code is >= RemoveCardFrom and <= RemoveCardTo
        ? $"{DoingOf((byte)(code - RemoveCard))}, please remove the card"
        : Doing.TryGetValue(code, out string? text) ? text : "please look at the terminal";

    private static FrozenDictionary<int, string> Read(string table) => table.Split('\n').ToFrozenDictionary(
        row => int.Parse(row[..2], NumberStyles.HexNumber, CultureInfo.InvariantCulture), row => row[3..]);
}
