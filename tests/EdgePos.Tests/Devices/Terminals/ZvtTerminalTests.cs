using EdgePos.Devices;
using EdgePos.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Devices.Terminals;

/// <summary>The driver against a terminal that speaks the real protocol, has every fault and keeps its own book.</summary>
public sealed class ZvtTerminalTests
{
    private static readonly Currency Euro = Currency.Of("EUR");

    public static TheoryData<TerminalMoment> Moments => [.. Enum.GetValues<TerminalMoment>()];

    [Fact]
    public async Task A_payment_is_approved_told_of_and_in_the_terminals_book()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        await using var terminal = At(device);
        var told = new List<string>();
        var result = await terminal.CarryOutAsync(Payment(2040), progress => told.Add(progress.Text));
        Assert.Equal((CardOutcome.Approved, 2040L), (result.Outcome, result.Amount.Minor));
        Assert.Equal(("************0010", "Debit Mastercard", "28004869"), (result.CardNumber, result.CardName, result.TerminalId));
        Assert.Equal(("000470", "0470"), (result.Mark.Trace, result.Mark.Receipt));
        Assert.Contains("please insert the card", told);
        Assert.Contains(result.CardholderSlip, line => line.Contains("Kundenbeleg", StringComparison.Ordinal));
        Assert.Contains(result.MerchantSlip, line => line.Contains("Händlerbeleg", StringComparison.Ordinal));
        Assert.Equal(2040, Assert.Single(device.Book.Charges).AmountMinor);
    }

    [Fact]
    public async Task A_payment_is_reversed_and_only_once()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        await using var terminal = At(device);
        var paid = await terminal.CarryOutAsync(Payment(2040), _ => { });
        var reversal = Payment(2040) with { Deal = CardDeal.Reversal, Original = paid.Mark };
        Assert.Equal(CardOutcome.Approved, (await terminal.CarryOutAsync(reversal, _ => { })).Outcome);
        Assert.Empty(device.Book.Charges);
        Assert.Equal(CardOutcome.Approved, (await terminal.CarryOutAsync(reversal, _ => { })).Outcome); // it is reversed already
        Assert.Equal(2, device.Book.Entries.Count);
    }

    [Fact]
    public async Task A_refund_an_end_of_day_and_a_test_are_carried_out()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        await using var terminal = At(device);
        var refund = await terminal.CarryOutAsync(Payment(500) with { Deal = CardDeal.Refund }, _ => { });
        Assert.Equal((CardOutcome.Approved, "refund"), (refund.Outcome, device.Book.Last!.Kind));
        var day = await terminal.EndOfDayAsync();
        Assert.True(day.Done);
        Assert.Contains("Kassenschnitt", day.Lines);
        Assert.True((await terminal.TestAsync()).Done);
    }

    [Theory, MemberData(nameof(Moments))]
    public async Task A_terminal_that_dies_leaves_no_doubt_that_asking_does_not_end(TerminalMoment moment)
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        await using var terminal = At(device);
        var before = await Before(terminal, device);
        device.Faults.DiesAt = moment;
        var request = Payment(2040) with { Before = before };
        await AgreesWithTheBook(terminal, device, request, await terminal.CarryOutAsync(request, _ => { }));
    }

    [Theory, MemberData(nameof(Moments))]
    public async Task A_terminal_that_falls_silent_leaves_no_doubt_that_asking_does_not_end(TerminalMoment moment)
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        var clock = new FakeTimeProvider();
        await using var terminal = new ZvtTerminal(AddressOf(device), new ZvtSettings("000000", Euro), clock);
        var before = await Before(terminal, device);
        device.Faults.FallsSilentAt = moment;
        var request = Payment(2040) with { Before = before };
        var result = await Hurried(terminal.CarryOutAsync(request, _ => { }), clock);
        await AgreesWithTheBook(At(device), device, request, result);
    }

    [Fact]
    public async Task A_cable_cut_at_any_byte_that_the_terminal_sends_leaves_no_doubt_that_asking_does_not_end()
    {
        int step = Fuzz.IsNight ? 1 : 3;
        var together = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForEachAsync(Enumerable.Range(0, 500 / step), together, async (cut, _) =>
        {
            await using var device = VirtualZvtTerminal.Start(port: 0);
            await using var terminal = At(device);
            var before = await Before(terminal, device);
            device.Faults.CutsCableAfterSent = cut * step;
            var request = Payment(2040) with { Before = before };
            await AgreesWithTheBook(terminal, device, request, await terminal.CarryOutAsync(request, _ => { }));
        });
    }

    [Fact]
    public async Task A_cable_cut_at_any_byte_that_the_terminal_hears_leaves_no_doubt_that_asking_does_not_end()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 64), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (cut, _) =>
        {
            await using var device = VirtualZvtTerminal.Start(port: 0);
            await using var terminal = At(device);
            var before = await Before(terminal, device);
            device.Faults.CutsCableAfterHeard = cut;
            var request = Payment(2040) with { Before = before };
            await AgreesWithTheBook(terminal, device, request, await terminal.CarryOutAsync(request, _ => { }));
        });
    }

    [Fact]
    public async Task Banners_noise_and_repeated_messages_change_nothing()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        device.Faults.Banner = [.. "PT ready\r\n"u8];
        device.Faults.Noise = [0x00, 0xAA, 0x55];
        device.Faults.RepeatsMessages = true;
        device.Faults.PrintsByLines = true;
        await using var terminal = At(device);
        for (int i = 1; i <= 3; i++)
            Assert.Equal(CardOutcome.Approved, (await terminal.CarryOutAsync(Payment(1000 + i), _ => { })).Outcome);
        Assert.Equal([1001L, 1002, 1003], device.Book.Charges.Select(charge => charge.AmountMinor));
    }

    [Fact]
    public async Task A_terminal_that_sends_noise_without_end_charges_nothing()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        device.Faults.Banner = new byte[100_000];
        await using var terminal = At(device);
        var result = await terminal.CarryOutAsync(Payment(2040), _ => { });
        Assert.Equal((CardOutcome.Aborted, 0), (result.Outcome, device.Asked));
        Assert.Contains("no ZVT", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x05, CardOutcome.Declined)]
    [InlineData(0x78, CardOutcome.Declined)]
    [InlineData(0x6C, CardOutcome.Aborted)]
    public async Task A_payment_that_the_host_or_the_shopper_ends_charges_nothing(byte code, CardOutcome outcome)
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        device.Faults.DeclinesWith = code;
        await using var terminal = At(device);
        var result = await terminal.CarryOutAsync(Payment(2040), _ => { });
        Assert.Equal((outcome, 0L), (result.Outcome, result.Amount.Minor));
        Assert.NotEqual("", result.Reason);
        Assert.Empty(device.Book.Entries);
    }

    [Fact]
    public async Task A_part_that_is_approved_is_the_amount_of_the_result()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        device.Faults.ApprovesOnlyMinor = 1500;
        await using var terminal = At(device);
        Assert.Equal(1500, (await terminal.CarryOutAsync(Payment(2040), _ => { })).Amount.Minor);
    }

    [Fact]
    public async Task A_terminal_that_is_off_or_busy_is_not_asked()
    {
        var device = VirtualZvtTerminal.Start(port: 0);
        await using var terminal = At(device);
        device.Faults.IsBusy = true;
        Assert.Equal(CardOutcome.Aborted, (await terminal.CarryOutAsync(Payment(2040), _ => { })).Outcome);
        (device.Faults.IsBusy, device.Faults.IsOff) = (false, true);
        Assert.Equal(CardOutcome.Aborted, (await terminal.CarryOutAsync(Payment(2040), _ => { })).Outcome);
        Assert.Equal(CardOutcome.Unknown, (await terminal.RecoverAsync(Payment(2040))).Outcome);
        Assert.Equal(0, device.Asked);
        await device.DisposeAsync();
        Assert.Equal(CardOutcome.Aborted, (await terminal.CarryOutAsync(Payment(2040), _ => { })).Outcome);
    }

    [Fact]
    public async Task A_payment_is_broken_off_while_the_shopper_looks_for_a_card()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        device.Faults.WaitsAt = TerminalMoment.BeforeHost;
        await using var terminal = At(device);
        var paying = terminal.CarryOutAsync(Payment(2040), _ => { });
        await device.Faults.Waits.WaitAsync(Daemon.Patience);
        await terminal.AbortAsync();
        Assert.Equal(CardOutcome.Aborted, (await paying.WaitAsync(Daemon.Patience)).Outcome);
        Assert.Empty(device.Book.Entries);
    }

    [Fact]
    public async Task What_is_approved_and_taken_back_is_unknown_until_asked()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        device.Faults.TakesBackAfterStatus = true;
        await using var terminal = At(device);
        var request = Payment(2040);
        Assert.Equal(CardOutcome.Unknown, (await terminal.CarryOutAsync(request, _ => { })).Outcome);
        Assert.Equal(CardOutcome.Unknown, (await terminal.RecoverAsync(request)).Outcome); // staff read the slip
        Assert.Empty(device.Book.Charges);
    }

    [Fact]
    public async Task A_terminal_that_leaves_out_the_result_is_asked_for_it()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        device.Faults.LeavesOutStatus = true;
        await using var terminal = At(device);
        var request = Payment(2040);
        Assert.Equal(CardOutcome.Unknown, (await terminal.CarryOutAsync(request, _ => { })).Outcome);
        device.Faults.ForgetsLastTransaction = true;
        Assert.Equal(CardOutcome.Unknown, (await terminal.RecoverAsync(request)).Outcome);
        device.Faults.ForgetsLastTransaction = false;
        Assert.Equal(CardOutcome.Approved, (await terminal.RecoverAsync(request)).Outcome);
    }

    [Fact]
    public async Task The_transaction_before_is_not_taken_for_this_one()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        await using var terminal = At(device);
        var first = await terminal.CarryOutAsync(Payment(2040), _ => { });
        var second = Payment(2040) with { Before = first.Mark };
        Assert.Equal(CardOutcome.Aborted, (await terminal.RecoverAsync(second)).Outcome);
        Assert.Equal(CardOutcome.Unknown, (await terminal.RecoverAsync(second with { IsOvertaken = true })).Outcome);
        Assert.Equal(CardOutcome.Unknown, (await terminal.RecoverAsync(Payment(999))).Outcome);
        var longAgo = Payment(2040) with { At = DateTime.Now.AddHours(-3) };
        Assert.Equal(CardOutcome.Unknown, (await terminal.RecoverAsync(longAgo)).Outcome);
    }

    [Fact]
    public async Task A_terminal_that_counts_anew_is_not_taken_to_have_done_nothing()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        await using var terminal = At(device);
        // The terminal before this one had just come to the numbers that this one begins with.
        var before = new CardMark("000470", "0470") { At = "0101120000" };
        var result = await terminal.CarryOutAsync(Payment(2040) with { Before = before }, _ => { });
        Assert.Equal((CardOutcome.Approved, 2040), (result.Outcome, device.Book.Charges.Single().AmountMinor));
        Assert.Equal(CardOutcome.Unknown, (await terminal.RecoverAsync(Payment(2040) with { Before = before })).Outcome);
    }

    [Fact]
    public async Task A_whole_card_number_goes_no_further_than_the_wire()
    {
        await using var device = VirtualZvtTerminal.Start(port: 0);
        device.Faults.SendsWholeCardNumber = true;
        await using var terminal = At(device);
        var result = await terminal.CarryOutAsync(Payment(2040), _ => { });
        Assert.Equal("476173******0010", result.CardNumber);
        Assert.DoesNotContain(result.MerchantSlip.Concat(result.CardholderSlip),
            line => line.Contains(device.CardNumber, StringComparison.Ordinal));
        Assert.Contains(result.MerchantSlip, line => line.Contains("476173******0010", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_book_of_a_terminal_survives_it()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "charges");
        await using (var device = VirtualZvtTerminal.Start(port: 0, path))
            await At(device).CarryOutAsync(Payment(2040), _ => { });
        await using var again = VirtualZvtTerminal.Start(port: 0, path);
        Assert.Equal(2040, Assert.Single(again.Book.Charges).AmountMinor);
        Assert.True((await At(again).LastTransactionAsync())!.HasNumbersOf(new CardMark("000470", "0470")));
    }

    private static CardRequest Payment(long minor) => new(Guid.CreateVersion7(), CardDeal.Payment, new Money(minor, Euro), DateTime.Now);

    private static TcpAddress AddressOf(VirtualZvtTerminal device) => new("127.0.0.1", device.Port);

    private static ZvtTerminal At(VirtualZvtTerminal device) =>
        new(AddressOf(device), new ZvtSettings("000000", Euro), TimeProvider.System);

    // Something was paid before, so that there is something to mistake for this payment: of the same amount.
    private static async Task<CardMark> Before(ZvtTerminal terminal, VirtualZvtTerminal device)
    {
        var before = (await terminal.CarryOutAsync(Payment(2040), _ => { })).Mark;
        Assert.Single(device.Book.Charges);
        return before;
    }

    private static async Task AgreesWithTheBook(ZvtTerminal terminal, VirtualZvtTerminal device, CardRequest request, CardResult result)
    {
        for (int i = 0; i < 100 && result.Outcome == CardOutcome.Unknown; i++)
        {
            result = await terminal.RecoverAsync(request);
            if (result.Outcome == CardOutcome.Unknown)
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        int charged = device.Book.Charges.Count - 1;
        Assert.Equal((charged == 1 ? CardOutcome.Approved : CardOutcome.Aborted, true), (result.Outcome, charged is 0 or 1));
    }

    private static async Task<CardResult> Hurried(Task<CardResult> result, FakeTimeProvider clock)
    {
        while (!result.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(result, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        return await result;
    }
}
