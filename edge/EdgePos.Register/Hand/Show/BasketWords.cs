using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What a cashier should know of a basket besides its lines and sums, a sentence each.</summary>
internal static class BasketWords
{
    private const int SkusShown = 3;

    /// <summary>Who it is for, the note, that it is parked.</summary>
    public static IEnumerable<string> Facts(Basket basket, Texts texts)
    {
        if (basket.State == BasketState.Suspended)
            yield return texts.Of(Say.IsParked);
        if (basket.Customer is { Group.Length: > 0 } customer)
            yield return texts.Of(Say.ForGroup, customer.Group, customer.Reference).TrimEnd();
        if (basket.Customer is { Exemption.Length: > 0 } exempt)
            yield return texts.Of(Say.ExemptTaken, exempt.Exemption);
        if (basket.Note.Length > 0)
            yield return texts.Of(Say.NoteTaken, basket.Note);
    }

    /// <summary>What a little more would give.</summary>
    public static IEnumerable<string> Hints(Basket basket, Texts texts) => basket.Hints.Select(hint => hint.MissingAmount is { } missing
        ? texts.Of(Say.HintAmountMore, texts.Money(missing), hint.Name)
        : texts.Of(Say.HintPiecesMore, hint.MissingPieces, What(hint), hint.Name));

    /// <summary>What somebody should see to: the box's warnings, and coupons that give nothing.</summary>
    public static IEnumerable<string> Warnings(Basket basket, Texts texts) => basket.Warnings.Select(warning => warning.Sentence)
        .Concat(basket.CouponsUnused.Select(code => texts.Of(Say.CouponGivesNothing, code)));

    private static string What(PromotionHint hint)
    {
        string[] all = [.. hint.Skus, .. hint.Departments];
        return string.Join(", ", all.Take(SkusShown)) + (all.Length > SkusShown ? ", …" : "");
    }
}
