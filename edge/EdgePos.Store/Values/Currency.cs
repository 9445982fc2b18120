namespace EdgePos.Store;

/// <summary>An ISO 4217 currency that the store can sell in, with its number of decimals.</summary>
/// <remarks>Source: ISO 4217:2015 list one, minor units column.</remarks>
public readonly record struct Currency
{
    // Those whose minor unit is not 1/100; every other three-letter code has two decimals.
    private static readonly HashSet<string> NoDecimals = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
    ];
    private static readonly HashSet<string> ThreeDecimals = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
    private static readonly HashSet<string> FourDecimals = ["CLF", "UYW"];

    private readonly string? _code;

    private Currency(string code) => _code = code;

    /// <summary>Three capitals, e.g. "EUR".</summary>
    public string Code => _code ?? throw new InvalidOperationException("An empty Currency has no code.");

    /// <summary>Decimals of the minor unit: 2 for EUR, 0 for JPY.</summary>
    public int Decimals => NoDecimals.Contains(Code) ? 0 : ThreeDecimals.Contains(Code) ? 3 : FourDecimals.Contains(Code) ? 4 : 2;

    /// <summary>Makes a currency of a code; false where it is not three capitals.</summary>
    public static bool TryParse(string? code, out Currency currency)
    {
        bool good = code is { Length: 3 } && !code.AsSpan().ContainsAnyExceptInRange('A', 'Z');
        currency = good ? new Currency(code!) : default;
        return good;
    }

    /// <summary>Makes a currency of a code that is known to be good.</summary>
    /// <exception cref="ArgumentException">The code is not three capitals.</exception>
    public static Currency Of(string code) =>
        TryParse(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is no ISO 4217 code.");

    /// <inheritdoc/>
    public override string ToString() => _code ?? "";
}
