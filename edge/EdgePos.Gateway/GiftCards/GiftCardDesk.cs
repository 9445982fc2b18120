using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>A gift card that somebody names.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Card">The card as it is now; null: none of that number was issued.</param>
internal sealed record NamedGiftCard(string Number, GiftCard? Card);

/// <summary>Gift cards at the counter: numbers as they are scanned or typed, and what is on the cards.</summary>
internal sealed class GiftCardDesk(IGiftCardIssuer issuer)
{
    /// <summary>The card that is scanned or typed.</summary>
    /// <param name="field">Where it was said.</param>
    public async ValueTask<Result<NamedGiftCard>> FindAsync(string text, string field, CancellationToken cancellation)
    {
        var number = NumberOf(text, field);
        return number.Refusal is { } refusal
            ? refusal
            : new NamedGiftCard(number.Value, await issuer.FindAsync(number.Value, cancellation));
    }

    /// <summary>The card that a line put money on; null: it put none on any.</summary>
    public async ValueTask<GiftCard?> FindLoadedAsync(SoldLine line, CancellationToken cancellation) =>
        line.Item.Is(ItemTraits.GiftCard) ? await issuer.FindAsync(line.Serial, cancellation) : null;

    /// <summary>What a register says with a scan, with the number of the card where the item is one.</summary>
    public Result<Asked> Read(Item item, Scan scan, Asked asked)
    {
        string said = asked.Serial is { Length: > 0 } typed ? typed : scan.Serial;
        return item.Is(ItemTraits.GiftCard) && said.Length > 0
            ? NumberOf(said, "serial").Then<Asked>(number => asked with { Serial = number })
            : asked;
    }

    private Result<string> NumberOf(string text, string field)
    {
        string number = ScanReader.Bare(text.Trim());
        return !GiftCardNumber.IsOne(number) ? GiftCardNumber.Unlike(field)
            : issuer.Owns(number) ? number
            : new Refusal(RefusalCode.GiftCardUnknown, field, GiftCardNumber.Mask(number));
    }
}
