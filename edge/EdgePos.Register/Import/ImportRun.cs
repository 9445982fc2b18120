using EdgePos.Files;
using EdgePos.V1;
using Grpc.Core;
using Spectre.Console;

namespace EdgePos.Register;

/// <summary>What an import is to do.</summary>
/// <param name="File">A price book, or a sales file whose unknown stock codes get the first price they were sold at.</param>
/// <param name="Replace">True: what is in the box and not in the file goes.</param>
/// <param name="TaxPpm">Tax rate of items from a sales file, parts per million.</param>
internal sealed record ImportOrder(string File, bool Replace, long TaxPpm);

/// <summary>Puts items into the box's price book, all or none.</summary>
internal sealed class ImportRun(ImportOrder order, BoxClient box, IAnsiConsole console)
{
    private const int ItemsAMessage = 1000;
    private const int CodesACall = 5000;
    private const int BrokenShown = 10;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>Runs it.</summary>
    /// <returns>An exit code.</returns>
    /// <exception cref="BoxUnreachable">Patience ended.</exception>
    public async Task<int> RunAsync(string currency, CancellationToken stop)
    {
        var lines = InputFile.Read(order.File);
        var book = new ImportPriceBookRequest { Merge = !order.Replace };
        if (OffersFile.IsOne(order.File))
        {
            book = OffersFile.Read(order.File, lines);
        }
        else if (SalesFile.IsOne(lines))
        {
            book.Items.AddRange(await UnknownOfAsync(SalesFile.Read(order.File, lines, currency), currency, stop));
        }
        else if (PriceBookFile.IsOne(lines))
        {
            var (items, broken) = PriceBookFile.Read(lines);
            if (broken.Count > 0)
                return Refuse(broken);
            book.Items.AddRange(items);
        }
        else
        {
            throw new RegisterFault(
                ExitCodes.BadData, $"{order.File} is neither a price book nor a sales file: see the README for their first lines");
        }

        if (book.Equals(new ImportPriceBookRequest { Merge = book.Merge }))
        {
            console.WriteLine("Every item is in the price book already.");
            return ExitCodes.Ok;
        }

        var sent = await box.CallAsync(options => SendAsync(book, options), stop, deadline: Deadline);
        if (sent.Refusal is { } no)
        {
            console.MarkupLineInterpolated($"[red]Not imported:[/] {no.Sentence}");
            return ExitCodes.NotAll;
        }

        var done = sent.Value;
        console.WriteLine($"Price book {done.Version} is current: {done.Items} items, {done.Added} added, {done.Changed} changed.");
        if (done.Promotions > 0)
            console.WriteLine($"It holds {done.Promotions} promotions.");
        return ExitCodes.Ok;
    }

    private async Task<ImportPriceBookResponse> SendAsync(ImportPriceBookRequest book, CallOptions options)
    {
        using var import = box.PriceBook.Import(options);
        var rest = book.Clone();
        rest.Items.Clear();
        try
        {
            // What is not items goes first: there is little of it.
            await import.RequestStream.WriteAsync(rest);
            foreach (var part in book.Items.Chunk(ItemsAMessage))
                await import.RequestStream.WriteAsync(new ImportPriceBookRequest { Merge = book.Merge, Items = { part } });
            await import.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The box has ended the stream early: its answer says why.
        }

        return await import;
    }

    // Stock codes that the box does not know, at the first price above zero in the file.
    private async Task<IReadOnlyList<Item>> UnknownOfAsync(IReadOnlyList<Invoice> invoices, string currency, CancellationToken stop)
    {
        var first = new Dictionary<string, SalesLine>(StringComparer.Ordinal);
        foreach (var line in invoices.SelectMany(invoice => invoice.Lines).Where(line => line.PriceMinor > 0))
            first.TryAdd(line.Sku, line);
        foreach (var codes in first.Keys.ToList().Chunk(CodesACall))
        {
            var request = new LookUpRequest { Codes = { codes } };
            var known = await box.CallAsync(o => box.PriceBook.LookUpAsync(request, o).ResponseAsync, stop);
            if (known.Refusal is { } no)
                throw new RegisterFault(ExitCodes.NotAll, $"The box does not look up items: {no.Sentence}");
            foreach (var found in known.Value.Found)
                first.Remove(found.Code);
        }

        return [.. first.Values.Select(line => new Item
        {
            Sku = line.Sku,
            Name = line.Description.Length > 0 ? line.Description : line.Sku,
            Unit = Unit.Each,
            Price = new Money { Minor = line.PriceMinor, Currency = currency },
            TaxRatePpm = order.TaxPpm,
        })];
    }

    private int Refuse(IReadOnlyList<BrokenLine> broken)
    {
        foreach (var line in broken.Take(BrokenShown))
            console.MarkupLineInterpolated($"[red]line {line.Number}[/]: {line.Why}");
        console.WriteLine($"{broken.Count} broken lines in {order.File}: nothing was imported.");
        return ExitCodes.BadData;
    }
}
