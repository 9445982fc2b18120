using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Shelf labels: maps, calls, maps. What is due is in <see cref="LabelBook"/>, the printing in <see cref="LabelDesk"/>.</summary>
internal sealed class LabelsService(
    LabelBook book, LabelDesk desk, SellingDesk selling, StoreProfile store, IHostApplicationLifetime life)
    : Labels.LabelsBase
{
    private const int UsualPage = 100, MostLabels = 1000;

    private static readonly long DayUs = (long)TimeSpan.FromDays(1).TotalMicroseconds;

    public override async Task<ListDueLabelsResponse> ListDue(ListDueLabelsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var order = OrderOf([], request.Department, request.AtUs).OrThrow(caller.Language);
        int most = Page(request.AfterSku, request.Limit).OrThrow(caller.Language);
        var answer = new ListDueLabelsResponse();
        await foreach (var label in book.DueAsync(request.AfterSku, order, context.CancellationToken))
        {
            if (request.AfterSku.Length == 0)
                answer.Total++;
            if (answer.Labels.Count < most)
                answer.Labels.Add(ToWire(label));
            else
                answer.NextAfterSku = answer.Labels[^1].Sku;
            if (answer.NextAfterSku.Length > 0 && request.AfterSku.Length > 0)
                break;
        }

        return answer;
    }

    public override async Task<ListGoneLabelsResponse> ListGone(ListGoneLabelsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        int most = Page(request.AfterSku, request.Limit).OrThrow(caller.Language);
        var page = await book.GoneAsync(request.AfterSku, context.CancellationToken).Take(most + 1).ToListAsync(context.CancellationToken);
        return new ListGoneLabelsResponse
        {
            Labels =
            {
                page.Take(most).Select(label => new GoneLabel
                {
                    Sku = label.Sku,
                    Name = label.Hanging!.Text.Name,
                    Price = label.Hanging.Text.Amount.ToWire(),
                }),
            },
            NextAfterSku = page.Count > most ? page[most - 1].Sku : "",
        };
    }

    public override async Task Print(
        PrintLabelsRequest request, IServerStreamWriter<PrintLabelsProgress> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        var order = OrderOf(request.Codes, request.Department, request.AtUs).OrThrow(caller.Language);
        var watcher = desk.Watchers.Begin((command.Register, command.Id));
        try
        {
            await Watches.SendUntilStopAsync(context, life, async end =>
            {
                var printing = desk.PrintAsync(command, request.Device, order);
                _ = printing.ContinueWith(_ => watcher.Writer.TryComplete(), TaskScheduler.Default);
                await foreach (var progress in watcher.Reader.ReadAllAsync(end))
                    await responseStream.WriteAsync(progress, end);
                await responseStream.WriteAsync((await printing).OrThrow(caller.Language), end);
            });
        }
        finally
        {
            desk.Watchers.End(watcher);
        }
    }

    public override async Task<MarkLabelsHangingResponse> MarkHanging(MarkLabelsHangingRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var order = OrderOf(request.Codes, request.Department, request.AtUs).OrThrow(caller.Language);
        return (await desk.MarkAsync(order, context.CancellationToken)).OrThrow(caller.Language);
    }

    private Result<LabelOrder> OrderOf(IReadOnlyList<string> codes, string department, long atUs)
    {
        if (codes.Count > MostLabels)
            return new Refusal(RefusalCode.FieldInvalid, "codes", $"at most {MostLabels} codes may be named at once");
        if (codes.Any(code => code.Length is 0 or > BasketLimits.MaxScannedLength))
        {
            return new Refusal(RefusalCode.FieldInvalid, "codes",
                $"each of codes must have 1 to {BasketLimits.MaxScannedLength} characters");
        }

        if (Words.Check("department", department, 0, ItemRules.MaxSkuLength) is { } wrong)
            return wrong;
        if (department.Length > 0 && codes.Count > 0)
            return new Refusal(RefusalCode.FieldInvalid, "department", "department and codes do not go together");
        long now = selling.Moment("").Us;
        return atUs == 0 || (atUs > now - DayUs && atUs < now + (365 * DayUs))
            ? new LabelOrder([.. codes], department, atUs)
            : new Refusal(RefusalCode.FieldInvalid, "at_us", "at_us must be 0, or from a day ago to a year from now");
    }

    private static Result<int> Page(string afterSku, int limit)
    {
        if (Words.Check("after_sku", afterSku, 0, ItemRules.MaxSkuLength) is { } wrong)
            return wrong;
        return limit is < 0 or > MostLabels
            ? new Refusal(RefusalCode.FieldInvalid, "limit", $"limit must be 0 to {MostLabels}")
            : limit == 0 ? UsualPage : limit;
    }

    private static DueLabel ToWire(WantedLabel label) => new()
    {
        Sku = label.Sku,
        Name = label.Text!.Name,
        Unit = (V1.Unit)(int)label.Item!.Unit,
        OldPrice = label.Hanging?.Text.Amount.ToWire(),
        NewPrice = label.Text.Amount.ToWire(),
        HangsSinceUs = label.Hanging?.SinceUs ?? 0,
    };
}
