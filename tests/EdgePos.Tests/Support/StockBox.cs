using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Money = EdgePos.V1.Money;
using StockLevel = EdgePos.Store.StockLevel;

namespace EdgePos.Tests;

/// <summary>A ledger whose stock moves, in short words. Quantities are thousandths.</summary>
internal sealed class StockBox : IDisposable
{
    private static readonly byte[] Digest = new byte[32];

    private readonly TempFolder? _own;
    private int _ids;

    public StockBox(TempFolder? folder = null, string name = "ledger.db")
    {
        _own = folder is null ? new TempFolder(inMemory: true) : null;
        Path = (folder ?? _own!).File(name);
        Writer = Sales.Open(Path, Clock);
        Reader = new LedgerReader(Path);
        Stock = new StockReader(Reader, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    public string Path { get; }

    public LedgerWriter Writer { get; private set; }

    public LedgerReader Reader { get; }

    public StockReader Stock { get; }

    public Guid NewId() => Sales.IdOf("stock", Interlocked.Increment(ref _ids));

    /// <summary>Microseconds from now by the box's clock.</summary>
    public long In(TimeSpan time) => (Clock.GetUtcNow() + time - DateTimeOffset.UnixEpoch).Ticks / 10;

    public Task<Result<LedgerAnswer>> DoAsync(LedgerCommand command) => Writer.SubmitAsync(command);

    public BookStock Receive(params (string Sku, long Thousandths)[] moves) =>
        BookStock.Received(1, NewId(), Digest, "", new StockReceived { Document = "D1", Moves = { Moves(moves) } });

    public BookStock Adjust(string sku, long thousandths) => BookStock.Adjusted(1, NewId(), Digest, "",
        new StockAdjusted { Reason = EdgePos.V1.StockReason.Correction, Moves = { Moves((sku, thousandths)) } });

    public BookStock Transfer(StockTransferWay way, string sku, long thousandths) => BookStock.Transferred(1, NewId(), Digest, "",
        new StockTransferred { Way = way, OtherStore = "S2", Reference = "T1", Moves = { Moves((sku, thousandths)) } });

    public BeginStockCount Count(params string[] skus) => new(1, NewId(), Digest, "", skus);

    public RecordStockCount Record(Guid count, params (string Sku, long Thousandths)[] lines) => new(1, NewId(), Digest, "", count,
        [.. lines.Select(line => new CountedStock { Sku = line.Sku, QuantityThousandths = line.Thousandths })]);

    public FinishStockCount Finish(Guid count, StockCountEnd end = StockCountEnd.Book) => new(1, NewId(), Digest, "", count, end);

    public ReserveStock Reserve(string sku, long thousandths, TimeSpan time) =>
        new(1, NewId(), Digest, "", sku, thousandths, "order 7", In(time));

    public ReleaseStock Release(Guid reservation, Guid? basket = null) => new(1, NewId(), Digest, "", reservation, basket);

    public CompleteSale Sell(params (string Sku, long Thousandths)[] lines) => SellFor(NewId(), lines);

    /// <summary>A sale of a basket; goods that come back are below zero.</summary>
    public CompleteSale SellFor(Guid basket, params (string Sku, long Thousandths)[] lines)
    {
        var sale = new SaleCompleted
        {
            BasketId = basket.ToString(),
            CommandId = NewId().ToString(),
            Total = new Money { Currency = "EUR" },
            Change = new Money { Currency = "EUR" },
        };
        sale.Lines.AddRange(lines.Select(line => new SaleLine { Sku = line.Sku, Name = "Soap", QuantityThousandths = line.Thousandths }));
        return new CompleteSale(1, Guid.Parse(sale.CommandId), Digest, "", sale) { NeedsStock = true };
    }

    /// <summary>On hand, reserved, and whether it is stocked.</summary>
    public (long OnHand, long Reserved, bool IsStocked) Level(string sku, Guid? basket = null)
    {
        var level = Assert.Single(Stock.Of([sku], basket).Levels);
        return (level.OnHand, level.Reserved, level.IsStocked);
    }

    /// <summary>Carries out a command that must succeed; gives its answer.</summary>
    public async Task<T> GoodAsync<T>(LedgerCommand command, MessageParser<T> answer) where T : IMessage<T>
    {
        var result = await DoAsync(command);
        Assert.Null(result.Refusal);
        return answer.ParseFrom(result.Value.Response);
    }

    public async Task GoodAsync(LedgerCommand command) => Assert.Null((await DoAsync(command)).Refusal);

    public async Task<Refusal> RefusedAsync(RefusalCode code, LedgerCommand command)
    {
        var refusal = (await DoAsync(command)).Refusal;
        Assert.Equal(code, refusal?.Code);
        return refusal!;
    }

    /// <summary>Closes the ledger, does something with its file, and opens it again.</summary>
    public void Restart(Action? between = null)
    {
        Writer.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        between?.Invoke();
        Writer = Sales.Open(Path, Clock);
    }

    public void Dispose()
    {
        Writer.Dispose();
        Sales.AssertSound(Path);
        _own?.Dispose();
    }

    private static IEnumerable<StockMove> Moves(params (string Sku, long Thousandths)[] moves) =>
        moves.Select(move => new StockMove { Sku = move.Sku, QuantityThousandths = move.Thousandths });
}
