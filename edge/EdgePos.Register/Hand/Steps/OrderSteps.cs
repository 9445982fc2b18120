using System.Globalization;
using System.Text;
using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What a cashier does with orders of the web shop.</summary>
internal sealed class OrderSteps(OpenSale sale, BoxClient box, Texts texts)
{
    private const int ListedMost = 50;

    /// <summary>Prepares what was typed.</summary>
    public Step Of(TypedOrder typed) => typed switch
    {
        TypedOrder.Prepare prepare => Prepare(prepare),
        TypedOrder.HandOver handOver => HandOver(handOver),
        TypedOrder.GiveUp giveUp => GiveUp(giveUp),
        _ => ListAsync,
    };

    private async Task<Outcome> ListAsync(CancellationToken stop)
    {
        var request = new ListOrdersRequest { Limit = ListedMost };
        var answer = await box.CallAsync(o => box.Orders.ListAsync(request, o).ResponseAsync, stop);
        if (answer.Refusal is { } no)
            return sale.Refuse(no);
        var paper = new StringBuilder();
        foreach (var order in answer.Value.Orders)
            Write(paper, order);
        if (answer.Value.NextPage.Length > 0)
            paper.AppendLine("...");
        return new Outcome(OutcomeKind.Done, texts.Of(Say.OrdersToDo, answer.Value.Orders.Count), Paper: paper.ToString().TrimEnd(),
            PaperAsked: true);
    }

    private Step Prepare(TypedOrder.Prepare typed)
    {
        var request = new PrepareOrderRequest { CommandId = sale.NewId(), OrderNumber = typed.Number, Place = typed.Place };
        request.Lines.AddRange(typed.Short.Select(line => new PickedLine
        {
            Line = line.Line,
            QuantityThousandths = line.Thousandths,
            Reason = ShortReason.OutOfStock,
        }));
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Orders.PrepareAsync(request, o).ResponseAsync, stop);
            if (answer.Refusal is { } no)
                return sale.Refuse(no);
            int missing = answer.Value.Picked.Count(line => line.QuantityThousandths < line.OrderedThousandths);
            return new Outcome(OutcomeKind.Done, texts.Of(Say.OrderPrepared, typed.Number, missing));
        };
    }

    // The basket of an order takes the place of the one under way, which is parked or finished first; an empty one is given up.
    private Step HandOver(TypedOrder.HandOver typed)
    {
        if (sale.Basket is { Lines.Count: > 0 })
            return sale.Tell(OutcomeKind.NotUnderstood, Say.OneAtATime, Say.HintParkFirst);
        var request = new HandOverOrderRequest { CommandId = sale.NewId(), OrderNumber = typed.Number, AgeSeen = typed.AgeSeen };
        var empty = sale.Basket is null ? null : new AbandonBasketRequest { CommandId = sale.NewId(), BasketId = sale.BasketId };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Orders.HandOverAsync(request, o).ResponseAsync, stop);
            if (answer.Refusal is { } no)
                return sale.Refuse(no);
            if (answer.Value.Basket is not { } basket)
                return new Outcome(OutcomeKind.Done, texts.Of(Say.OrderHandedOver, typed.Number));
            if (empty is not null)
                await box.CallAsync(o => box.Checkout.AbandonBasketAsync(empty, o).ResponseAsync, stop);
            sale.Leave();
            sale.Show(basket);
            return new Outcome(OutcomeKind.Done, texts.Of(Say.OrderToPay, typed.Number, texts.Money(basket.Due)));
        };
    }

    private Step GiveUp(TypedOrder.GiveUp typed)
    {
        var request = new GiveUpOrderRequest { CommandId = sale.NewId(), OrderNumber = typed.Number, Reason = typed.Reason };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Orders.GiveUpAsync(request, o).ResponseAsync, stop);
            return answer.Refusal is { } no ? sale.Refuse(no)
                : new Outcome(OutcomeKind.Done, texts.Of(Say.OrderGivenUp, typed.Number));
        };
    }

    private void Write(StringBuilder paper, Order order)
    {
        var ordered = order.Order_;
        string state = order.State switch
        {
            OrderState.Prepared => texts.Of(Say.OrderWaits, order.Place.Length > 0 ? order.Place : "-"),
            OrderState.Cancelled => texts.Of(Say.OrderPutBack, order.Place.Length > 0 ? order.Place : "-"),
            _ => texts.Of(Say.OrderOpen),
        };
        var end = DateTimeOffset.UnixEpoch.AddMicroseconds(ordered.UntilUs).ToLocalTime();
        string until = ordered.UntilUs == 0 ? "" : end.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        string money = order.Due is { } due ? texts.Money(due) : ordered.Paid ? texts.Of(Say.OrderPaid) : "";
        string[] parts = [ordered.Number, state, $"{ordered.CustomerNumber} {ordered.CustomerName}".Trim(), until, money, ordered.Note];
        paper.AppendLine(string.Join("  ", parts.Where(part => part.Length > 0)));
        if (order.State != OrderState.Open)
            return;
        foreach (var line in ordered.Lines)
            paper.AppendLine(CultureInfo.InvariantCulture, $"  {line.Line}: {Number(line.QuantityThousandths)} x {NameOf(line)}");
    }

    private static string NameOf(OrderLine line) => line.Name.Length > 0 ? $"{line.Name} ({line.Sku})" : line.Sku;

    private string Number(long thousandths) => Quantities.Format(thousandths, Unit.Each, texts.DecimalSign);
}
