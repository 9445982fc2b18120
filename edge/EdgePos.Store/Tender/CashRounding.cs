namespace EdgePos.Store;

/// <summary>Cash in steps, where the smallest coins are gone.</summary>
/// <remarks>
/// Sources: NL, De Nederlandsche Bank, afronden op 5 cent (2004); BE, wet van 30 juli 2018; FI, laki 890/2000; IE, Central Bank
/// rounding (2015); IT, D.L. 50/2017 art. 13-quater; SK, zakon 18/1996 (2022); EE and LT, rounding laws of 2025; CH,
/// Muenzverordnung: no coin below 5 Rappen; SE, lag (1970:1028): whole kronor; NO, sentralbankloven: whole kroner; DK, 50 ore;
/// CZ, whole koruny; HU, 2008. evi III. torveny: 5 forint; AU and CA, 5 cents (1992, 2013); NZ, 10 cents (2006).
/// </remarks>
public static class CashRounding
{
    /// <summary>The step of a country, minor units; 1: every amount is paid to the cent.</summary>
    /// <param name="country">ISO 3166, two capitals.</param>
    public static int StepOf(string country) => country switch
    {
        "NL" or "BE" or "FI" or "IE" or "IT" or "SK" or "EE" or "LT" or "CH" or "LI" or "AU" or "CA" => 5,
        "NZ" => 10,
        "DK" => 50,
        "SE" or "NO" or "CZ" => 100,
        "HU" => 500,
        _ => 1,
    };

    /// <summary>The nearest amount that can be paid in cash; a half goes away from zero.</summary>
    public static Money Round(Money amount, int step) =>
        step <= 1 ? amount : amount with { Minor = Rounding.MulDiv(amount.Minor, 1, step) * step };
}
