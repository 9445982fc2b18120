using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>The till of a register over gRPC: opened, moved, counted, closed. Each test has registers of its own.</summary>
public sealed class TillsTests(SharedDaemon shared) : IClassFixture<SharedDaemon>
{
    private readonly Tills.TillsClient _tills = shared.Daemon.Tills;

    [Fact]
    public async Task A_day_at_a_till()
    {
        var (me, till) = (Daemon.As(11), new Till(shared.Daemon, 11));
        Assert.False((await _tills.GetAsync(new GetTillRequest(), me)).Open);
        var opening = await _tills.OpenAsync(new OpenTillRequest { CommandId = Till.NewId(), Float = Eur(10_000) }, me);
        var receipt = await till.Sell("SOAP", "BREAD");
        Assert.Equal(opening.BusinessDate, receipt.BusinessDate);
        Assert.Equal(receipt, await till.Receipt(receipt.ReceiptNumber));
        var moves = new[] { (CashMovementKind.PaidIn, 500L), (CashMovementKind.PaidOut, 200), (CashMovementKind.SafeDrop, 5_000) };
        foreach (var (kind, minor) in moves)
        {
            var request = new MoveCashRequest { CommandId = Till.NewId(), Kind = kind, Amount = Eur(minor), Reason = "because" };
            var moved = await _tills.MoveAsync(request, me);
            Assert.Equal(moved, await _tills.MoveAsync(request, me));
            Assert.Equal((kind, minor, opening.SessionId), (moved.Kind, moved.Amount.Minor, moved.SessionId));
        }

        await _tills.MoveAsync(new MoveCashRequest { CommandId = Till.NewId(), Kind = CashMovementKind.NoSale, Reason = "change" }, me);
        var report = await _tills.GetAsync(new GetTillRequest(), me);
        Assert.Equal((true, 570L, 10_000 + 570 + 500 - 200 - 5_000, 1L),
            (report.Open, report.Totals.Cash.Minor, report.Totals.Expected.Minor, report.Totals.NoSales));

        var open = await till.Open(); // stays open over the close
        var close = new CloseTillRequest { CommandId = Till.NewId(), Counted = { Cash(5_000, 1), Cash(200, 4), Cash(10, 7) } };
        var z = await _tills.CloseAsync(close, me);
        Assert.Equal(z, await _tills.CloseAsync(close, me));
        Assert.Equal((1L, 5_870L, 0L, open.BasketId),
            (z.ZNumber, z.CountedTotal.Minor, z.Difference.Minor, Assert.Single(z.LeftOpen)));
        Assert.Equal(z, await _tills.GetZReportAsync(new GetZReportRequest(), me));
        Assert.Equal(z, await _tills.GetZReportAsync(new GetZReportRequest { ZNumber = 1 }, me));
        Assert.Equal((false, 1L), await IsOpenAsync(me));
        await Till.Refused(StatusCode.NotFound, "Z_REPORT_NOT_FOUND",
            () => _tills.GetZReportAsync(new GetZReportRequest { ZNumber = 2 }, me).ResponseAsync, "z_number");
    }

    [Fact]
    public async Task A_till_goes_from_cashier_to_cashier_and_its_reports_tell_who_sold_what()
    {
        var (me, till) = (Daemon.As(91), new Till(shared.Daemon, 91));
        var change = new ChangeCashierRequest { CommandId = Till.NewId(), Employee = "7" };
        await Till.Refused(StatusCode.FailedPrecondition, "TILL_CLOSED", () => _tills.ChangeCashierAsync(change, me).ResponseAsync);
        var opening = await _tills.OpenAsync(
            new OpenTillRequest { CommandId = Till.NewId(), Float = Eur(0), Employee = "12" }, me);
        Assert.Equal("12", opening.Employee);
        await till.Sell("SOAP");
        var changed = await _tills.ChangeCashierAsync(change, me);
        Assert.Equal(("7", "12", opening.SessionId, 91), (changed.Employee, changed.Before, changed.SessionId, changed.Register));
        Assert.Equal(changed, await _tills.ChangeCashierAsync(change, me));
        await till.Sell("SOAP", "BREAD");
        await till.Sell("SOAP");

        var report = await _tills.GetAsync(new GetTillRequest(), me);
        (string, long, long)[] wanted = [("12", 1, 250), ("7", 2, 820)];
        Assert.Equal("7", report.Employee);
        Assert.Equal(wanted, report.Totals.Cashiers.Select(one => (one.Employee, one.Sales, one.SalesTotal.Minor)));
        var z = await _tills.CloseAsync(new CloseTillRequest { CommandId = Till.NewId(), CountedTotal = Eur(1_070) }, me);
        Assert.Equal(report.Totals.Cashiers, z.Totals.Cashiers);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 7")]
    [InlineData("7\n")]
    [InlineData("123456789012345678901")]
    public async Task A_cashier_has_a_short_number(string employee) => await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID",
        () => _tills.ChangeCashierAsync(
            new ChangeCashierRequest { CommandId = Till.NewId(), Employee = employee }, Daemon.As(92)).ResponseAsync, "employee");

    [Fact]
    public async Task A_difference_is_told_without_its_size_and_a_reason_closes_the_till()
    {
        var me = Daemon.As(12);
        await _tills.OpenAsync(new OpenTillRequest { CommandId = Till.NewId(), Float = Eur(10_000) }, me);
        var close = new CloseTillRequest { CommandId = Till.NewId(), CountedTotal = Eur(9_000) };
        var refusal = await Till.Refused(StatusCode.FailedPrecondition, "DIFFERENCE_UNEXPLAINED",
            () => _tills.CloseAsync(close, me).ResponseAsync, "reason");
        Assert.DoesNotContain("10", refusal.Message, StringComparison.Ordinal);
        close.Reason = "a note blew away"; // the refusal was not kept: the same command may say more
        Assert.Equal((-1_000L, close.Reason), await DifferenceAsync(close, me));
        await Till.Refused(StatusCode.FailedPrecondition, "TILL_CLOSED", () => _tills.CloseAsync(
            new CloseTillRequest { CommandId = Till.NewId(), CountedTotal = Eur(1) }, me).ResponseAsync);
    }

    public static TheoryData<string, string, OpenTillRequest> WrongOpenings() => new()
    {
        { "FIELD_INVALID", "command_id", new OpenTillRequest { CommandId = "x", Float = Eur(1) } },
        { "FIELD_INVALID", "float", Opening(null) },
        { "FIELD_INVALID", "float", Opening(new Money { Minor = 1, Currency = "eur" }) },
        { "CURRENCY_MISMATCH", "float", Opening(new Money { Minor = 1, Currency = "USD" }) },
        { "CASH_OUT_OF_RANGE", "float", Opening(Eur(-1)) },
        { "CASH_OUT_OF_RANGE", "float", Opening(Eur(long.MaxValue)) },
        { "FIELD_INVALID", "business_date", Opening(Eur(1), "24-11-2026") },
        { "FIELD_INVALID", "business_date", Opening(Eur(1), "2026-02-30") },
        { "BUSINESS_DATE_OUT_OF_RANGE", "business_date", Opening(Eur(1), "9999-12-31") },
    };

    [Theory, MemberData(nameof(WrongOpenings))]
    public async Task A_wrong_opening_is_refused_and_the_field_named(string reason, string field, OpenTillRequest request)
    {
        await Till.Refused(StatusCode.InvalidArgument, reason, () => _tills.OpenAsync(request, Daemon.As(13)).ResponseAsync, field);
        Assert.Equal((false, 0L), await IsOpenAsync(Daemon.As(13)));
    }

    public static TheoryData<string, string, MoveCashRequest> WrongMovements() => new()
    {
        { "FIELD_INVALID", "kind", Moving(0, Eur(1), "x") },
        { "FIELD_INVALID", "kind", Moving((CashMovementKind)9, Eur(1), "x") },
        { "FIELD_INVALID", "amount", Moving(CashMovementKind.PaidIn, null, "x") },
        { "FIELD_INVALID", "amount", Moving(CashMovementKind.PaidIn, new Money(), "x") },
        { "FIELD_INVALID", "reason", Moving(CashMovementKind.NoSale, null, "") },
        { "FIELD_INVALID", "reason", Moving(CashMovementKind.NoSale, null, new string('x', 101)) },
    };

    [Theory, MemberData(nameof(WrongMovements))]
    public Task A_wrong_movement_is_refused_and_the_field_named(string reason, string field, MoveCashRequest request) => Till.Refused(
        StatusCode.InvalidArgument, reason, () => _tills.MoveAsync(request, Daemon.As(14)).ResponseAsync, field);

    [Fact]
    public async Task A_command_id_means_one_command_whichever_call_it_names()
    {
        var me = Daemon.As(15);
        string id = Till.NewId();
        await _tills.OpenAsync(new OpenTillRequest { CommandId = id, Float = Eur(1) }, me);
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED",
            () => _tills.OpenAsync(new OpenTillRequest { CommandId = id, Float = Eur(2) }, me).ResponseAsync, "command_id");
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED",
            () => _tills.CloseAsync(new CloseTillRequest { CommandId = id, CountedTotal = Eur(1) }, me).ResponseAsync, "command_id");
        Assert.Equal((true, 0L), await IsOpenAsync(me));
    }

    private async Task<(bool Open, long LastZ)> IsOpenAsync(Metadata me)
    {
        var report = await _tills.GetAsync(new GetTillRequest(), me);
        return (report.Open, report.LastZNumber);
    }

    private async Task<(long Difference, string Reason)> DifferenceAsync(CloseTillRequest close, Metadata me)
    {
        var report = await _tills.CloseAsync(close, me);
        return (report.Difference.Minor, report.Reason);
    }

    private static OpenTillRequest Opening(Money? cash, string date = "") =>
        new() { CommandId = Till.NewId(), Float = cash, BusinessDate = date };

    private static MoveCashRequest Moving(CashMovementKind kind, Money? amount, string reason) =>
        new() { CommandId = Till.NewId(), Kind = kind, Amount = amount, Reason = reason };

    private static CountedCash Cash(long minor, long pieces) => new() { Denomination = Eur(minor), Pieces = pieces };

    private static Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };
}
