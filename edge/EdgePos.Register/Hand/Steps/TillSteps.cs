using System.Globalization;
using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What a cashier does with the till, ready to be sent: the same command each time it is tried.</summary>
/// <param name="newId">Makes the id of a command.</param>
internal sealed class TillSteps(BoxClient box, Texts texts, string currency, Func<string> newId)
{
    /// <summary>The step of what was typed.</summary>
    /// <param name="approval">Who allows it, name:PIN; empty: nobody is asked.</param>
    public Step Prepare(TypedTill typed, string approval) => typed switch
    {
        TypedTill.Open open => Open(open),
        TypedTill.Cashier cashier => Change(cashier),
        TypedTill.Move move => Move(move, approval),
        TypedTill.Close close => Close(close),
        TypedTill.ZReport report => stop => TellAsync(
            o => box.Tills.GetZReportAsync(new GetZReportRequest { ZNumber = report.Number }, o).ResponseAsync, Closed(asked: true), stop),
        _ => stop => TellAsync(o => box.Tills.GetAsync(new GetTillRequest(), o).ResponseAsync, Report, stop),
    };

    private Step Open(TypedTill.Open typed)
    {
        if (!Amounts.TryParseTyped(typed.Float, currency, out var amount))
            return NotAnAmount(typed.Float);
        var request = new OpenTillRequest { CommandId = newId(), Float = amount, BusinessDate = typed.Date };
        return stop => TellAsync(o => box.Tills.OpenAsync(request, o).ResponseAsync, opening => Done(
            texts.Of(Say.TillOpened, opening.BusinessDate, texts.Money(opening.Float))), stop);
    }

    private Step Change(TypedTill.Cashier typed)
    {
        var request = new ChangeCashierRequest { CommandId = newId(), Employee = typed.Employee };
        return stop => TellAsync(o => box.Tills.ChangeCashierAsync(request, o).ResponseAsync,
            change => Done(texts.Of(Say.CashierChanged, change.Employee)), stop);
    }

    private Step Move(TypedTill.Move typed, string approval)
    {
        var request = new MoveCashRequest { CommandId = newId(), Kind = typed.Kind, Reason = typed.Reason };
        if (typed.Amount.Length > 0)
        {
            if (!Amounts.TryParseTyped(typed.Amount, currency, out var amount))
                return NotAnAmount(typed.Amount);
            request.Amount = amount;
        }

        return stop => TellAsync(o => box.Tills.MoveAsync(request, o).ResponseAsync, movement => Done(movement.Kind switch
        {
            CashMovementKind.PaidIn => texts.Of(Say.PaidIn, texts.Money(movement.Amount)),
            CashMovementKind.PaidOut => texts.Of(Say.PaidOut, texts.Money(movement.Amount)),
            CashMovementKind.SafeDrop => texts.Of(Say.SafeDropped, texts.Money(movement.Amount)),
            _ => texts.Of(Say.DrawerOpened),
        }), stop, approval);
    }

    private Step Close(TypedTill.Close typed)
    {
        var request = new CloseTillRequest { CommandId = newId(), Reason = typed.Reason };
        foreach (string word in typed.Counted.Split(' '))
        {
            int x = word.IndexOf('x', StringComparison.Ordinal);
            long pieces = 0;
            bool good = x < 0 || long.TryParse(word[..x], NumberStyles.None, CultureInfo.InvariantCulture, out pieces);
            if (!Amounts.TryParseTyped(word[(x + 1)..], currency, out var amount) || !good)
                return NotAnAmount(word);
            if (x < 0)
                request.CountedTotal = amount;
            else
                request.Counted.Add(new CountedCash { Denomination = amount, Pieces = pieces });
        }

        return stop => TellAsync(o => box.Tills.CloseAsync(request, o).ResponseAsync, Closed(asked: false), stop);
    }

    private Outcome Report(XReport report) => report.Open
        ? new(OutcomeKind.Done, texts.Of(Say.TillIsOpen, report.BusinessDate, texts.Money(report.Totals.Expected)),
            Paper: TillText.Of(report, texts), PaperAsked: true)
        : Done(texts.Of(Say.TillIsClosed, report.LastZNumber));

    private Func<ZReport, Outcome> Closed(bool asked) => report => new(OutcomeKind.Done,
        texts.Of(Say.TillClosed, report.ZNumber, texts.Money(report.CountedTotal), texts.Money(report.Difference)),
        Paper: TillText.Of(report, texts), PaperAsked: asked);

    private async Task<Outcome> TellAsync<T>(Func<Grpc.Core.CallOptions, Task<T>> call, Func<T, Outcome> tell, CancellationToken stop,
        string approval = "")
    {
        var answer = await box.CallAsync(call, stop, approval: approval);
        return answer.Refusal is { } no
            ? new Outcome(OutcomeKind.Refused, no.Sentence, texts.HintOf(no), no.Reason)
            : tell(answer.Value);
    }

    private Step NotAnAmount(string typed) => _ => Task.FromResult(
        new Outcome(OutcomeKind.NotUnderstood, texts.Of(Say.NotAnAmount, typed, currency), texts.Of(Say.HintTill)));

    private static Outcome Done(string message) => new(OutcomeKind.Done, message);
}
