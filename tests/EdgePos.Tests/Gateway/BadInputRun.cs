using EdgePos.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Sends a good request of one call with every field spoiled in turn, and looks at each answer and at the books.</summary>
internal sealed class BadInputRun(BadInputShop shop, MethodDescriptor call, Func<BadInputShop, Task<GoodRequest>> prepare)
{
    private readonly List<string> _faults = [];
    private readonly FieldDescriptor? _command = call.InputType.FindFieldByName("command_id");
    private GoodRequest _good = new(new GetStatusRequest());
    private string _books = "";
    private int _refused, _carriedOut;

    /// <summary>Fails with all that was wrong.</summary>
    /// <returns>The fields that were spoiled, without rows.</returns>
    public async Task<IReadOnlySet<string>> RunAsync()
    {
        await PrepareAsync();
        var paths = new HashSet<string>();
        foreach (var bad in BadInputs.Of(_good.Request, _good.Only).ToList())
        {
            paths.Add(bad.Path.Replace("[0]", "", StringComparison.Ordinal));
            var request = bad.Of(_good.Request);
            if (!request.Equals(_good.Request))
                await TryAsync(bad, request);
        }

        Assert.True(_faults.Count == 0, $"{call.FullName}: {_faults.Count} of {_refused} refused and {_carriedOut} carried out\n"
            + string.Join('\n', _faults));
        await shop.SendAsync(call, _good.Request, BadInputShop.HeadersOf(_good.Register, "en"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{call.FullName}: {_refused} refused, {_carriedOut} carried out");
        return paths;
    }

    private async Task PrepareAsync()
    {
        _good = await prepare(shop);
        _books = await BooksAsync();
    }

    private async Task TryAsync(BadInput bad, IMessage request)
    {
        var (answer, refusal) = await AskAsync(request, "nl");
        // An import that became current is not sent again: it has no command id, and does the same.
        var (again, refusedAgain) = refusal is null && call.IsClientStreaming ? (answer, null) : await AskAsync(request, "en");
        if (refusal is null || refusedAgain is null)
        {
            _carriedOut++;
            Note(bad, refusal is null == refusedAgain is null ? null : $"carried out once: {(refusal ?? refusedAgain)!.Status}");
            Note(bad, _command is null || Equals(Kept(answer), Kept(again)) ? null : $"another answer to the same: {answer} {again}");
            Note(bad, answer is Basket basket ? BadInputBooks.Fault(basket) : null);
            if (_command is not null || call.IsClientStreaming || call.FullName == "edgepos.v1.Customers.Export") // it is written down
                await PrepareAsync();
            return;
        }

        _refused++;
        Note(bad, BadInputAnswers.Fault(refusal, call.InputType, "nl"));
        Note(bad, BadInputAnswers.Fault(refusedAgain, call.InputType, "en"));
        Note(bad, ReasonOf(refusal) == ReasonOf(refusedAgain) ? null : $"once {ReasonOf(refusal)}, once {ReasonOf(refusedAgain)}");
        Note(bad, BadInputAnswers.PlaceFault(refusedAgain, call.Name, bad));
        Note(bad, await BooksAsync() == _books ? null : $"refused, and the books changed: {ReasonOf(refusal)}");
    }

    private void Note(BadInput bad, string? fault)
    {
        if (fault is not null)
            _faults.Add($"{bad.Path} {bad.What}: {fault}");
    }

    private async Task<(IMessage? Answer, RpcException? Refusal)> AskAsync(IMessage request, string language)
    {
        try
        {
            return (await shop.SendAsync(call, request, BadInputShop.HeadersOf(_good.Register, language)), null);
        }
        catch (RpcException refusal)
        {
            return (null, refusal);
        }
    }

    private static string? ReasonOf(RpcException refusal) => refusal.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;

    // The answer but for what says that it is given again, and how far the printers are.
    private static IMessage? Kept(IMessage? answer)
    {
        if (answer is PrintLabelsProgress)
            return null;
        if (answer is PrintJob job)
            job.State = PrintState.Unspecified;
        if (answer?.Descriptor.FindFieldByName("replayed") is { } replayed)
            replayed.Accessor.Clear(answer);
        return answer;
    }

    // What a refusal must leave as it is: the journal, the price book, the basket. That somebody was not let in is written down.
    private async Task<string> BooksAsync()
    {
        if (call.Service.Name == "Staff")
            return "";
        var status = await shop.Daemon.StatusAsync();
        var prices = await shop.Daemon.PriceBook.GetPriceBookAsync(new GetPriceBookRequest());
        string? basket = call.InputType.FindFieldByName("basket_id")?.Accessor.GetValue(_good.Request) as string;
        return $"{status.JournalSeq} {status.JournalHash} {prices} {(basket is null ? null : await shop.Till.Get(basket))}";
    }
}
