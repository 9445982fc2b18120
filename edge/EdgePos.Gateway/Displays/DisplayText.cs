using EdgePos.Devices;
using EdgePos.Store;
using Basket = EdgePos.Store.Basket;
using BasketLine = EdgePos.Store.BasketLine;
using BasketState = EdgePos.Store.BasketState;
using Unit = EdgePos.Store.Unit;

namespace EdgePos.Gateway;

/// <summary>What the customer sees of a basket, in two lines: pure. An amount is never cut; the words before it are.</summary>
internal static class DisplayText
{
    /// <summary>The lines for a basket as it is.</summary>
    /// <param name="basket">The basket.</param>
    /// <param name="language">Language of the texts.</param>
    /// <param name="columns">Characters in a line.</param>
    public static DisplayLines Of(Basket basket, string language, int columns = 20)
    {
        var write = new Writer(language, columns);
        return basket.State switch
        {
            BasketState.Abandoned or BasketState.Suspended => Welcome(language, columns),
            BasketState.Completed => new DisplayLines(
                basket.Change.Minor > 0 ? write.Line("DISPLAY_CHANGE", basket.Change) : write.Total(basket),
                write.Centre("DISPLAY_THANKS")),
            BasketState.Open or BasketState.Paid when basket.Paying.Any() =>
                new DisplayLines(write.Total(basket), Paying(basket, write)),
            BasketState.Open or BasketState.Paid when LastTouched(basket) is { } line =>
                new DisplayLines(write.Item(line), write.Total(basket)),
            BasketState.Open or BasketState.Paid => Welcome(language, columns),
        };
    }

    /// <summary>While nobody is served.</summary>
    public static DisplayLines Welcome(string language, int columns = 20) =>
        new(new Writer(language, columns).Centre("DISPLAY_WELCOME"), "");

    /// <summary>While the register is closed.</summary>
    public static DisplayLines Closed(string language, int columns = 20) =>
        new(new Writer(language, columns).Centre("DISPLAY_CLOSED"), "");

    private static string Paying(Basket basket, Writer write) =>
        basket.Due.Minor > 0 ? write.Line("DISPLAY_DUE", basket.Due)
        : basket.Due.Minor < 0 ? write.Line("DISPLAY_BACK", -basket.Due)
        : basket.Change.Minor > 0 ? write.Line("DISPLAY_CHANGE", basket.Change)
        : write.Centre("DISPLAY_PAID");

    // Without one, e.g. after the customer was named, it is the newest that is sold.
    private static BasketLine? LastTouched(Basket basket) =>
        basket.Lines.FirstOrDefault(line => line.Number == basket.LastLine) ?? basket.Sold.LastOrDefault();

    private readonly struct Writer(string language, int columns)
    {
        public string Total(Basket basket) => Fit(
            $"{Texts.Get("DISPLAY_TOTAL", language)} {basket.Currency}", Texts.Amount(basket.Total, language));

        public string Line(string key, Money amount) => Fit(Texts.Get(key, language), Texts.Amount(amount, language));

        // What was taken out is shown with what it takes off the total.
        public string Item(BasketLine line)
        {
            var amount = line.Void ? line.Gross with { Minor = line.Discounted - line.Gross.Minor } : line.Amount;
            return Fit(Quantity(line) + line.Item.Name, Texts.Amount(amount, language));
        }

        public string Centre(string key)
        {
            string text = Cut(Texts.Get(key, language), columns);
            return text.PadLeft((columns + text.Length) / 2);
        }

        private string Quantity(BasketLine line)
        {
            var quantity = line.Quantity;
            if (quantity == EdgePos.Store.Quantity.One(Unit.Each))
                return "";
            string size = quantity.Format(Texts.Get("DECIMAL_SIGN", language));
            return quantity.Unit switch
            {
                Unit.Each => $"{size}x ",
                Unit.Kilogram => $"{size}kg ",
                Unit.Metre => $"{size}m ",
                Unit.Litre => $"{size}l ",
            };
        }

        private string Fit(string words, string amount)
        {
            string left = Cut(words, Math.Max(0, columns - amount.Length - 1)).TrimEnd();
            return left + amount.PadLeft(Math.Max(amount.Length, columns - left.Length));
        }

        private static string Cut(string text, int length) => text.Length <= length ? text
            : length > 0 && char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)]
            : text[..length];
    }
}
