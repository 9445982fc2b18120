using System.Globalization;
using EdgePos.Files;

namespace EdgePos.Register;

/// <summary>What a cashier typed about prices, discounts, notes, and who the sale is for.</summary>
internal abstract record TypedChange : Typed
{
    private const int PercentDecimals = 4; // of a percentage: parts per million

    /// <summary>Another price of one unit.</summary>
    /// <param name="Amount">As typed; empty: the price book's again.</param>
    internal sealed record Price(int Line, string Amount, string Reason) : TypedChange;

    /// <summary>Something off a line or the whole basket.</summary>
    /// <param name="Line">0: the basket.</param>
    /// <param name="PercentPpm">Parts per million; 0: an amount.</param>
    /// <param name="Amount">As typed; empty with no part: nothing comes off any more.</param>
    internal sealed record Discount(int Line, long PercentPpm, string Amount, string Reason) : TypedChange
    {
        /// <summary>True where it is to be taken away again.</summary>
        public bool IsOff => PercentPpm == 0 && Amount.Length == 0;
    }

    /// <summary>Words about a line, or with 0 about the basket. Empty: none any more.</summary>
    internal sealed record Note(int Line, string Text) : TypedChange;

    /// <summary>Group of customers whose prices and promotions hold. Empty: anybody.</summary>
    /// <param name="Reference">The customer's number or card; may be empty.</param>
    internal sealed record Group(string Name, string Reference) : TypedChange;

    /// <summary>Certificate by which no tax is due. Empty: tax is due.</summary>
    internal sealed record Exempt(string Certificate) : TypedChange;

    /// <summary>A coupon.</summary>
    /// <param name="IsOff">True: it is given back.</param>
    internal sealed record Coupon(string Code, bool IsOff) : TypedChange;

    /// <summary>Reads what follows price.</summary>
    public static Typed ReadPrice(string[] words) => words.Length switch
    {
        3 when TryLine(words[1], out int line) && MeansOff(words[2]) => new Price(line, "", ""),
        > 3 when TryLine(words[1], out int line) => new Price(line, words[2], From(words, 3)),
        _ => Unlike(words, Say.HintPrice),
    };

    /// <summary>Reads what follows discount: with four words and more the first number may be a line.</summary>
    public static Typed ReadDiscount(string[] words)
    {
        if (words.Length == 2 && MeansOff(words[1]))
            return new Discount(0, 0, "", "");
        if (words.Length == 3 && TryLine(words[1], out int off) && MeansOff(words[2]))
            return new Discount(off, 0, "", "");
        int line = 0;
        int at = words.Length > 3 && LooksLikeDiscount(words[2]) && TryLine(words[1], out line) ? 2 : 1;
        if (words.Length < at + 2 || !LooksLikeDiscount(words[at]))
            return Unlike(words, Say.HintDiscount);
        if (!words[at].EndsWith('%'))
            return new Discount(line, 0, words[at], From(words, at + 1));
        return Scaled.TryParse(words[at].AsSpan(0, words[at].Length - 1), PercentDecimals, ".,", out long ppm) && ppm > 0
            ? new Discount(line, ppm, "", From(words, at + 1))
            : Unlike(words, Say.HintDiscount);
    }

    /// <summary>Reads what follows note: a number at first is a line.</summary>
    public static Typed ReadNote(string[] words) => words.Length > 1 && TryLine(words[1], out int line)
        ? new Note(line, From(words, 2))
        : new Note(0, From(words, 1));

    /// <summary>Reads what follows group.</summary>
    public static Typed ReadGroup(string[] words) => words.Length switch
    {
        2 when MeansOff(words[1]) => new Group("", ""),
        > 1 => new Group(words[1], From(words, 2)),
        _ => Unlike(words, Say.HintGroup),
    };

    /// <summary>Reads what follows exempt.</summary>
    public static Typed ReadExempt(string[] words) =>
        words.Length == 1 ? Unlike(words, Say.HintExempt) : new Exempt(MeansOff(words[1]) ? "" : From(words, 1));

    /// <summary>Reads what follows coupon.</summary>
    public static Typed ReadCoupon(string[] words) => words.Length switch
    {
        2 => new Coupon(words[1], IsOff: false),
        3 when MeansOff(words[2]) => new Coupon(words[1], IsOff: true),
        _ => Unlike(words, Say.HintCoupon),
    };

    private static bool LooksLikeDiscount(string word) => char.IsAsciiDigit(word[0])
        && word.TrimEnd('%').All(letter => char.IsAsciiDigit(letter) || letter is '.' or ',');
}
