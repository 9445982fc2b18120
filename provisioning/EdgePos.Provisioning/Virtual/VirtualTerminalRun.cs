using System.Globalization;
using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>A virtual card terminal at the keyboard: what it does with the next card, and what it has charged.</summary>
internal sealed class VirtualTerminalRun(VirtualZvtTerminal terminal, TextReader input, TextWriter output)
{
    private const string Words =
        "Type: decline, approve, only CENTS (a part), busy, free, off, on, die (in the middle of the next payment), book, quit";

    /// <summary>Runs until `quit`, or Ctrl-C.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await output.WriteLineAsync($"Virtual card terminal on 127.0.0.1:{terminal.Port}. {Words}");
        try
        {
            while (await input.ReadLineAsync(stop).AsTask().WaitAsync(stop) is { } line)
            {
                if (line.Trim() == "quit")
                    return ExitCodes.Ok;
                await output.WriteLineAsync(Answer(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop); // no keyboard: until Ctrl-C
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C is how it ends.
        }

        return ExitCodes.Ok;
    }

    private static string Line(ChargeEntry entry) => $"{entry.At:HH:mm:ss}  {entry.Kind,-10} "
        + $"{entry.AmountMinor / 100}.{entry.AmountMinor % 100:00}  trace {entry.Trace}  receipt {entry.Receipt}";

    private string Answer(string[] typed)
    {
        var faults = terminal.Faults;
        switch (typed)
        {
            case ["decline"]:
                faults.DeclinesWith = 0x05; // refused by the card's bank
                return "cards are declined";
            case ["approve"]:
                (faults.DeclinesWith, faults.ApprovesOnlyMinor) = (null, null);
                return "cards are approved";
            case ["only", var cents] when long.TryParse(cents, NumberStyles.None, CultureInfo.InvariantCulture, out long minor):
                faults.ApprovesOnlyMinor = minor;
                return $"no more than {minor} cents are approved";
            case ["busy"] or ["free"]:
                faults.IsBusy = typed[0] == "busy";
                return typed[0];
            case ["off"] or ["on"]:
                faults.IsOff = typed[0] == "off";
                return typed[0];
            case ["die"]:
                faults.DiesAt = TerminalMoment.BeforeStatus;
                return "it dies when it has charged the next card, before it says so";
            case ["book"]:
                return string.Join('\n', terminal.Book.Entries.Select(Line).DefaultIfEmpty("nothing was charged"));
            default:
                return Words;
        }
    }
}
