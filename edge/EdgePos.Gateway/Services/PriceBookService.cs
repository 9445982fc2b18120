using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using Item = EdgePos.V1.Item;

namespace EdgePos.Gateway;

/// <summary>
/// The price book: built aside from a stream, checked whole, made current by one switch; and the versions to go back to.
/// </summary>
internal sealed class PriceBookService(
    CatalogueShelf shelf, ItemCodes codes, SellingDesk selling, StoreProfile store, DiskWatch disk, TimeProvider time,
    ILogger<PriceBookService> log)
    : PriceBook.PriceBookBase
{
    private const int CodesMax = 5000;

    // A register that stops in the middle holds the one import. A slow line brings a message much sooner.
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(30);

    public override Task<ImportPriceBookResponse> Import(
        IAsyncStreamReader<ImportPriceBookRequest> requestStream, ServerCallContext context) =>
        Build(requestStream, Caller.Of(context, store.Language), context.CancellationToken);

    public override Task<GetPriceBookResponse> GetPriceBook(GetPriceBookRequest request, ServerCallContext context)
    {
        var current = shelf.Current;
        return Task.FromResult(new GetPriceBookResponse
        {
            Version = current?.Version ?? "",
            Items = current?.Items ?? 0,
            Currency = store.Currency.Code,
        });
    }

    public override Task<LookUpResponse> LookUp(LookUpRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        if (request.Codes.Count > CodesMax)
        {
            throw StatusMap.ToException(
                new Refusal(RefusalCode.FieldInvalid, "codes", $"at most {CodesMax} codes may be asked for at once"), caller.Language);
        }

        // One version answers for all codes, also where another becomes current in between.
        using var book = shelf.Borrow();
        var response = new LookUpResponse();
        foreach (string code in request.Codes)
        {
            if (book is not null && codes.Read(code).Then(book.FindRow) is { Refusal: null } found)
                response.Found.Add(new LookUpResponse.Types.Found { Code = code, Item = PricedNow(found.Value) });
        }

        return Task.FromResult(response);
    }

    public override Task<ListVersionsResponse> ListVersions(ListVersionsRequest request, ServerCallContext context)
    {
        var response = new ListVersionsResponse { Trouble = shelf.Trouble };
        response.Versions.AddRange(shelf.Versions.Select(ToWire));
        return Task.FromResult(response);
    }

    public override Task<PriceBookVersion> RollBack(RollBackRequest request, ServerCallContext context)
    {
        string language = Caller.LanguageOf(context, store.Language);
        var command = Requests.Id("command_id", request.CommandId).OrThrow(language);
        if (request.Version.Length == 0)
            throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, "version", "version must name one"), language);
        string? before = shelf.Current?.Version;
        var current = shelf.RollBack(request.Version, command).OrThrow(language);
        if (current.IsCurrent && current.Version != before)
            Log.PriceBookRolledBack(log, current.Version, current.Items, before ?? "none");
        return Task.FromResult(ToWire(current));
    }

    private async Task<ImportPriceBookResponse> Build(
        IAsyncStreamReader<ImportPriceBookRequest> stream, Caller caller, CancellationToken cancellation)
    {
        if (disk.Disk == DiskState.Reserve)
            throw StatusMap.ToException(new Refusal(RefusalCode.DiskFull, ""), caller.Language);
        CatalogueBuilder? builder = null;
        try
        {
            while (await NextAsync(stream, caller, cancellation))
            {
                builder ??= shelf.Build(stream.Current.Merge);
                Put(builder, stream.Current).ThrowIfAny(caller.Language);
            }

            if (builder is null)
                throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, "items", "the import is empty"), caller.Language);
            var current = shelf.Switch(builder).OrThrow(caller.Language);
            Log.PriceBookCurrent(log, current.Version, current.Items, builder.Added, builder.Changed);
            return new ImportPriceBookResponse
            {
                Version = current.Version,
                Items = current.Items,
                Added = builder.Added,
                Changed = builder.Changed,
                Promotions = builder.Promotions,
            };
        }
        finally
        {
            builder?.Dispose();
        }
    }

    private async Task<bool> NextAsync(
        IAsyncStreamReader<ImportPriceBookRequest> stream, Caller caller, CancellationToken cancellation)
    {
        using var idle = new CancellationTokenSource(IdleMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, idle.Token);
        try
        {
            return await stream.MoveNext(either.Token);
        }
        catch (IOException fault) when (fault is not InvalidProtocolBufferException)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the caller went away"));
        }
        catch (InvalidProtocolBufferException)
        {
            throw StatusMap.ToException(UnreadableMessages.Refusal, caller.Language);
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw StatusMap.ToException(
                new Refusal(RefusalCode.PriceBookStalled, "", $"{(int)IdleMax.TotalSeconds}"), caller.Language);
        }
    }

    private static Refusal? Put(CatalogueBuilder builder, ImportPriceBookRequest part)
    {
        foreach (string id in part.EndedPromotions)
            builder.End(id);
        return part.TaxCategories.Select(row => BookRows.Put(builder, row))
            .Concat(part.Promotions.Select(promotion => BookRows.Put(builder, promotion)))
            .Concat(part.Items.Select(item => BookRows.Put(builder, item)))
            .FirstOrDefault(refusal => refusal is not null);
    }

    // As anybody would pay for it now.
    private Item PricedNow(BookRow row)
    {
        var message = row.ToWire();
        message.Price = row.PriceAt(selling.Moment("").Us, "")?.ToWire();
        return message;
    }

    private static PriceBookVersion ToWire(CatalogueVersion version) => new()
    {
        Version = version.Version,
        Items = version.Items,
        Currency = version.Currency.Code,
        MadeCurrentUs = version.MadeCurrentUs,
        Current = version.IsCurrent,
    };
}
