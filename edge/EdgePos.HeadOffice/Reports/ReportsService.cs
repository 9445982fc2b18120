using System.Data.Common;
using EdgePos.HeadOffice.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>Reads head office's books beside the one who writes them.</summary>
public sealed class ReportsService(Books books, IOptions<HeadOfficeOptions> options) : V1.Reports.ReportsBase
{
    private readonly string _tenant = options.Value.Tenant;

    /// <inheritdoc/>
    public override Task<ListStreamsResponse> ListStreams(ListStreamsRequest request, ServerCallContext context) =>
        Answer(connection => new ListStreamsResponse { Streams = { StreamReport.Streams(connection) } });

    /// <inheritdoc/>
    public override Task ListSales(
        ListSalesRequest request, IServerStreamWriter<CommittedSale> responseStream, ServerCallContext context) =>
        StreamAsync(connection => StreamReport.Sales(connection, request), responseStream, context);

    /// <inheritdoc/>
    public override Task ListStock(ListStockRequest request, IServerStreamWriter<StockRow> responseStream, ServerCallContext context) =>
        StreamAsync(connection => StockReport.Rows(connection, _tenant, request.Store, request.Sku), responseStream, context);

    /// <inheritdoc/>
    public override Task<SalesByResponse> SalesBy(SalesByRequest request, ServerCallContext context) =>
        Answer(connection => new SalesByResponse { Rows = { SalesReport.Rows(connection, _tenant, request) } });

    /// <inheritdoc/>
    public override Task<MarginsResponse> Margins(MarginsRequest request, ServerCallContext context) =>
        Answer(connection => MarginReport.Of(connection, _tenant, request));

    /// <inheritdoc/>
    public override Task ListPoints(ListPointsRequest request, IServerStreamWriter<PointsRow> responseStream, ServerCallContext context) =>
        StreamAsync(connection => PointsReport.Rows(connection, _tenant, request.BelowZero), responseStream, context);

    /// <inheritdoc/>
    public override Task ListTransfers(
        ListTransfersRequest request, IServerStreamWriter<StoreTransfer> responseStream, ServerCallContext context) =>
        StreamAsync(connection => TransferReport.Rows(connection, _tenant, request), responseStream, context);

    /// <inheritdoc/>
    public override Task ListReturns(
        ListReturnsRequest request, IServerStreamWriter<ReturnedReceipt> responseStream, ServerCallContext context) =>
        StreamAsync(connection => ReturnReport.Rows(connection, _tenant, request), responseStream, context);

    /// <inheritdoc/>
    public override Task ListOrders(
        ListOrderReportRequest request, IServerStreamWriter<OrderReportRow> responseStream, ServerCallContext context) =>
        StreamAsync(connection => OrderReport.Rows(connection, _tenant, request), responseStream, context);

    /// <inheritdoc/>
    public override Task<FleetResponse> Fleet(FleetRequest request, ServerCallContext context) =>
        Answer(connection => new FleetResponse { Boxes = { FleetReport.Boxes(connection, _tenant, request.Store) } });

    private Task<T> Answer<T>(Func<DbConnection, T> report)
    {
        try
        {
            using var connection = books.Store.OpenToRead();
            return Task.FromResult(report(connection));
        }
        catch (Exception fault) when (StatusOf(fault) is { } status)
        {
            throw new RpcException(status);
        }
    }

    private async Task StreamAsync<T>(Func<DbConnection, IEnumerable<T>> report, IServerStreamWriter<T> stream, ServerCallContext context)
    {
        try
        {
            using var connection = books.Store.OpenToRead();
            foreach (var row in report(connection))
                await stream.WriteAsync(row, context.CancellationToken);
        }
        catch (Exception fault) when (StatusOf(fault) is { } status)
        {
            throw new RpcException(status);
        }
    }

    private static Status? StatusOf(Exception fault) => fault switch
    {
        ArgumentException => new Status(StatusCode.InvalidArgument, fault.Message),
        OverflowException => new Status(StatusCode.OutOfRange, "a sum is beyond what a number holds; ask for a shorter time"),
        DbException => new Status(StatusCode.Unavailable, $"the books cannot be read: {fault.Message}"),
        _ => null,
    };
}
