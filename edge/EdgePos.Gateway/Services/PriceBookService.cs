using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;
using Item = EdgePos.V1.Item;
using Unit = EdgePos.Store.Unit;

namespace EdgePos.Gateway;

/// <summary>Puts a price book into the box: built aside from the stream, checked whole, made current by one switch.</summary>
internal sealed class PriceBookService(CatalogueShelf shelf, StoreProfile store, ILogger<PriceBookService> log) : PriceBook.PriceBookBase
{
    private const int CodesMax = 5000;

    // One import at a time; a second one is told to come back. Held across awaits, so no lock will do.
    private static readonly SemaphoreSlim OneImport = new(1, 1);

    public override async Task<ImportPriceBookResponse> Import(
        IAsyncStreamReader<ImportPriceBookRequest> requestStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        if (!await OneImport.WaitAsync(TimeSpan.Zero, context.CancellationToken))
            throw new LedgerFault(FaultKind.Busy, "import", "price book", "another import is under way");
        try
        {
            return await Build(requestStream, caller, context.CancellationToken);
        }
        finally
        {
            OneImport.Release();
        }
    }

    public override Task<GetPriceBookResponse> GetPriceBook(GetPriceBookRequest request, ServerCallContext context) =>
        Task.FromResult(new GetPriceBookResponse
        {
            Version = shelf.Current?.Version ?? "",
            Items = shelf.Current?.Items ?? 0,
            Currency = store.Currency.Code,
        });

    public override Task<LookUpResponse> LookUp(LookUpRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        if (request.Codes.Count > CodesMax)
        {
            throw StatusMap.ToException(
                new Refusal(RefusalCode.FieldInvalid, "codes", $"at most {CodesMax} codes may be asked for at once"), caller.Language);
        }

        var response = new LookUpResponse();
        foreach (string code in request.Codes)
        {
            if (shelf.Current?.Find(code) is { Refusal: null } found)
                response.Found.Add(new LookUpResponse.Types.Found { Code = code, Item = ToWire(found.Value) });
        }

        return Task.FromResult(response);
    }

    private async Task<ImportPriceBookResponse> Build(
        IAsyncStreamReader<ImportPriceBookRequest> stream, Caller caller, CancellationToken cancellation)
    {
        CatalogueBuilder? builder = null;
        try
        {
            while (await stream.MoveNext(cancellation))
            {
                builder ??= shelf.Build(stream.Current.Merge);
                foreach (var item in stream.Current.Items)
                {
                    if (Put(builder, item) is { } refusal)
                        throw StatusMap.ToException(refusal, caller.Language);
                }
            }

            if (builder is null)
                throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, "items", "the import is empty"), caller.Language);
            var current = shelf.Switch(builder);
            Log.PriceBookCurrent(log, current.Version, current.Items, builder.Added, builder.Changed);
            return new ImportPriceBookResponse
            {
                Version = current.Version,
                Items = current.Items,
                Added = builder.Added,
                Changed = builder.Changed,
            };
        }
        finally
        {
            builder?.Dispose();
        }
    }

    private static Refusal? Put(CatalogueBuilder builder, Item item)
    {
        Store.Money? price = null;
        if (item.Price is { } given)
        {
            if (!Currency.TryParse(given.Currency, out var currency))
                return new Refusal(RefusalCode.PriceBookRowInvalid, "price", item.Sku, $"'{given.Currency}' is no ISO 4217 code");
            price = new Store.Money(given.Minor, currency);
        }

        return builder.Put(new Store.Item(item.Sku, item.Name, (Unit)(int)item.Unit, price, new Rate(item.TaxRatePpm)), item.Gtins);
    }

    private static Item ToWire(Store.Item item) => new()
    {
        Sku = item.Sku,
        Name = item.Name,
        Unit = item.Unit.ToWire(),
        Price = item.Price?.ToWire(),
        TaxRatePpm = item.TaxRate.Ppm,
    };
}
