using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>The chain's customers; and whose details stand on receipts: finding and erasing them.</summary>
internal sealed class CustomersService(LedgerWriter writer, LedgerReader ledger, LoyaltyDesk loyalty, StoreProfile store)
    : Customers.CustomersBase
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

    public override async Task<EraseCustomerResponse> Erase(EraseCustomerRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        if (!ReceiptNumber.TryParse(request.ReceiptNumber, out var number))
        {
            throw StatusMap.ToException(
                new Refusal(RefusalCode.ReceiptNotFound, "receipt_number", request.ReceiptNumber), caller.Language);
        }

        var answer = await writer.EraseAsync(new EraseCustomer(command.Register, command.Id, command.Digest, Employee: "", number));
        return EraseCustomerResponse.Parser.ParseFrom(answer.OrThrow(caller.Language).Response);
    }

    private string TextOf(string text, ServerCallContext context) =>
        text.Trim() is { Length: >= ShortestText and <= LongestText } trimmed ? trimmed
        : throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, "text",
            $"text must have {ShortestText} to {LongestText} characters"), Caller.LanguageOf(context, store.Language));
}
