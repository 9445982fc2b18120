using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Shelf labels through a real daemon, on a printer that takes the real bytes and has every fault.</summary>
public sealed class LabelsTests
{
    private const string Out = "the labels are out";

    private static readonly PrintLabelsProgress AllFour = new() { Printed = 4, Of = 4 };

    [Fact]
    public async Task A_new_price_book_makes_every_label_due_and_what_is_printed_is_due_no_more()
    {
        await using var shop = await LabelShop.OpenAsync();
        Assert.Equal(new ListDueLabelsResponse(), await shop.DueAsync());
        await shop.Till.ImportUsual();
        var due = await shop.DueAsync();
        Assert.Equal(("", 4), (due.NextAfterSku, due.Total));
        Assert.Equal(["BREAD", "CHEESE", "COLA", "SOAP"], due.Labels.Select(label => label.Sku)); // FREE has no price
        Assert.Equal(
            new DueLabel { Sku = "CHEESE", Name = "Cheese", Unit = Unit.Kilogram, NewPrice = ShopDaemon.Eur(1_499) }, due.Labels[1]);

        Assert.Equal(AllFour, await shop.PrintAsync());
        Assert.Equal(
            [
                "Brød | EUR 3,20 | BREAD", "Cheese | EUR 14,99 | EUR 14,99 / kg | CHEESE",
                "Cola 0,5 l | EUR 1,99 | COLA | 5449000000996", "Savon d'été | EUR 2,50 | SOAP",
            ], shop.Labels());
        Assert.Equal(new ListDueLabelsResponse(), await shop.DueAsync());
        Assert.Equal(new PrintLabelsProgress(), await shop.PrintAsync());
        Assert.Empty(shop.Labels());

        await shop.Daemon.KillAsync();
        await shop.StartAsync();
        Assert.Empty(await shop.DueSkusAsync());
    }

    [Fact]
    public async Task Only_what_its_label_would_say_otherwise_is_due_and_a_roll_back_takes_that_back()
    {
        await using var shop = await LabelShop.OpenAsync();
        string first = (await shop.Till.ImportUsual()).Version;
        await shop.MarkAsync();
        await shop.Till.Import(true, Till.Item("COLA", "Cola 0,5 l", 219, "5449000000996"));
        var due = Assert.Single((await shop.DueAsync()).Labels);
        Assert.Equal(("COLA", 199, 219), (due.Sku, due.OldPrice.Minor, due.NewPrice.Minor));
        Assert.True(due.HangsSinceUs > 0);

        await shop.Daemon.PriceBook.RollBackAsync(new RollBackRequest { CommandId = Till.NewId(), Version = first });
        Assert.Empty(await shop.DueSkusAsync());
        await shop.Till.Import(true, Till.Item("COLA", "Cola half a litre", 199, "5449000000996"), Till.Item("SOAP", "Savon d'été", 240));
        due = (await shop.DueAsync()).Labels[0];
        Assert.Equal(("Cola half a litre", 199, 199), (due.Name, due.OldPrice.Minor, due.NewPrice.Minor));
        Assert.Equal(2, (await shop.PrintAsync()).Printed);
        Assert.Equal(
            ["Cola half a litre | EUR 1,99 | COLA | 5449000000996", "Savon d'été | EUR 2,40 | SOAP"], shop.Labels());
    }

    [Fact]
    public async Task What_is_true_tomorrow_is_printed_tonight()
    {
        await using var shop = await LabelShop.OpenAsync();
        long tomorrow = InUs(TimeSpan.FromHours(24));
        var tea = Till.Item("TEA", "Tea", 300);
        tea.Prices.Add(new ListPrice { FromUs = tomorrow, Price = ShopDaemon.Eur(250) });
        tea.Prices.Add(new ListPrice { Group = "staff", Price = ShopDaemon.Eur(100) }); // no label says what staff pay
        await shop.Till.Import(false, tea, Till.Item("SOAP", "Soap", 250));
        await shop.MarkAsync();
        Assert.Empty(await shop.DueSkusAsync(tomorrow - 1));
        var due = Assert.Single((await shop.DueAsync(atUs: tomorrow)).Labels);
        Assert.Equal(("TEA", 300, 250), (due.Sku, due.OldPrice.Minor, due.NewPrice.Minor));

        Assert.Equal(1, (await shop.PrintAsync(new PrintLabelsRequest { AtUs = tomorrow })).Printed);
        Assert.Equal(["Tea | EUR 2,50 | TEA"], shop.Labels());
        Assert.Empty(await shop.DueSkusAsync(tomorrow));
        Assert.Equal(["TEA"], await shop.DueSkusAsync()); // tonight the shop still sells at the old price
    }

    [Fact]
    public async Task Out_of_labels_in_the_middle_it_waits_and_what_was_proven_is_due_no_more()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.ImportMany(25);
        shop.Printer.LabelsLeft = 13;
        using var printing = shop.Print();
        var waits = await LabelShop.UntilAsync(printing, progress => progress.Hindrance.Length > 0);
        Assert.Equal(new PrintLabelsProgress { Printed = 10, Of = 25, Hindrance = Out }, waits);
        Assert.Equal(15, (await shop.DueAsync()).Total);
        await Till.Refused(StatusCode.FailedPrecondition, "LABELS_UNDERWAY", () => shop.PrintAsync()); // it has waited for its turn
        shop.Printer.Change(paperOut: false);
        Assert.Equal(new PrintLabelsProgress { Printed = 25, Of = 25 }, await LabelShop.LastAsync(printing));
        Assert.Equal(Names(1, 25), shop.Labels());
        Assert.Empty(await shop.DueSkusAsync());
    }

    [Fact]
    public async Task Switched_off_in_the_middle_nobody_knows_of_what_was_under_way_and_it_stays_due()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.ImportMany(25);
        shop.Printer.LabelsLeft = 13;
        string command = Till.NewId();
        using var printing = shop.Print(command: command);
        await LabelShop.UntilAsync(printing, progress => progress.Hindrance.Length > 0);
        shop.Printer.PowerCycle();
        var last = await LabelShop.LastAsync(printing);
        Assert.Equal((10, 25, 10), (last.Printed, last.Of, last.Unknown));
        Assert.NotEmpty(last.Hindrance);
        Assert.Equal(15, (await shop.DueAsync()).Total);
        Assert.Equal(Names(1, 13), shop.Labels());

        await UntilItTakesAsync(shop, progress => progress.Hindrance == Out); // it gets none while it is out
        shop.Printer.Change(paperOut: false);
        Assert.Equal(15, (await UntilItTakesAsync(shop, progress => progress.Printed > 0, command)).Printed);
        Assert.Equal(Names(11, 25), shop.Labels());
    }

    [Fact]
    public async Task The_cable_cut_anywhere_every_label_hangs_in_the_end_and_none_is_called_printed_that_is_not()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.ImportMany(25);
        var printed = new List<string>();
        for (long cut = 1_900; printed.Count == 0 || (await shop.DueAsync()).Total > 0; cut += 700)
        {
            await shop.UntilOnlineAsync();
            shop.Printer.Faults.CutAfterTaken(cut);
            var last = await shop.PrintAsync();
            printed.AddRange(shop.Labels());
            var hang = Names(1, 25).Take(25 - (int)(await shop.DueAsync()).Total);
            Assert.All(hang, label => Assert.Contains(label, printed));
            Assert.True(last.Unknown <= 10, $"{last}");
        }

        Assert.Equal(Names(1, 25), printed.Distinct());
    }

    [Fact]
    public async Task Killed_in_the_middle_the_box_goes_on_where_labels_were_proven()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.ImportMany(25);
        shop.Printer.LabelsLeft = 13;
        using (var printing = shop.Print())
        {
            await LabelShop.UntilAsync(printing, progress => progress.Hindrance.Length > 0);
            await shop.Daemon.KillAsync();
        }

        shop.Printer.Change(paperOut: false);
        await shop.StartAsync();
        shop.Labels();
        Assert.Equal(15, (await shop.DueAsync()).Total);
        Assert.Equal(15, (await shop.PrintAsync()).Printed);
        Assert.Equal(Names(11, 25), shop.Labels());
        Assert.Empty(await shop.DueSkusAsync());
    }

    [Fact]
    public async Task The_same_command_joins_what_it_began_and_when_nobody_waits_any_more_it_ends_with_what_is_in_the_printer()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.ImportMany(45);
        shop.Printer.LabelsLeft = 3;
        string command = Till.NewId();
        using (var first = shop.Print(command: command))
        using (var second = shop.Print(command: command))
        {
            await LabelShop.UntilAsync(first, progress => progress.Hindrance == Out);
            await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED",
                () => shop.PrintAsync(new PrintLabelsRequest { Codes = { "I-01" } }, command));
            first.Dispose();
            shop.Printer.LabelsLeft = 17 + 5;
            shop.Printer.Change(paperOut: false);
            await LabelShop.UntilAsync(second, progress => progress is { Printed: 20, Hindrance: Out });
        }

        shop.Printer.Change(paperOut: false);
        // Another one has its turn when the first has ended.
        var rest = await shop.PrintAsync();
        Assert.Equal((15, 15), (rest.Printed, rest.Of));
        Assert.Equal(Names(1, 45), shop.Labels());
    }

    [Fact]
    public async Task A_lost_label_is_printed_once_more_for_each_command()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.Till.ImportUsual();
        await shop.MarkAsync();
        var lost = new PrintLabelsRequest { Codes = { "5449000000996", "SOAP", "COLA" }, Device = "labels" };
        string command = Till.NewId();
        for (int times = 0; times < 3; times++)
            Assert.Equal(new PrintLabelsProgress { Printed = 2, Of = 2 }, await shop.PrintAsync(lost, command));
        string[] labels = ["Cola 0,5 l | EUR 1,99 | COLA | 5449000000996", "Savon d'été | EUR 2,50 | SOAP"];
        Assert.Equal(labels, shop.Labels());
        Assert.Equal(2, (await shop.PrintAsync(lost)).Printed);
        Assert.Equal(labels, shop.Labels());
        Assert.Empty(await shop.DueSkusAsync());
    }

    [Fact]
    public async Task A_shop_that_begins_says_what_hangs_and_what_is_down()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.Till.ImportUsual();
        Assert.Equal(new MarkLabelsHangingResponse { Hanging = 1 }, await shop.MarkAsync("5449000000996"));
        Assert.Equal(new MarkLabelsHangingResponse { Hanging = 3 }, await shop.MarkAsync());
        Assert.Equal(new MarkLabelsHangingResponse(), await shop.MarkAsync());
        Assert.Empty(await shop.DueSkusAsync());

        var bread = Till.Item("BREAD", "Brød", 320);
        bread.NotForSale = true;
        await shop.Till.Import(false, bread, Till.Item("SOAP", "Savon d'été", 250));
        var gone = await shop.Daemon.Labels.ListGoneAsync(new ListGoneLabelsRequest { Limit = 2 }, Daemon.As(1));
        Assert.Equal(["BREAD", "CHEESE"], gone.Labels.Select(label => label.Sku));
        gone = await shop.Daemon.Labels.ListGoneAsync(new ListGoneLabelsRequest { AfterSku = gone.NextAfterSku }, Daemon.As(1));
        Assert.Equal(new GoneLabel { Sku = "COLA", Name = "Cola 0,5 l", Price = ShopDaemon.Eur(199) }, Assert.Single(gone.Labels));
        Assert.Equal("", gone.NextAfterSku);
        Assert.Empty(await shop.DueSkusAsync());

        Assert.Equal(new MarkLabelsHangingResponse { TakenDown = 1 }, await shop.MarkAsync("COLA"));
        Assert.Equal(new MarkLabelsHangingResponse { TakenDown = 2 }, await shop.MarkAsync());
        Assert.Empty((await shop.Daemon.Labels.ListGoneAsync(new ListGoneLabelsRequest(), Daemon.As(1))).Labels);
        await Till.Refused(StatusCode.NotFound, "UNKNOWN_ITEM", () => shop.MarkAsync("COLA"), "codes");
        await Till.Refused(StatusCode.FailedPrecondition, "NOT_FOR_SALE", () => shop.MarkAsync("BREAD"), "codes");
    }

    [Fact]
    public async Task Pages_and_departments_hold_all_that_is_due_once()
    {
        await using var shop = await LabelShop.OpenAsync();
        Item[] items = [.. Enumerable.Range(1, 1_234).Select(i => Till.Item($"I-{i:0000}", $"Item {i}", 100))];
        foreach (var item in items.Where((_, i) => i % 100 == 0))
            item.Department = "dairy";
        await shop.Till.Import(false, items);
        var page = await shop.DueAsync(limit: 500);
        Assert.Equal(1_234, page.Total);
        var seen = page.Labels.Select(label => label.Sku).ToList();
        while (page.NextAfterSku.Length > 0)
        {
            page = await shop.DueAsync(afterSku: page.NextAfterSku, limit: 500);
            Assert.Equal(0, page.Total);
            seen.AddRange(page.Labels.Select(label => label.Sku));
        }

        Assert.Equal(items.Select(item => item.Sku), seen);
        Assert.Equal(13, (await shop.DueAsync("dairy")).Total);
        Assert.Equal(0, (await shop.DueAsync("fish")).Total);
        Assert.Equal(13, (await shop.PrintAsync(new PrintLabelsRequest { Department = "dairy" })).Printed);
        Assert.Equal(1_221, (await shop.DueAsync()).Total);
        Assert.Equal(1_221, (await shop.MarkAsync()).Hanging);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_field()
    {
        await using var shop = await LabelShop.OpenAsync();
        await shop.Till.ImportUsual();
        await Till.Refused(StatusCode.NotFound, "DEVICE_NOT_FOUND", () => shop.PrintAsync(new() { Device = "nowhere" }), "device");
        await Till.Refused(StatusCode.NotFound, "DEVICE_NOT_FOUND", () => shop.PrintAsync(new() { Device = "scanner" }), "device");
        await Till.Refused(StatusCode.FailedPrecondition, "NO_LABEL_PRINTER", () => shop.PrintAsync(new(), register: 2), "device");
        await Till.Refused(
            StatusCode.FailedPrecondition, "DEVICE_CLAIMED", () => shop.PrintAsync(new() { Device = "labels" }, register: 2), "device");
        await Till.Refused(StatusCode.NotFound, "UNKNOWN_ITEM", () => shop.PrintAsync(new() { Codes = { "COLA", "NOTHING" } }), "codes");
        await Till.Refused(StatusCode.FailedPrecondition, "PRICE_MISSING", () => shop.PrintAsync(new() { Codes = { "FREE" } }), "codes");
        await InvalidAsync("command_id", () => shop.PrintAsync(command: "one"));
        await InvalidAsync("codes", () => shop.PrintAsync(new() { Codes = { "COLA", "" } }));
        await InvalidAsync("department", () => shop.PrintAsync(new() { Codes = { "COLA" }, Department = "drinks" }));
        await InvalidAsync("at_us", () => shop.DueAsync(atUs: InUs(TimeSpan.FromDays(-2))));
        await InvalidAsync("at_us", () => shop.DueAsync(atUs: InUs(TimeSpan.FromDays(367))));
        await InvalidAsync("after_sku", () => shop.DueAsync(afterSku: new string('x', 41)));
        await InvalidAsync("limit", () => shop.DueAsync(limit: 1_001));
        Assert.Empty(shop.Labels());
        Assert.Equal(4, (await shop.DueAsync()).Total);
    }

    private static Task InvalidAsync(string field, Func<Task> call) =>
        Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", call, field);

    // The driver finds the printer again by itself, soon.
    private static async Task<PrintLabelsProgress> UntilItTakesAsync(
        LabelShop shop, Func<PrintLabelsProgress, bool> wanted, string? command = null)
    {
        using var patience = new CancellationTokenSource(Daemon.Patience);
        PrintLabelsProgress last;
        while (!wanted(last = await shop.PrintAsync(command: command)))
            await Task.Delay(50, patience.Token);
        return last;
    }

    private static IEnumerable<string> Names(int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(i => $"Item {i} | EUR 1,00 | I-{i:00}");

    private static long InUs(TimeSpan time) =>
        (TimeProvider.System.GetUtcNow() + time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
