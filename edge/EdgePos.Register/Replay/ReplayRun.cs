using EdgePos.Files;
using Spectre.Console;

namespace EdgePos.Register;

/// <summary>What a replay is to do.</summary>
/// <param name="File">The sales file.</param>
/// <param name="Registers">Registers that sell at once.</param>
/// <param name="Limit">At most so many invoices; 0: all.</param>
/// <param name="Receipts">File for the answers; empty: none.</param>
/// <param name="Name">Name of the run.</param>
/// <param name="Approval">Who allows returns above the staff's limits, name:PIN; empty: nobody, they are refused.</param>
internal sealed record ReplayOrder(string File, int Registers, int Limit, string Receipts, string Name, string Approval);

/// <summary>Sells a file of sales again, from one register or several at once.</summary>
internal sealed class ReplayRun(ReplayOrder order, Func<int, BoxClient> boxOf, IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    /// <summary>Runs to the end and shows the summary.</summary>
    /// <returns>An exit code: not all, where the box refused an invoice or a line was broken.</returns>
    public async Task<int> RunAsync(string currency, CancellationToken stop)
    {
        var lines = InputFile.Read(order.File);
        var invoices = SalesFile.Read(order.File, lines, currency);
        if (order.Limit > 0)
            invoices = [.. invoices.Take(order.Limit)];
        var ids = new CommandIds(order.Name, TextFile.Fingerprint(order.File));
        var plan = new ReturnPlan(invoices);
        var summary = new ReplaySummary();
        using var book = new ReceiptBook(order.Receipts);
        long began = time.GetTimestamp();

        // An invoice always goes to the same register, also when the replay is started again.
        using var fault = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var selling = Task.WhenAll(Enumerable.Range(0, order.Registers).Select(register => SellAsync(
            register, invoices.Where(invoice => invoice.Index % order.Registers == register), ids, plan, summary, book, fault)));
        await ShowProgressAsync(summary, invoices.Count, selling, stop);
        await selling;
        summary.Write(console, time.GetElapsedTime(began));
        return summary.IsClean ? ExitCodes.Ok : ExitCodes.NotAll;
    }

    private async Task SellAsync(int register, IEnumerable<Invoice> invoices, CommandIds ids, ReturnPlan plan,
        ReplaySummary summary, ReceiptBook book, CancellationTokenSource stop)
    {
        try
        {
            using var box = boxOf(register);
            var lines = new InvoiceLines(box, ids, plan);
            var basket = new InvoiceBasket(box, ids, order.Approval);
            foreach (var invoice in invoices.Where(summary.Take))
            {
                var result = await basket.CompleteAsync(invoice, await lines.OfAsync(invoice, stop.Token), stop.Token);
                plan.Sold(invoice, result.Receipt);
                if (result.Receipt is { } receipt)
                    book.Add(invoice.Number, ids.Of(invoice, "complete"), receipt, result.Replayed);
                summary.Add(invoice, result);
            }
        }
        catch (Exception fault) when (fault is BoxUnreachable or RegisterFault)
        {
            await stop.CancelAsync(); // the other registers would go on, or wait, in vain
            throw;
        }
    }

    private async Task ShowProgressAsync(ReplaySummary summary, int invoices, Task selling, CancellationToken stop)
    {
        if (console.Profile.Capabilities.Interactive)
        {
            await console.Progress().AutoClear(true).StartAsync(async progress =>
            {
                var bar = progress.AddTask("selling", maxValue: Math.Max(1, invoices));
                while (!stop.IsCancellationRequested
                    && await Task.WhenAny(selling, Task.Delay(TimeSpan.FromMilliseconds(100), time, stop)) != selling)
                    bar.Value = summary.Done;
            });
            return;
        }

        while (!stop.IsCancellationRequested && await Task.WhenAny(selling, Task.Delay(ReportEvery, time, stop)) != selling)
            console.WriteLine($"{summary.Done} of {invoices} invoices");
    }
}
