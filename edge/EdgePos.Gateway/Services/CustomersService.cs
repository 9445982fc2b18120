using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>The chain's customers; and what the box holds of somebody: finding it, giving it out and erasing it.</summary>
internal sealed class CustomersService(
    LedgerWriter writer, LedgerReader ledger, LoyaltyDesk loyalty, CustomerExport export, StoreProfile store) : Customers.CustomersBase
{
    private const int ShortestText = 3, LongestText = 100, MostFound = 1000;

    public override Task<LookCustomersResponse> Look(LookCustomersRequest request, ServerCallContext context) =>
        Task.FromResult(loyalty.Look(TextOf(request.Text, context)));

    public override async Task Find(
        FindCustomersRequest request, IServerStreamWriter<CustomerOnReceipt> responseStream, ServerCallContext context)
    {
        foreach (var found in ledger.FindCustomers(TextOf(request.Text, context), MostFound, context.CancellationToken))
            await responseStream.WriteAsync(found, context.CancellationToken);
    }

    public override async Task Export(
        ExportCustomerRequest request, IServerStreamWriter<CustomerData> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var who = WhoOf(request, context, caller);
        await writer.NoteAsync(
            new CustomerExported { Customer = who.Number, ReceiptNumber = who.Receipt?.ToString() ?? "" }, caller.Register);
        await foreach (var part in export.OfAsync(who, context.CancellationToken))
            await responseStream.WriteAsync(part, context.CancellationToken);
    }

    public override async Task<EraseCustomerResponse> Erase(EraseCustomerRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var number = ReceiptOf(request.ReceiptNumber, caller);
        var answer = await writer.EraseAsync(new EraseCustomer(command.Register, command.Id, command.Digest, Employee: "", number));
        return EraseCustomerResponse.Parser.ParseFrom(answer.OrThrow(caller.Language).Response);
    }

    public override async Task<EraseAllOfCustomerResponse> EraseAll(EraseAllOfCustomerRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        string number = NumberOf(request.CustomerNumber, caller);
        var answer = await writer.EraseAsync(new EraseAllOfCustomer(command.Register, command.Id, command.Digest, Employee: "", number,
            ledger.SalesWithDetailsOf(number, EraseAllOfCustomer.MostSales)));
        return EraseAllOfCustomerResponse.Parser.ParseFrom(answer.OrThrow(caller.Language).Response);
    }

    // A receipt is somebody's by the number that it is on; of one that is on no number there is nothing but itself.
    private WhoAsked WhoOf(ExportCustomerRequest request, ServerCallContext context, Caller caller)
    {
        switch (request.WhoCase)
        {
            case ExportCustomerRequest.WhoOneofCase.CustomerNumber:
                return new WhoAsked(NumberOf(request.CustomerNumber, caller), "", null);
            case ExportCustomerRequest.WhoOneofCase.Text:
                return new WhoAsked("", TextOf(request.Text, context), null);
            case ExportCustomerRequest.WhoOneofCase.ReceiptNumber:
                var number = ReceiptOf(request.ReceiptNumber, caller);
                return ledger.FindReceipt(number) is { } receipt ? new WhoAsked(receipt.ForCustomer?.Reference ?? "", "", number)
                    : throw StatusMap.ToException(
                        new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", number.ToString()), caller.Language);
            case ExportCustomerRequest.WhoOneofCase.None:
                break;
        }

        throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, "who",
            "one of customer_number, text and receipt_number must be there"), caller.Language);
    }

    private static ReceiptNumber ReceiptOf(string text, Caller caller) => ReceiptNumber.TryParse(text, out var number) ? number
        : throw StatusMap.ToException(new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", text), caller.Language);

    private static string NumberOf(string text, Caller caller)
    {
        Words.Check("customer_number", text, 1, Store.BasketCustomer.MaxLength).ThrowIfAny(caller.Language);
        return text;
    }

    private string TextOf(string text, ServerCallContext context) =>
        text.Trim() is { Length: >= ShortestText and <= LongestText } trimmed ? trimmed
        : throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, "text",
            $"text must have {ShortestText} to {LongestText} characters"), Caller.LanguageOf(context, store.Language));
}
