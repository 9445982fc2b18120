using System.Globalization;
using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What a cashier typed or scanned, understood as far as that goes without the box.</summary>
internal abstract record Typed
{
    /// <summary>An item.</summary>
    /// <param name="Thousandths">Thousandths of its unit; null: one unit.</param>
    internal sealed record Item(string Code, long? Thousandths) : Typed;

    internal sealed record ChangeQuantity(int Line, long Thousandths) : Typed;

    internal sealed record VoidLine(int Line) : Typed;

    /// <summary>Cash.</summary>
    /// <param name="Amount">As typed: what it means depends on the currency. Empty: what is due.</param>
    internal sealed record Cash(string Amount) : Typed;

    /// <summary>Who the receipt is to be made out to.</summary>
    /// <param name="Details">Null: nobody after all.</param>
    internal sealed record Customer(CustomerDetails? Details) : Typed;

    internal sealed record Enter : Typed;

    /// <summary>A receipt.</summary>
    /// <param name="Number">Empty: the last one.</param>
    internal sealed record ShowReceipt(string Number) : Typed;

    internal sealed record Abandon : Typed;

    /// <summary>Somebody allows the next command.</summary>
    internal sealed record Approve(string Name, string Pin) : Typed;

    /// <summary>How much there is of an item.</summary>
    internal sealed record StockOf(string Sku) : Typed;

    /// <summary>An item that is to be weighed.</summary>
    /// <param name="TareGrams">Of its packing.</param>
    internal sealed record Weigh(string Code, long TareGrams) : Typed;

    /// <summary>What is on a gift card.</summary>
    internal sealed record GiftCardOf(string Number) : Typed;

    /// <summary>A customer of the chain.</summary>
    /// <param name="Text">Number, card or part of a name; empty: nobody after all.</param>
    internal sealed record Member(string Text) : Typed;

    /// <summary>Puts money on a gift card.</summary>
    /// <param name="Amount">As typed.</param>
    /// <param name="Code">The item that does; empty: the one that the box sells at a scan of the card.</param>
    internal sealed record TopUp(string Amount, string Number, string Code) : Typed;

    internal sealed record Status : Typed;

    internal sealed record Help : Typed;

    internal sealed record Quit : Typed;

    /// <summary>Something that reads like a command and is not one.</summary>
    /// <param name="What">What is wrong with it.</param>
    /// <param name="Text">The part that is wrong.</param>
    /// <param name="Hint">How it is typed.</param>
    internal sealed record Wrong(Say What, string Text, Say Hint) : Typed;

    /// <summary>
    /// Reads a line. The words of all languages are always understood: a cashier's fingers know them. What begins with
    /// no word is a code; codes may contain blanks.
    /// </summary>
    public static Typed Read(string line)
    {
        string text = line.Trim();
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (words.Length == 0 ? "" : words[0].ToLowerInvariant(), words.Length) switch
        {
            ("", _) => new Enter(),
            ("qty" or "aantal", _) => ReadChange(words),
            ("void" or "vervalt", _) => ReadVoid(words),
            ("cash" or "contant", 1 or 2) => new Cash(words.ElementAtOrDefault(1) ?? ""),
            ("cash" or "contant", _) => new Wrong(Say.NotAnAmount, text[(words[0].Length + 1)..], Say.HintCash),
            ("customer" or "klant", _) => new Customer(ReadCustomer(text[words[0].Length..])),
            ("till" or "kassa", _) => TypedTill.Read(words),
            ("receipt" or "bon", 1 or 2) => new ShowReceipt(words.ElementAtOrDefault(1) ?? ""),
            ("abandon" or "afbreken", 1) => new Abandon(),
            ("status", 1) => new Status(),
            ("help" or "?", 1) => new Help(),
            ("quit" or "exit" or "stop", 1) => new Quit(),
            _ => ReadSale(words) ?? TypedStaff.Read(words) ?? ReadItem(text),
        };
    }

    /// <summary>A line as it may be shown: without a PIN.</summary>
    public static string Shown(string line)
    {
        string text = line.Trim();
        string word = text.Split(' ')[0];
        bool hidesPin = word.ToLowerInvariant() is "approve" or "akkoord" or "signin" or "aanmelden" or "newpin" or "nieuwepin"
            || (word.ToLowerInvariant() is "clock" or "klok" && text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > 2);
        return hidesPin && word.Length < text.Length ? $"{word} ****" : text;
    }

    // The commands about the sale and what is done with the whole of it; null: it is none of them.
    private static Typed? ReadSale(string[] words) => words[0].ToLowerInvariant() switch
    {
        "price" or "prijs" => TypedChange.ReadPrice(words),
        "discount" or "korting" => TypedChange.ReadDiscount(words),
        "note" or "notitie" => TypedChange.ReadNote(words),
        "group" or "groep" => TypedChange.ReadGroup(words),
        "exempt" or "vrijgesteld" => TypedChange.ReadExempt(words),
        "coupon" => TypedChange.ReadCoupon(words),
        "return" or "retour" => TypedReturn.Read(words),
        "return-item" or "retour-artikel" => TypedReturn.ReadItem(words),
        "card" or "pin" => TypedPay.ReadCard(words),
        "slip" or "pinbon" => TypedPay.ReadSlip(words),
        "voucher" or "tegoedbon" => TypedPay.Read(words, (amount, number) => new TypedPay.Voucher(amount, number)),
        "account" or "rekening" => TypedPay.Read(words, (amount, number) => new TypedPay.Account(amount, number)),
        "member" or "klantkaart" => new Member(From(words, 1)),
        "points" or "punten" when words.Length < 3 => new TypedPay.Points(words.ElementAtOrDefault(1) ?? ""),
        "giftcard" or "cadeaukaart" => TypedPay.ReadGiftCard(words),
        "topup" or "opwaarderen" => words.Length is 3 or 4
            ? new TopUp(words[1], words[2], words.ElementAtOrDefault(3) ?? "")
            : Unlike(words, Say.HintTopUp),
        "balance" or "saldo" => words.Length == 2 ? new GiftCardOf(words[1]) : Unlike(words, Say.HintBalance),
        "foreign" or "vreemd" => TypedPay.ReadForeign(words),
        "refund" or "teruggeven" when words.Length < 3 => new TypedPay.Refund(words.ElementAtOrDefault(1) ?? ""),
        "untender" or "herroep" => TypedPay.ReadUntender(words),
        "park" or "parkeer" => new TypedPark.Park(From(words, 1)),
        "parked" or "geparkeerd" when words.Length == 1 => new TypedPark.Parked(),
        "take" or "hervat" => words.Length == 2 ? new TypedPark.Take(words[1]) : Unlike(words, Say.HintTake),
        // A header carries it: ASCII only.
        "approve" or "akkoord" => words.Length == 3 && System.Text.Ascii.IsValid(words[1] + words[2])
            ? new Approve(words[1], words[2])
            : Unlike(words, Say.HintApprove),
        "stock" or "voorraad" => words.Length == 2 ? new StockOf(words[1]) : Unlike(words, Say.HintStock),
        "orders" or "bestellingen" when words.Length == 1 => new TypedOrder.ToDo(),
        "prepare" or "klaarzetten" => TypedOrder.ReadPrepare(words),
        "handover" or "uitreiken" => TypedOrder.ReadHandOver(words),
        "giveup" or "opgeven" => TypedOrder.ReadGiveUp(words),
        "weigh" or "weeg" => words.Length is 2 or 3 && TryTare(words.ElementAtOrDefault(2), out long tare)
            ? new Weigh(words[1], tare)
            : Unlike(words, Say.HintWeigh),
        _ => null,
    };

    private static bool TryTare(string? grams, out long tare) =>
        long.TryParse(grams ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out tare);

    private static Typed ReadItem(string text)
    {
        if (Guid.TryParseExact(text, "D", out _))
            return new TypedPark.Take(text); // the code on the slip of a basket that was put aside
        int star = text.IndexOf('*');
        if (star <= 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '.' or ','))
            return new Item(text, null);
        string quantity = text[..star].Trim(), code = text[(star + 1)..].Trim();
        return code.Length > 0 && Quantities.TryParse(quantity, out long thousandths)
            ? new Item(code, thousandths)
            : new Wrong(Say.NotAQuantity, code.Length > 0 ? quantity : text, Say.HintQuantity);
    }

    private static Typed ReadChange(string[] words)
    {
        if (words.Length != 3 || !TryLine(words[1], out int line))
            return new Wrong(Say.NotALine, words.ElementAtOrDefault(1) ?? "", Say.HintQty);
        return Quantities.TryParse(words[2], out long thousandths)
            ? new ChangeQuantity(line, thousandths)
            : new Wrong(Say.NotAQuantity, words[2], Say.HintQty);
    }

    private static Typed ReadVoid(string[] words) => words.Length == 2 && TryLine(words[1], out int line)
        ? new VoidLine(line)
        : new Wrong(Say.NotALine, words.ElementAtOrDefault(1) ?? "", Say.HintVoid);

    // A name, then whatever else in any order: what it is shows from its beginning, or from the @ in it.
    private static CustomerDetails? ReadCustomer(string text)
    {
        string[] parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0)
            return null;
        var details = new CustomerDetails { Name = parts[0] };
        foreach (string part in parts.Skip(1))
        {
            if (part.Contains('@', StringComparison.Ordinal))
                details.Email = part;
            else if (part[0] == '+')
                details.Phone = part;
            else if (part.Split(' ', 2) is [var word, var number] && word.ToLowerInvariant() is "vat" or "btw")
                details.TaxNumber = number.Trim();
            else
                details.Address.Add(part);
        }

        return details;
    }

    private protected static bool TryLine(string text, out int line) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out line);

    private protected static string From(string[] words, int first) => string.Join(' ', words.Skip(first));

    private protected static bool MeansOff(string word) => word.ToLowerInvariant() is "off" or "uit";

    // It begins like a command and goes on like none. A PIN among its words is not said again.
    private protected static Wrong Unlike(string[] words, Say hint) =>
        new(Say.NotLikeThat, hint == Say.HintApprove ? words[0] : string.Join(' ', words), hint);
}
