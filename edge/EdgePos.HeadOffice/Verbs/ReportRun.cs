using EdgePos.HeadOffice.V1;
using Grpc.Core;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>Shows reports of a running head office.</summary>
internal sealed class ReportRun(ReportsCall call, IAnsiConsole console)
{
    /// <summary>Sales, added up.</summary>
    public async Task<int> SalesAsync(string by, Days days, string store, int limit, CancellationToken stop)
    {
        var request = new SalesByRequest
        {
            Grouping = Enum.Parse<SalesGrouping>(by, ignoreCase: true),
            FromUs = days.FromUs,
            UntilUs = days.UntilUs,
            Store = store,
            Limit = limit,
            TimeZone = days.Zone,
        };
        var sales = await call.AskAsync((reports, options) => reports.SalesByAsync(request, options).ResponseAsync, stop);
        var table = Figures.TableOf(by, ">sales", ">quantity", ">net", ">tax", ">gross");
        foreach (var row in sales.Rows)
        {
            table.Add(row.Key.Length > 0 ? row.Key : "-", $"{row.Sales}", Figures.Quantity(row.QuantityThousandths), Figures.Of(row.Net),
                Figures.Of(row.Tax), Figures.Of(row.Gross));
        }

        console.Write(table);
        return ExitCodes.Ok;
    }

    /// <summary>Stock as it is now.</summary>
    public async Task<int> StockAsync(string store, string sku, CancellationToken stop)
    {
        var request = new ListStockRequest { Store = store, Sku = sku };
        var rows = await AllAsync((reports, options) => reports.ListStock(request, options), stop);
        var table = Figures.TableOf("store", "item", ">on hand", ">committed", "live as of");
        foreach (var row in rows)
        {
            table.Add(row.Store, row.Sku, Figures.Quantity(row.OnHandThousandths), Figures.Quantity(row.CommittedThousandths),
                row.LiveAsOfSeq > 0 ? $"entry {row.LiveAsOfSeq}" : "");
        }

        console.Write(table);
        return ExitCodes.Ok;
    }

    /// <summary>Customers' points.</summary>
    public async Task<int> PointsAsync(bool belowZero, CancellationToken stop)
    {
        var request = new ListPointsRequest { BelowZero = belowZero };
        var table = Figures.TableOf("customer", "name", ">points", ">stores");
        foreach (var row in await AllAsync((reports, options) => reports.ListPoints(request, options), stop))
            table.Add(row.Customer, row.Name, $"{row.Points}", $"{row.Stores}");
        console.Write(table);
        return ExitCodes.Ok;
    }

    /// <summary>Goods between stores, and what of them is on its way.</summary>
    public async Task<int> TransfersAsync(Days days, string store, string state, int limit, CancellationToken stop)
    {
        var local = days.Local;
        var request = new ListTransfersRequest { FromUs = days.FromUs, UntilUs = days.UntilUs, Store = store, Limit = limit };
        request.States.AddRange(TransferFigures.StatesOf(state));
        var rows = await AllAsync((reports, options) => reports.ListTransfers(request, options), stop);
        console.Write(TransferFigures.TableOf(rows, local));
        TransferFigures.WriteOnTheirWay(console, rows);
        return ExitCodes.Ok;
    }

    /// <summary>What came back in other stores, and what came back twice.</summary>
    public async Task<int> ReturnsAsync(Days days, string store, bool onlyWrong, int limit, CancellationToken stop)
    {
        var local = days.Local;
        var request = new ListReturnsRequest
        {
            FromUs = days.FromUs,
            UntilUs = days.UntilUs,
            Store = store,
            OnlyWrong = onlyWrong,
            Limit = limit,
        };
        var rows = await AllAsync((reports, options) => reports.ListReturns(request, options), stop);
        console.Write(ReturnFigures.TableOf(rows, local));
        return ExitCodes.Ok;
    }

    /// <summary>Orders that stores prepare and hand over, and what a person must look at.</summary>
    public async Task<int> OrdersAsync(string store, string state, bool onlyWrong, string zone, int limit, CancellationToken stop)
    {
        var local = new Days(null, null, zone).Local;
        var request = new ListOrderReportRequest { Store = store, OnlyWrong = onlyWrong, Limit = limit };
        request.States.AddRange(OrderFigures.StatesOf(state));
        var rows = await AllAsync((reports, options) => reports.ListOrders(request, options), stop);
        console.Write(OrderFigures.TableOf(rows, local));
        return ExitCodes.Ok;
    }

    private Task<List<T>> AllAsync<T>(
        Func<V1.Reports.ReportsClient, CallOptions, AsyncServerStreamingCall<T>> ask, CancellationToken stop) =>
        call.AskAsync(async (reports, options) =>
        {
            using var stream = ask(reports, options);
            return await stream.ResponseStream.ReadAllAsync(stop).ToListAsync(stop);
        }, stop);

    /// <summary>What sales brought beyond what the goods cost.</summary>
    public async Task<int> MarginsAsync(Days days, string store, int limit, CancellationToken stop)
    {
        var request = new MarginsRequest { FromUs = days.FromUs, UntilUs = days.UntilUs, Store = store, Limit = limit };
        var margins = await call.AskAsync((reports, options) => reports.MarginsAsync(request, options).ResponseAsync, stop);
        var table = Figures.TableOf("item", ">quantity", ">net", ">cost", ">margin");
        foreach (var row in margins.Rows.Concat(margins.Totals))
        {
            table.Add(row.Sku.Length > 0 ? row.Sku : "all", Figures.Quantity(row.QuantityThousandths), Figures.Of(row.Net),
                Figures.Of(row.Cost), Figures.Of(row.Margin));
        }

        console.Write(table);
        if (margins.ItemsWithoutCost == 0)
            return ExitCodes.Ok;
        string rest = margins.ItemsWithoutCost > margins.WithoutCost.Count ? " ..." : "";
        console.Profile.Out.Writer.WriteLine($"Not in it, for want of a cost: {margins.ItemsWithoutCost} items that brought "
            + $"{string.Join(" and ", margins.NetWithoutCost.Select(Figures.Of))} without tax: "
            + $"{string.Join(", ", margins.WithoutCost)}{rest}");
        return ExitCodes.Ok;
    }
}
