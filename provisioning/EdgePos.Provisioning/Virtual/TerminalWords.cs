using System.Globalization;
using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>What a virtual card terminal does with the next card, and what it has charged, as words.</summary>
internal static class TerminalWords
{
    private const byte RefusedByTheBank = 0x05;

    public static IEnumerable<VirtualWord> Of(VirtualZvtTerminal terminal)
    {
        var faults = terminal.Faults;
        yield return Plain("decline", "cards are declined", () => faults.DeclinesWith = RefusedByTheBank);
        yield return Plain("approve", "cards are approved", () => (faults.DeclinesWith, faults.ApprovesOnlyMinor) = (null, null));
        yield return new("only", "only CENTS: no more than so much is approved", args => args is [var cents]
            && long.TryParse(cents, NumberStyles.None, CultureInfo.InvariantCulture, out long minor)
                ? LineWords.Done(() => faults.ApprovesOnlyMinor = minor, $"no more than {minor} cents are approved") : null);
        yield return Plain("busy", "it is busy", () => faults.IsBusy = true);
        yield return Plain("free", "it is free", () => faults.IsBusy = false);
        yield return Plain("off", "it is off", () => faults.IsOff = true);
        yield return Plain("on", "it is on", () => faults.IsOff = false);
        yield return Plain("die", "it dies when it has charged the next card, before it says so",
            () => faults.DiesAt = TerminalMoment.BeforeStatus);
        yield return new("book", "book: what it has charged", args => args is []
            ? string.Join('\n', terminal.Book.Entries.Select(Line).DefaultIfEmpty("nothing was charged")) : null);
    }

    private static VirtualWord Plain(string name, string becomes, Action what) =>
        new(name, $"{name}: {becomes}", args => args is [] ? LineWords.Done(what, becomes) : null);

    private static string Line(ChargeEntry entry) => $"{entry.At:HH:mm:ss}  {entry.Kind,-10} "
        + $"{entry.AmountMinor / 100}.{entry.AmountMinor % 100:00}  trace {entry.Trace}  receipt {entry.Receipt}";
}
