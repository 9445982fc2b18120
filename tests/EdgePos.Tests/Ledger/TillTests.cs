using CsCheck;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using CashMovementKind = EdgePos.Store.CashMovementKind;
using Money = EdgePos.Store.Money;

namespace EdgePos.Tests.Ledger;

/// <summary>Till sessions in the ledger: business dates, Z reports, what went through a till.</summary>
public sealed class TillTests : IDisposable
{
    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    private readonly TempFolder _folder = new(inMemory: true);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 21, 30, 0, TimeSpan.Zero)); // half past ten in the shop
    private int _commands;

    private string Path => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sale_after_midnight_belongs_to_the_day_of_its_till()
    {
        using var writer = Open();
        await OpenAsync(writer);
        _clock.Advance(TimeSpan.FromHours(3));
        var late = await SellAsync(writer, 1);
        var elsewhere = await SellAsync(writer, 2, register: 2); // no till is open there: the day by the shop's clock
        Assert.Equal(("2026-11-24", "2026-11-25"), (late.BusinessDate, elsewhere.BusinessDate));

        var report = await CloseAsync(writer, 250 + 10_000);
        Assert.Equal(("2026-11-24", 1L), (report.BusinessDate, report.Totals.Sales));
        Assert.Equal("2026-11-25", (await SellAsync(writer, 3)).BusinessDate);
        Assert.Equal("2026-11-25", (await OpenAsync(writer)).BusinessDate);
        var reader = new LedgerReader(Path);
        var facts = reader.Entries(1, 100, long.MaxValue).Select(entry => FactKinds.Read(entry.Header.Kind, entry.Body));
        Assert.Equal([2L, 0L, 0L], facts.OfType<SaleCompleted>().Select(sale => sale.TillOpenedSeq));
    }

    [Fact]
    public async Task A_box_that_does_not_know_the_time_goes_on_with_the_last_day_or_with_what_a_person_says()
    {
        using (var writer = Open())
        {
            await OpenAsync(writer);
            await CloseAsync(writer, 10_000);
        }

        _clock.AdjustTime(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using (var writer = Open())
        {
            Assert.Equal("2026-11-24", (await OpenAsync(writer)).BusinessDate);
            await CloseAsync(writer, 10_000);
            Assert.Equal("2026-12-24", (await OpenAsync(writer, date: new DateOnly(2026, 12, 24))).BusinessDate);
        }

        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task Each_close_signs_the_journal_and_numbers_its_report_without_gaps()
    {
        using var writer = Open();
        for (int day = 1; day <= 3; day++)
        {
            await OpenAsync(writer);
            var refused = await writer.SubmitAsync(CloseOf(null, 9_999, reason: "")); // leaves no trace
            Assert.Equal(RefusalCode.DifferenceUnexplained, refused.Refusal?.Code);
            var report = await CloseAsync(writer, 10_000);
            Assert.Equal((day, report.JournalSeq), ((int)report.ZNumber, LastSigned()));
        }

        await OpenAsync(writer, register: 2);
        Assert.Equal(1, (await CloseAsync(writer, 10_000, register: 2)).ZNumber);
        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task A_close_counts_what_was_sold_after_it_was_read()
    {
        using var writer = Open();
        var reader = new LedgerReader(Path);
        await OpenAsync(writer);
        await SellAsync(writer, 1);
        var read = reader.Tally(1);
        await SellAsync(writer, 2);
        await MoveAsync(writer, CashMovementKind.PaidOut, 1_000);
        var report = ZReport.Parser.ParseFrom((await writer.SubmitAsync(CloseOf(read, 9_500, ""))).Value.Response);
        Assert.Equal((2L, "S1-1-1", "S1-1-2", 0L),
            (report.Totals.Sales, report.Totals.FirstReceipt, report.Totals.LastReceipt, report.Difference.Minor));

        await OpenAsync(writer); // what was read of another session is not believed
        report = ZReport.Parser.ParseFrom((await writer.SubmitAsync(CloseOf(read, 10_000, ""))).Value.Response);
        Assert.Equal((0L, 0L), (report.Totals.Sales, report.Difference.Minor));
    }

    [Fact]
    public async Task A_command_about_a_till_is_carried_out_once()
    {
        using var writer = Open();
        LedgerCommand[] commands =
        [
            new OpenTill(1, Id(), new byte[32], "", Eur(10_000), null),
            new ChangeCashier(1, Id(), new byte[32], "7"),
            new MoveCash(1, Id(), new byte[32], "", CashMovementKind.PaidIn, Eur(500), "change"),
            CloseOf(null, 10_500, ""),
        ];
        foreach (var command in commands)
        {
            var first = (await writer.SubmitAsync(command)).Value;
            var again = (await writer.SubmitAsync(command)).Value;
            Assert.Equal((false, true), (first.Replayed, again.Replayed));
            Assert.Equal(first.Response, again.Response);
        }

        Assert.Equal(RefusalCode.TillClosed, (await writer.SubmitAsync(CloseOf(null, 0, ""))).Refusal?.Code);
        Assert.Equal(5, new LedgerReader(Path).Head().Seq);
        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task Every_entry_of_an_open_till_names_whoever_has_it()
    {
        using (var writer = Open())
        {
            await SellAsync(writer, 1);
            await writer.SubmitAsync(new OpenTill(1, Id(), new byte[32], "12", Eur(10_000), null));
            await SellAsync(writer, 2);
            await SellAsync(writer, 3, register: 2);
            await writer.SubmitAsync(new ChangeCashier(1, Id(), new byte[32], "7"));
        }

        using (var writer = Open())
        {
            await SellAsync(writer, 4);
            await MoveAsync(writer, CashMovementKind.PaidOut, 1_000);
            await CloseAsync(writer, 9_500);
            await SellAsync(writer, 5);
        }

        Assert.Equal(["", "12", "12", "", "7", "7", "7", "7", ""],
            new LedgerReader(Path).Entries(1, 100, long.MaxValue).Select(entry => entry.Header.Employee));
        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task A_store_that_sells_from_open_tills_only_does_so()
    {
        using var writer = Open();
        var sale = Sales.Sale(1) with { NeedsTill = true };
        Assert.Equal(RefusalCode.TillClosed, (await writer.SubmitAsync(sale)).Refusal?.Code);
        await OpenAsync(writer);
        Assert.Equal(RefusalCode.TillAlreadyOpen,
            (await writer.SubmitAsync(new OpenTill(1, Id(), new byte[32], "", Eur(1), null))).Refusal?.Code);
        Assert.Equal("S1-1-1", WireSales.ReceiptOf((await writer.SubmitAsync(sale)).Value).ReceiptNumber);
    }

    [Fact]
    public async Task A_new_ledger_goes_on_with_the_numbers_of_the_Z_reports()
    {
        for (int ledger = 1; ledger <= 3; ledger++)
        {
            using (var writer = Open())
            {
                await OpenAsync(writer);
                Assert.Equal(ledger, (await CloseAsync(writer, 10_000)).ZNumber);
                await OpenAsync(writer); // is open when the ledger is lost
            }

            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            NewEpoch.Begin(Path, _folder.File("counter.db"), Setup(), receiptsAfter: null, "a test");
            Sales.AssertSound(Path);
        }
    }

    // 0: open, 1: sell, 2: paid in, 3: paid out, 4: safe drop, 5: no sale, 6: close, 7: read the tally; each at one of two tills.
    private static readonly Gen<(int What, int Register, int Minor)[]> Day =
        Gen.Select(Gen.Frequency((2, Gen.Const(0)), (6, Gen.Const(1)), (5, Gen.Int[2, 5]), (2, Gen.Const(6)), (2, Gen.Const(7))),
            Gen.Int[1, 2], Gen.Int[1, 5_000]).Array[1, 60];

    [Fact]
    public async Task Whatever_goes_through_a_till_its_reports_add_up() => await Day.SampleAsync(async steps =>
    {
        string path = System.IO.Path.Combine(Directory.CreateDirectory(_folder.File($"{Guid.NewGuid():N}")).FullName, "ledger.db");
        using var writer = LedgerWriter.Open(path, Setup());
        var reader = new LedgerReader(path);
        var drawers = new Dictionary<int, (long Cash, long Sales, long Total)>();
        var read = new Dictionary<int, TillTally?>();
        int sales = 0;
        foreach (var (what, register, minor) in steps)
        {
            bool open = drawers.TryGetValue(register, out var drawer);
            switch (what)
            {
                case 0:
                    var opened = await writer.SubmitAsync(new OpenTill(register, Id(), new byte[32], "", Eur(minor), null));
                    Assert.Equal(open ? RefusalCode.TillAlreadyOpen : null, opened.Refusal?.Code);
                    if (!open)
                        drawers[register] = (minor, 0, 0);
                    break;
                case 1:
                    await writer.SubmitAsync(Sales.Sale(++sales, register, minor));
                    if (open)
                        drawers[register] = (drawer.Cash + minor, drawer.Sales + 1, drawer.Total + minor);
                    break;
                case 6:
                    // A day's totals; the drawer holds what it should, whatever was read of the till before.
                    var closed = await writer.SubmitAsync(CloseOf(read.GetValueOrDefault(register), drawer.Cash, "", register));
                    Assert.Equal(open ? null : RefusalCode.TillClosed, closed.Refusal?.Code);
                    if (open)
                    {
                        var report = ZReport.Parser.ParseFrom(closed.Value.Response);
                        Assert.Equal((drawer.Sales, drawer.Total, 0L),
                            (report.Totals.Sales, report.Totals.SalesTotal.Minor, report.Difference.Minor));
                        Assert.Equal(report, reader.FindZReport(register, report.ZNumber));
                        Assert.Equal(drawer.Total, report.Totals.Taxes.Sum(tax => tax.Gross.Minor));
                    }

                    drawers.Remove(register);
                    break;
                case 7:
                    read[register] = reader.Tally(register, read.GetValueOrDefault(register));
                    Assert.Equal(open ? drawer.Cash : null, read[register]?.Expected.Minor);
                    break;
                default:
                    var kind = (CashMovementKind)(what - 1);
                    var moved = await writer.SubmitAsync(new MoveCash(register, Id(), new byte[32], "", kind,
                        kind == CashMovementKind.NoSale ? null : Eur(minor), "why"));
                    Assert.Equal(open ? null : RefusalCode.TillClosed, moved.Refusal?.Code);
                    long change = kind switch { CashMovementKind.PaidIn => minor, CashMovementKind.NoSale => 0, _ => -minor };
                    if (open)
                        drawers[register] = drawer with { Cash = drawer.Cash + change };
                    break;
            }
        }

        Sales.AssertSound(path);
    }, iter: 60);

    private LedgerSetup Setup() => Sales.Setup(_clock) with { Zone = Amsterdam };

    private LedgerWriter Open() => LedgerWriter.Open(Path, Setup());

    private long LastSigned()
    {
        using var snapshot = LedgerSnapshot.Open(Path);
        return snapshot.SignedUpTo();
    }

    private Guid Id() => Sales.IdOf("till", Interlocked.Increment(ref _commands));

    private async Task<TillOpening> OpenAsync(LedgerWriter writer, int register = 1, DateOnly? date = null) => TillOpening.Parser.ParseFrom(
        (await writer.SubmitAsync(new OpenTill(register, Id(), new byte[32], "", Eur(10_000), date))).Value.Response);

    private async Task MoveAsync(LedgerWriter writer, CashMovementKind kind, long minor) =>
        Assert.Null((await writer.SubmitAsync(new MoveCash(1, Id(), new byte[32], "", kind, Eur(minor), "why"))).Refusal);

    private async Task<ZReport> CloseAsync(LedgerWriter writer, long minor, int register = 1) => ZReport.Parser.ParseFrom(
        (await writer.SubmitAsync(CloseOf(new LedgerReader(Path).Tally(register), minor, "", register))).Value.Response);

    private CloseTill CloseOf(TillTally? tally, long minor, string reason, int register = 1) =>
        new(register, Id(), new byte[32], "", tally)
        {
            Counted = [],
            CountedTotal = Eur(minor),
            AllowedMinor = 0,
            Reason = reason,
            LeftOpen = [],
        };

    private static async Task<Receipt> SellAsync(LedgerWriter writer, int number, int register = 1) =>
        WireSales.ReceiptOf((await writer.SubmitAsync(Sales.Sale(number, register))).Value);

    private static Money Eur(long minor) => new(minor, Sales.Eur);
}
