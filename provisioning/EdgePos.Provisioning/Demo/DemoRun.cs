using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.V1;
using Spectre.Console;

namespace EdgePos.Provisioning;

/// <summary>A morning in a shop: sells, loses head office, sells on, gets it back, and counts what is true.</summary>
internal sealed class DemoRun(DemoOrder order, IAnsiConsole console, TimeProvider time)
{
    private const int RushBaskets = 60;
    private const int LogWidth = 160;

    private static readonly TimeSpan PrintDeadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OldPapersDeadline = TimeSpan.FromSeconds(60);

    private readonly string _shop = Path.Combine(AppContext.BaseDirectory, "Demo", "Shop");

    /// <summary>Runs it.</summary>
    /// <returns>0; or 1 where the facts are not as they must be.</returns>
    /// <exception cref="ToolFault">A program or a port is not as the demo needs it.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = LogWidth;
        Head("The box under the counter starts");
        await using var shop = await DemoShop.OpenAsync(order, time, stop);
        var status = await shop.StatusAsync(stop);
        console.WriteLine($"EdgePos {status.Version} sells for {status.Tenant}/{status.Store} on {shop.Address}; files in {order.Data}");
        console.WriteLine($"On the counter, all virtual: {shop.Counter}. Head office's broker on port {shop.BrokerPort}");
        await ImportAsync(shop, stop);
        await TakeOldPapersAsync(shop, stop);

        Head("A register sells");
        await using var register = ShopRegister.Open(order, shop, console);
        await SellAloudAsync(register, shop, "morning.txt", stop);
        await DrainAsync(shop, stop);
        await ShowBooksAsync(shop, stop);

        Head("A shopper at a kiosk: scanner, scale, customer display, card terminal");
        await foreach (string line in shop.Kiosk().BuyAsync(stop))
            console.WriteLine("  " + line);
        console.WriteLine();
        ShowPaper(await NextPaperAsync(shop, stop));

        Head("The link to head office is cut; the shop sells on");
        shop.Cable.Pull();
        await SellAloudAsync(register, shop, "link-down.txt", stop);
        await RushAsync(register, shop, stop);
        await ShowLinkAsync(shop, stop);

        Head("The link is back");
        shop.Cable.PlugIn();
        await DrainAsync(shop, stop);
        await ShowBooksAsync(shop, stop);
        if (await register.CloseAsync(stop) is not 0 and int code)
            throw new ToolFault(ExitCodes.NotAsItMustBe, $"the register ended with exit code {code}: a line did not go as the script says");

        Head("The facts, counted");
        var facts = Facts.Count(
            new LedgerReader(shop.LedgerFile), await shop.CommittedAsync(stop), await shop.StreamAsync(stop), shop.ReceiptsFile);
        if (order.KeepOpen)
            console.WriteLine(facts.ToString());
        if (order.KeepOpen && facts.AreRight)
            await StayOpenAsync(shop, stop);
        int ended = await shop.CloseAsync();
        if (!order.KeepOpen)
            console.WriteLine(facts.ToString());
        return facts.AreRight && ended == ExitCodes.Ok ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }

    private async Task ImportAsync(DemoShop shop, CancellationToken stop)
    {
        await using var import = ChildProgram.Start(
            order.Register, shop.RegisterArgs("import", "--replace", Path.Combine(_shop, "price-book.csv")));
        console.WriteLine((await import.Output.ReadToEndAsync(stop)).Trim());
        if (await import.WaitAsync(stop) != ExitCodes.Ok)
            throw new ToolFault(ExitCodes.Unavailable, "the price book was not imported");
    }

    // What an earlier demo left in the print queue comes out first.
    private async Task TakeOldPapersAsync(DemoShop shop, CancellationToken stop)
    {
        using var enough = new CancellationTokenSource(OldPapersDeadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, enough.Token);
        try
        {
            while ((await shop.StatusAsync(both.Token)).PrintJobs.Any(job => job.State is PrintState.Waiting or PrintState.Printing))
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, both.Token);
        }
        catch (Exception late) when (enough.IsCancellationRequested && (late is OperationCanceledException or Grpc.Core.RpcException))
        {
            throw new ToolFault(ExitCodes.Unavailable, "receipts of an earlier demo are not printed; remove the data folder and try again");
        }

        while (shop.Counter.Printer.Papers.TryRead(out _))
            continue;
    }

    private async Task SellAloudAsync(ShopRegister register, DemoShop shop, string script, CancellationToken stop)
    {
        foreach (var basket in BasketScript.Read(Path.Combine(_shop, script)))
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{basket.Title}[/]");
            await register.SellAsync(basket, aloud: true);
            console.WriteLine();
            ShowPaper(await NextPaperAsync(shop, stop));
        }
    }

    private void ShowPaper(Paper paper)
    {
        foreach (string line in PaperText.Draw(paper).TrimEnd('\n').Split('\n'))
            console.WriteLine("    " + line);
    }

    private async Task RushAsync(ShopRegister register, DemoShop shop, CancellationToken stop)
    {
        var gtins = File.ReadLines(Path.Combine(_shop, "price-book.csv")).Skip(1).Select(line => line.Split(','))
            .Where(row => row[3] == "each").Select(row => row[1]).ToList();
        long began = time.GetTimestamp();
        foreach (var basket in BasketScript.Rush(gtins, RushBaskets, new Random(12)))
            await register.SellAsync(basket, aloud: false);
        console.WriteLine($"Lunch hour: {RushBaskets} more sales in {time.GetElapsedTime(began).TotalSeconds:0.0} s.");
        for (int i = 0; i < RushBaskets; i++)
            await NextPaperAsync(shop, stop);
        console.WriteLine($"{RushBaskets} more receipts printed.");
    }

    private async Task<Paper> NextPaperAsync(DemoShop shop, CancellationToken stop)
    {
        try
        {
            return await shop.Counter.Printer.Papers.ReadAsync(stop).AsTask().WaitAsync(PrintDeadline, time, stop);
        }
        catch (TimeoutException)
        {
            string trouble = (await shop.StatusAsync(stop)).PrinterTrouble;
            throw new ToolFault(ExitCodes.NotAsItMustBe, $"a receipt did not come out of the printer: {trouble}");
        }
    }

    // Shows how head office catches up, until it has.
    private async Task DrainAsync(DemoShop shop, CancellationToken stop)
    {
        long began = time.GetTimestamp(), shown = -1;
        while (time.GetElapsedTime(began) < DrainDeadline)
        {
            var status = await shop.StatusAsync(stop);
            if (status.ConfirmedSeq != shown)
                console.WriteLine($"Head office has confirmed {status.ConfirmedSeq} of {status.JournalSeq} entries.");
            shown = status.ConfirmedSeq;
            if (status.ConfirmedSeq == status.JournalSeq)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, stop);
        }

        console.WriteLine("Head office does not catch up.");
    }

    private async Task ShowLinkAsync(DemoShop shop, CancellationToken stop)
    {
        var status = await shop.StatusAsync(stop);
        console.WriteLine($"The journal has {status.JournalSeq} entries, head office has confirmed {status.ConfirmedSeq}: "
            + $"{status.JournalSeq - status.ConfirmedSeq} wait. Link: {status.HeadOffice}, {status.HeadOfficeReason}");
    }

    private async Task ShowBooksAsync(DemoShop shop, CancellationToken stop)
    {
        if (await shop.StreamAsync(stop) is not { } stream)
            return;
        var table = new Table().Title("What head office has committed")
            .AddColumns("store", "box", "entries", "sales", "total", "last hash");
        string totals = string.Join(", ", stream.Totals.Select(Amount));
        table.AddRow(stream.Store, stream.Box, $"{stream.Entries}", $"{stream.Sales}", totals, stream.Hash[..16] + "…");
        console.Write(table);
    }

    private async Task StayOpenAsync(DemoShop shop, CancellationToken stop)
    {
        console.WriteLine();
        console.MarkupLine("[bold]The shop stays open.[/] Sell by hand from another terminal:");
        console.WriteLine($"  {order.Register} --gateway {shop.Address}");
        console.WriteLine($"Receipts appear here. The daemon's log is {shop.LogFile}. Ctrl-C closes the shop.");
        try
        {
            await foreach (var paper in shop.Counter.Printer.Papers.ReadAllAsync(stop))
                console.WriteLine(PaperText.Draw(paper));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.WriteLine("The shop closes.");
        }
    }

    private void Head(string title)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold blue]== {title}[/]");
    }

    private static string Amount(Money money) =>
        new Store.Money(money.Minor, Store.Currency.Of(money.Currency)).ToString();
}
