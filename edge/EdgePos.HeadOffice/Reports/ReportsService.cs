using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.V1;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>Reads head office's books beside the one who writes them.</summary>
public sealed class ReportsService(IOptions<HeadOfficeOptions> options) : V1.Reports.ReportsBase
{
    /// <inheritdoc/>
    public override Task<ListStreamsResponse> ListStreams(ListStreamsRequest request, ServerCallContext context)
    {
        using var books = Open();
        var response = new ListStreamsResponse();
        response.Streams.AddRange(books.Rows("""
            SELECT s.stream, s.tenant, s.store, s.box, s.epoch, s.seq, s.hash, s.sales, s.quarantined,
                (SELECT count(*) FROM entries WHERE stream = s.stream),
                coalesce(b.online AND b.epoch = s.epoch, 0), coalesce(CASE WHEN b.epoch = s.epoch THEN b.head_seq END, 0)
            FROM streams s LEFT JOIN boxes b USING (tenant, store, box) ORDER BY s.tenant, s.store, s.box, s.stream
            """, row => StreamOf(books, row)));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override async Task ListSales(
        ListSalesRequest request, IServerStreamWriter<CommittedSale> responseStream, ServerCallContext context)
    {
        using var books = Open();
        using var statement = books.Statement("""
            SELECT store, box, epoch, sales.seq, at_us, receipt_number, command_id, total_minor, currency
            FROM sales JOIN streams USING (stream)
            WHERE ($1 = '' OR store = $1) AND sales.seq > $2 ORDER BY stream, sales.seq LIMIT $3
            """);
        statement.Parameters.AddWithValue("$1", request.Store);
        statement.Parameters.AddWithValue("$2", request.AfterSeq);
        statement.Parameters.AddWithValue("$3", request.Limit > 0 ? request.Limit : -1);
        using var rows = statement.ExecuteReader();
        while (rows.Read())
        {
            await responseStream.WriteAsync(new CommittedSale
            {
                Store = rows.GetString(0),
                Box = rows.GetString(1),
                Epoch = Convert.ToHexStringLower(rows.Bytes(2)),
                Seq = rows.GetInt64(3),
                AtUs = rows.GetInt64(4),
                ReceiptNumber = rows.GetString(5),
                CommandId = rows.GetString(6),
                Total = new Money { Minor = rows.GetInt64(7), Currency = rows.GetString(8) },
            }, context.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task ListStock(ListStockRequest request, IServerStreamWriter<StockRow> responseStream, ServerCallContext context)
    {
        using var books = Open();
        using var statement = books.Statement("SELECT store, sku, on_hand FROM stock WHERE $1 = '' OR store = $1 ORDER BY store, sku");
        statement.Parameters.AddWithValue("$1", request.Store);
        using var rows = statement.ExecuteReader();
        while (rows.Read())
        {
            var row = new StockRow { Store = rows.GetString(0), Sku = rows.GetString(1), OnHandThousandths = rows.GetInt64(2) };
            await responseStream.WriteAsync(row, context.CancellationToken);
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Books.PathIn(options.Value.DataFolder)};Mode=ReadOnly");
        connection.Open();
        return connection;
    }

    private static StreamRow StreamOf(SqliteConnection books, SqliteDataReader row)
    {
        var stream = new StreamRow
        {
            Tenant = row.GetString(1),
            Store = row.GetString(2),
            Box = row.GetString(3),
            Epoch = Convert.ToHexStringLower(row.Bytes(4)),
            Seq = row.GetInt64(5),
            Hash = Convert.ToHexStringLower(row.Bytes(6)),
            Sales = row.GetInt64(7),
            Quarantined = row.GetInt64(8),
            Entries = row.GetInt64(9),
            Online = row.GetBoolean(10),
            HeadSeq = row.GetInt64(11),
        };
        stream.Totals.AddRange(books.Rows("SELECT minor, currency FROM totals WHERE stream = $1 ORDER BY currency",
            total => new Money { Minor = total.GetInt64(0), Currency = total.GetString(1) }, row.GetInt64(0)));
        return stream;
    }
}
