namespace EdgePos.Store;

/// <summary>The check digit of the price or measure within an in-store code.</summary>
/// <remarks>Source: GS1 General Specifications, section 7.9.3: a product for each weighting factor and digit.</remarks>
public static class PriceVerifier
{
    private const string TwoMinus = "0246891357", Three = "0369258147", FivePlus = "0516273849", FiveMinus = "0594837261";

    /// <summary>The digit that belongs to a field of four or five digits.</summary>
    public static char Of(ReadOnlySpan<char> field)
    {
        string[] factors = field.Length == 4 ? [TwoMinus, TwoMinus, Three, FiveMinus] : [FivePlus, TwoMinus, FiveMinus, FivePlus, TwoMinus];
        int sum = 0;
        for (int i = 0; i < field.Length; i++)
            sum += factors[i][field[i] - '0'] - '0';
        return field.Length == 4
            ? (char)('0' + (sum * 3 % 10))
            : (char)('0' + FiveMinus.IndexOf((char)('0' + ((10 - (sum % 10)) % 10)), StringComparison.Ordinal));
    }
}
