using System.Collections.Concurrent;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Relay;
using EdgePos.Store;
using Google.Protobuf;
using Basket = EdgePos.Store.Basket;
using BasketState = EdgePos.Store.BasketState;

namespace EdgePos.Gateway;

/// <summary>A line of a receipt that comes back, and what head office holds for it.</summary>
/// <param name="Sold">The line, with what of it came back anywhere.</param>
/// <param name="Hold">Null: nothing is held.</param>
internal sealed record HeldLine(SoldLine Sold, ReturnHold? Hold);

/// <summary>
/// Receipts at the counter: of this box by its own ledger, and of every store by head office, which knows what came back elsewhere
/// and holds what is about to come back here. A receipt of its own the box takes back also while head office is away; one of another
/// store not.
/// </summary>
/// <param name="hasHeadOffice">False where none is set up: then there are no other stores.</param>
internal sealed class ReceiptDesk(
    LedgerReader ledger, ReceiptQuestions questions, SellingDesk selling, StoreProfile store, Func<bool> hasHeadOffice, TimeProvider time)
{
    // As long as a customer may take to choose something else.
    private static readonly TimeSpan HeldFor = TimeSpan.FromHours(2);

    private const int ReleasedMax = 1000;

    private readonly ConcurrentDictionary<Guid, byte> _released = new();

    /// <summary>The lines of a receipt, with what of each came back anywhere, as far as that can be known now.</summary>
    public async Task<Result<SoldLine[]>> FindAsync(string receipt, CancellationToken stopping)
    {
        var own = ledger.FindSold(store.Identity.Store, receipt);
        if (own is null && CheckElsewhere(receipt) is { } refusal)
            return refusal;
        var answer = await questions.AskAsync(NewAsk(receipt), stopping);
        if (own is null)
            return ReadElsewhere(receipt, answer, ledger.FindBackHere(receipt));
        return answer is not { Finding: ReceiptFinding.Found } ? own
            : own.Select(line => Without(line, SaleElsewhere.BackOf(answer, line.Line))).ToArray();
    }

    /// <summary>Has head office hold what is to come back of a line. What is held and not taken is to be released.</summary>
    /// <param name="command">The command that takes it back.</param>
    /// <param name="thousandths">How much; null: all that is left.</param>
    public async Task<Result<HeldLine>> HoldAsync(
        Guid command, string receipt, int line, long? thousandths, CancellationToken stopping)
    {
        var own = ledger.FindSold(store.Identity.Store, receipt);
        if (own is null && CheckElsewhere(receipt) is { } refusal)
            return refusal;
        var ownLine = own?.FirstOrDefault(sold => sold.Line == line);
        if (own is not null && ownLine is null)
            return NoLine(line);
        if (thousandths is <= 0 or > Quantity.MaxThousandths)
            return new Refusal(RefusalCode.QuantityOutOfRange, "quantity_thousandths", $"{Quantity.MaxThousandths / 1000}");

        var here = own is null ? ledger.FindBackHere(receipt) : null;
        var ask = NewAsk(receipt);
        ask.Hold = new HoldReturn
        {
            HoldId = command.ToString(),
            Line = line,
            QuantityThousandths = thousandths ?? 0,
            OwnThousandths = ownLine?.Returned ?? here!.GetValueOrDefault(line).Thousandths,
            UntilUs = UntilUs(),
        };
        var answer = await questions.AskAsync(ask, stopping);
        var held = ownLine is not null
            ? OwnLine(ownLine, answer, ask.Hold)
            : ReadElsewhere(receipt, answer, here!).Then(lines => LineElsewhere(lines, answer!, ask.Hold));
        if (held is not { Refusal: null, Value.Hold: not null } && answer is { HeldThousandths: > 0 })
            Release(receipt, command);
        return held;
    }

    /// <summary>What of a receipt of this ledger came back elsewhere, where head office can say so; 0: nothing.</summary>
    /// <returns>The number of a line.</returns>
    public async Task<int> FindBackElsewhereAsync(string receipt)
    {
        var answer = await questions.AskAsync(NewAsk(receipt), CancellationToken.None);
        return answer is { Finding: ReceiptFinding.Found } ? answer.Returned.FirstOrDefault(row => row.Thousandths > 0)?.Line ?? 0 : 0;
    }

    /// <summary>Whether goods may come back as without a receipt though there is one of another store; null: they may.</summary>
    public Refusal? CheckClaim(string receipt)
    {
        var refusal = CheckElsewhere(receipt) ?? (selling.Unasked == ReturnsUnasked.WithoutReceipt ? null : Unreachable(receipt));
        return IsOwn(receipt)
            ? new Refusal(RefusalCode.FieldInvalid, "claimed_receipt", "claimed_receipt must be a receipt of another store")
            : refusal is null ? null : refusal with { Field = "claimed_receipt" };
    }

    /// <summary>What is held will not come back. It need not arrive: what is held ends by itself.</summary>
    public void Release(string receipt, Guid hold)
    {
        var ask = NewAsk(receipt);
        ask.Release = new ReleaseReturn { HoldId = hold.ToString() };
        questions.Tell(ask);
    }

    /// <summary>A basket has changed: what was taken out of it, or was in it when it was given up, is held no longer.</summary>
    public void Follow(Basket basket)
    {
        foreach (var line in basket.Lines)
        {
            if (line.ReturnOf is not { Hold: { } hold } from || !(line.Void || basket.State == BasketState.Abandoned)
                || !_released.TryAdd(hold.Id, 0))
                continue;
            if (_released.Count > ReleasedMax)
                _released.Clear(); // at worst something is released twice
            Release(from.Receipt, hold.Id);
        }
    }

    private static Result<HeldLine> OwnLine(SoldLine line, ReceiptAnswer? answer, HoldReturn asked)
    {
        // Head office does not know it yet, or is away: then it told nobody else of it either, or is told of both afterwards.
        if (answer is not { Finding: ReceiptFinding.Found or ReceiptFinding.NotLeft })
            return new HeldLine(line, null);
        var back = SaleElsewhere.BackOf(answer, line.Line);
        if (answer.Finding == ReceiptFinding.NotLeft || answer.HeldThousandths <= 0)
            return NotLeft(Without(line, back), asked);
        return new HeldLine(Without(line, back), HoldOf(asked, back, sold: 0, paid: 0));
    }

    private static Result<HeldLine> LineElsewhere(SoldLine[] lines, ReceiptAnswer answer, HoldReturn asked)
    {
        if (lines.FirstOrDefault(sold => sold.Line == asked.Line) is not { } line)
            return NoLine(asked.Line);
        if (answer.Finding != ReceiptFinding.Found || answer.HeldThousandths <= 0)
            return NotLeft(line, asked);
        // What of it stands on a card of another store's, that store alone can take off again.
        if (line.Item.Is(ItemTraits.GiftCard))
            return new Refusal(RefusalCode.GiftCardUnknown, "line", GiftCardNumber.Mask(line.Serial));
        return new HeldLine(line, HoldOf(asked, SaleElsewhere.BackOf(answer, line.Line), line.Sold, line.Paid.Minor));
    }

    private static ReturnHold HoldOf(HoldReturn asked, Back back, long sold, long paid) =>
        new(Guid.Parse(asked.HoldId), asked.UntilUs, sold, paid, back.Thousandths, back.Minor);

    private static Refusal NotLeft(SoldLine line, HoldReturn asked) =>
        new(RefusalCode.ReturnedAlready, "line", $"{asked.Line}", line.Receipt);

    private static Refusal NoLine(int line) => new(RefusalCode.LineNotFound, "line", $"{line}");

    private static SoldLine Without(SoldLine line, Back elsewhere) => line with
    {
        Returned = line.Returned + elsewhere.Thousandths,
        Refunded = line.Refunded with { Minor = line.Refunded.Minor + elsewhere.Minor },
    };

    private Result<SoldLine[]> ReadElsewhere(string receipt, ReceiptAnswer? answer, IReadOnlyDictionary<int, Back> here) =>
        answer?.Finding switch
        {
            ReceiptFinding.Found or ReceiptFinding.NotLeft => SaleElsewhere.Read(answer, here, store) ?? Unreachable(receipt),
            ReceiptFinding.NotFound when answer.Sale.IsEmpty => new Refusal(RefusalCode.ReceiptNotAtHeadOffice, "receipt_number", receipt),
            ReceiptFinding.NotFound => SaleElsewhere.Read(answer, here, store) ?? Unreachable(receipt),
            _ => IsOwn(receipt) ? NotHere(receipt) : Unreachable(receipt),
        };

    // A receipt of another store or, of this one, of another box: whether there is anybody to ask.
    private Refusal? CheckElsewhere(string receipt) =>
        ReceiptNumber.TryParse(receipt, out _) && hasHeadOffice() ? null : NotHere(receipt);

    private bool IsOwn(string receipt) => ReceiptNumber.TryParse(receipt, out var number) && number.Store == store.Identity.Store;

    private static Refusal NotHere(string receipt) => new(RefusalCode.ReceiptNotFound, "receipt_number", receipt);

    private Refusal Unreachable(string receipt) => new(selling.Unasked == ReturnsUnasked.WithoutReceipt
        ? RefusalCode.ReceiptElsewhereUnasked : RefusalCode.ReceiptElsewhereUnreachable, "receipt_number", receipt);

    private ReceiptAsk NewAsk(string receipt) =>
        new() { ReceiptNumber = receipt, Epoch = ByteString.CopyFrom(ledger.Head().Epoch) };

    // By the clock of the journal, which never goes back: by it the ledger and head office decide that it is over.
    private long UntilUs()
    {
        long now = time.GetUtcNow().ToUs();
        long last = ledger.Entry(ledger.Head().Seq)?.Header.AtUs ?? 0;
        return Math.Max(now, last) + HeldFor.ToUs();
    }
}
