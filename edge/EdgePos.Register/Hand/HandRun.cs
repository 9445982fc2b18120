using Spectre.Console;

namespace EdgePos.Register;

/// <summary>Sells by hand: draws the screen, waits for a line, does it. A scanner types as a keyboard does and ends with Enter.</summary>
internal sealed class HandRun(Cashier cashier, Screen screen, IAnsiConsole console, TextReader input)
{
    /// <summary>Runs until the cashier leaves.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        Outcome? last = null;
        while (last?.Kind != OutcomeKind.Quit)
        {
            screen.Draw(cashier.Basket, cashier.LastReceipt, last, Say.CommandLine);
            console.Markup("[bold blue]>[/] ");
            // Reading a terminal cannot be cancelled: Ctrl-C ends the wait, and the read with the process.
            if (await input.ReadLineAsync(stop).AsTask().WaitAsync(stop) is not { } line)
                break;
            last = await cashier.DoAsync(line, stop);
        }

        if (await cashier.LeaveAsync(stop) is { Length: > 0 } word)
            console.WriteLine(word);
        return ExitCodes.Ok;
    }
}
